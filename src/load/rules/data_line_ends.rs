//! `data/line-ends`: line ends of an old Mac.

use crate::diagnostic::{Rule, Severity};

/// Line ends of an old Mac.
pub static LINE_ENDS: Rule = Rule {
    id: "data/line-ends",
    severity: Severity::Warning,
    finds: "A file whose lines end with a bare carriage return.",
    matters: "Other programs will read the whole file as one line. The download is written with line feeds.",
    example: "period,org\\r2019-03,RRK\\r",
    put_right: "Save the file as CSV (not CSV Macintosh).",
};
