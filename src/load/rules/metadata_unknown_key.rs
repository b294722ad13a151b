//! `metadata/unknown-key`: a key that there is not.

use crate::diagnostic::{Rule, Severity};

/// A key that there is not.
pub static UNKNOWN_KEY: Rule = Rule {
    id: "metadata/unknown-key",
    severity: Severity::Error,
    finds: "A key that Shelfmark does not know at this place.",
    matters: "A misspelt key would be ignored in silence, and with it what the author meant to say.",
    example: "titel: A&E waits",
    put_right: "Correct the key; the help names the nearest, and all that may stand there.",
};
