//! `metadata/encoding`: a text file that is not UTF-8.

use crate::diagnostic::{Rule, Severity};

/// A text file that is not UTF-8.
pub static TEXT_ENCODING: Rule = Rule {
    id: "metadata/encoding",
    severity: Severity::Error,
    finds: "A YAML, Markdown or dictionary file that is not UTF-8, or a YAML or dictionary file with a NUL character.",
    matters: "Names with accents would be published incorrectly, and differently on each computer.",
    example: "title: Caf\\xe9 survey        (saved as Windows-1252)",
    put_right: "Save the file as UTF-8 in your editor.",
};
