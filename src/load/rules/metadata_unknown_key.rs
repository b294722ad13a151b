//! `metadata/unknown-key`: an unknown key.

use crate::diagnostic::{Rule, Severity};

/// An unknown key.
pub static UNKNOWN_KEY: Rule = Rule {
    id: "metadata/unknown-key",
    severity: Severity::Error,
    finds: "A key that is not allowed in this place.",
    matters: "A misspelt key would be ignored without warning, and its value lost.",
    example: "titel: A&E waits",
    put_right: "Correct the key. The help suggests the nearest key and lists all those allowed there.",
};
