//! `names/identifier`: a folder's name that cannot be an address.

use crate::diagnostic::{Rule, Severity};

/// A folder's name that cannot be an address.
pub static IDENTIFIER: Rule = Rule {
    id: "names/identifier",
    severity: Severity::Error,
    finds: "A dataset's folder whose name cannot be an address and a folder on every system.",
    matters: "The name becomes the dataset's address; blanks, capitals and device names break on Windows, IIS or S3.",
    example: "datasets/AE Waits/dataset.yaml",
    put_right: "Rename the folder to 1 to 80 of a to z, 0 to 9 and single hyphens.",
};
