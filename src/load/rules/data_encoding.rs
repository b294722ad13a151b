//! `data/encoding`: a table that is not UTF-8 and does not say what it is.

use crate::diagnostic::{Rule, Severity};

/// A table that is not UTF-8 and does not say what it is.
pub static ENCODING: Rule = Rule {
    id: "data/encoding",
    severity: Severity::Error,
    finds: "A CSV that is not UTF-8, and whose encoding dataset.yaml does not name.",
    matters: "A wrong guess turns `é` into `Ž` in names; the download is always UTF-8, so the guess would be published.",
    example: "file: survey.csv            (saved by Excel as Windows-1252)",
    put_right: "Look at the names with accents, then write `encoding: windows-1252` or `encoding: macintosh` beside `file:`.",
};
