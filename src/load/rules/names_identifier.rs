//! `names/identifier`: a folder name that cannot be an address.

use crate::diagnostic::{Rule, Severity};

/// A folder name that cannot be an address.
pub static IDENTIFIER: Rule = Rule {
    id: "names/identifier",
    severity: Severity::Error,
    finds: "A dataset folder whose name cannot be both a web address and a folder name on every system.",
    matters: "The folder name becomes the dataset's address. Spaces, capital letters and device names cause errors on \
        Windows, IIS or S3.",
    example: "datasets/AE Waits/dataset.yaml",
    put_right: "Rename the folder using 1 to 80 characters: a to z, 0 to 9 and single hyphens.",
};
