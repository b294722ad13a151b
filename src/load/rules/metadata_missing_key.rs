//! `metadata/missing-key`: a missing required key.

use crate::diagnostic::{Rule, Severity};

/// A missing required key.
pub static MISSING_KEY: Rule = Rule {
    id: "metadata/missing-key",
    severity: Severity::Error,
    finds: "A required key that is missing.",
    matters: "Before trusting a dataset, readers need at least a title, a summary, an owner, dates and a version.",
    example: "title: A&E waits\n# no summary",
    put_right: "Add the key.",
};
