//! `metadata/invalid-value`: a value of the wrong type.

use crate::diagnostic::{Rule, Severity};

/// A value of the wrong type.
pub static INVALID_VALUE: Rule = Rule {
    id: "metadata/invalid-value",
    severity: Severity::Error,
    finds: "A value of the wrong type, or one that is not in the list of values for its key.",
    matters: "A date that is no date, or a frequency nobody knows, would reach the page and every harvester.",
    example: "frequency: mothly",
    put_right: "Write one of the values that the help names.",
};
