//! `data/empty-file`: a file in which nothing stands.

use crate::diagnostic::{Rule, Severity};

/// A file in which nothing stands.
pub static EMPTY_FILE: Rule = Rule {
    id: "data/empty-file",
    severity: Severity::Error,
    finds: "A CSV of no bytes, or of blank lines only.",
    matters: "Without a header nothing is known of the table; most often an export has failed.",
    example: "$ ls -l waits.csv\n-rw-r--r-- 1 analyst 0 waits.csv",
    put_right: "Export the data again; to take a dataset out of the portal, remove its folder.",
};
