//! `metadata/file-missing`: a file that is needed but does not exist.

use crate::diagnostic::{Rule, Severity};

/// A file that is needed but does not exist.
pub static FILE_MISSING: Rule = Rule {
    id: "metadata/file-missing",
    severity: Severity::Error,
    finds: "A file that the portal needs, or that dataset.yaml names, but that does not exist or is not an ordinary file.",
    matters: "A table cannot be published without its data and its dictionary, and readers would find a dead link.",
    example: "tables:\n  - {name: waits, file: wiats.csv}",
    put_right: "Correct the name, or put the file in the dataset's folder. Symbolic links are not followed.",
};
