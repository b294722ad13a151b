//! `data/empty-file`: an empty file.

use crate::diagnostic::{Rule, Severity};

/// An empty file.
pub static EMPTY_FILE: Rule = Rule {
    id: "data/empty-file",
    severity: Severity::Error,
    finds: "A CSV file with no content, or with only blank lines.",
    matters: "Without a header, nothing can be read. Usually an export has failed.",
    example: "$ ls -l waits.csv\n-rw-r--r-- 1 analyst 0 waits.csv",
    put_right: "Export the data again. To take a dataset out of the portal, remove its folder.",
};
