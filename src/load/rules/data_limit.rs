//! `data/limit`: a table that is larger than any table of aggregates.

use crate::diagnostic::{Rule, Severity};

/// A table that is larger than any table of aggregates.
pub static LIMIT: Rule = Rule {
    id: "data/limit",
    severity: Severity::Error,
    finds: "A line of more than a mebibyte, or a table of more than 16,384 columns (as many as a spreadsheet opens).",
    matters: "It is hardly a table of aggregates: a file without line ends, an image, a table turned on its side.",
    example: "$ head -c 2000000 waits.csv | wc -l\n0",
    put_right: "Look at the beginning of the file in a text editor; a wide table is written long, one row an observation.",
};
