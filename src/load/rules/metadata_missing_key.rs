//! `metadata/missing-key`: a key that must be there.

use crate::diagnostic::{Rule, Severity};

/// A key that must be there.
pub static MISSING_KEY: Rule = Rule {
    id: "metadata/missing-key",
    severity: Severity::Error,
    finds: "A key that must be there and is not.",
    matters: "A reader needs at least a title, a summary, an owner, dates and a version to trust a dataset.",
    example: "title: A&E waits\n# no summary",
    put_right: "Add the key.",
};
