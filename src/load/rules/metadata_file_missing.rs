//! `metadata/file-missing`: a file that metadata names is not there.

use crate::diagnostic::{Rule, Severity};

/// A file that metadata names is not there.
pub static FILE_MISSING: Rule = Rule {
    id: "metadata/file-missing",
    severity: Severity::Error,
    finds: "A file that the portal needs, or that dataset.yaml names, which is not there or is not an ordinary file.",
    matters: "A table without its data or its dictionary cannot be published, and a reader would meet a dead link.",
    example: "tables:\n  - {name: waits, file: wiats.csv}",
    put_right: "Correct the name, or put the file into the dataset's folder. Symbolic links are not followed.",
};
