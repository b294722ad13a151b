//! `data/limit`: a line or table too large to be aggregate data.

use crate::diagnostic::{Rule, Severity};

/// A line or table too large to be aggregate data.
pub static LIMIT: Rule = Rule {
    id: "data/limit",
    severity: Severity::Error,
    finds: "A line longer than 1 MiB, or a table with more than 16,384 columns (the most a spreadsheet can open).",
    matters: "This is unlikely to be aggregate data. The file may be an image, have no line endings, or have its rows and \
        columns swapped.",
    example: "$ head -c 2000000 waits.csv | wc -l\n0",
    put_right: "Open the file in a text editor and look at the start. Write a wide table in long format, with one row for \
        each observation.",
};
