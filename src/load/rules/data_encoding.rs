//! `data/encoding`: a table that is not UTF-8, with no encoding declared.

use crate::diagnostic::{Rule, Severity};

/// A table that is not UTF-8, with no encoding declared.
pub static ENCODING: Rule = Rule {
    id: "data/encoding",
    severity: Severity::Error,
    finds: "A CSV file that is not UTF-8, with no `encoding` in dataset.yaml.",
    matters: "A wrong guess turns `é` into `Ž`. Downloads are always UTF-8, so the wrong letter would be published.",
    example: "file: survey.csv            (saved by Excel as Windows-1252)",
    put_right: "Look at names with accents, then write `encoding: windows-1252` or `encoding: macintosh` next to `file:`.",
};
