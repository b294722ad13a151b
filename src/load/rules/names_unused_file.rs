//! `names/unused-file`: a file that nothing uses.

use crate::diagnostic::{Rule, Severity};

/// A file that nothing uses.
pub static UNUSED_FILE: Rule = Rule {
    id: "names/unused-file",
    severity: Severity::Warning,
    finds: "A file in a dataset's folder that the portal does not use: a hidden file, a backup, a lock file, or any file \
        that dataset.yaml does not name.",
    matters: "It is never published, but it is in the repository. It may be last year's extract, a password or a workbook \
        with raw rows.",
    example: "datasets/waits/.env\ndatasets/waits/waits.csv.bak",
    put_right: "Move it out of the portal's folder, or name it in dataset.yaml.",
};
