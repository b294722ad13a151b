//! `data/line-ends`: old Mac line endings.

use crate::diagnostic::{Rule, Severity};

/// Old Mac line endings.
pub static LINE_ENDS: Rule = Rule {
    id: "data/line-ends",
    severity: Severity::Warning,
    finds: "A file whose lines end with a carriage return only.",
    matters: "Other programs read the whole file as one line. In the download, lines end with a line feed.",
    example: "period,org\\r2019-03,RRK\\r",
    put_right: "Save the file as CSV, not as CSV (Macintosh).",
};
