//! `metadata/invalid-value`: an invalid value.

use crate::diagnostic::{Rule, Severity};

/// An invalid value.
pub static INVALID_VALUE: Rule = Rule {
    id: "metadata/invalid-value",
    severity: Severity::Error,
    finds: "A value of the wrong type, or one that is not in the list of values for its key.",
    matters: "A date that does not exist, or an unknown frequency, would appear on the page and reach every harvester.",
    example: "frequency: mothly",
    put_right: "Write one of the values that the help lists.",
};
