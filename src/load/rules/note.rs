//! Rules about release notes.

use crate::diagnostic::{Rule, Severity};

/// A release note without its front matter.
pub static NOTE_FRONT_MATTER: Rule = Rule {
    id: "release/front-matter",
    severity: Severity::Error,
    finds: "A release note that does not start with front matter.",
    matters: "A note needs at least a version and a date, so that readers know which version they have.",
    example: "Figures for March were added.",
    put_right: "Start the file with `---`, `version:`, `date:` and `---`.",
};
