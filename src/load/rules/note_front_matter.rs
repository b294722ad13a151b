//! `release/front-matter`: a release note without its front matter.

use crate::diagnostic::{Rule, Severity};

/// A release note without its front matter.
pub static NOTE_FRONT_MATTER: Rule = Rule {
    id: "release/front-matter",
    severity: Severity::Error,
    finds: "A release note that does not begin with front matter.",
    matters: "A note needs at least its version and its date, so that readers can tell what they hold.",
    example: "Figures for March were added.",
    put_right: "Begin the file with `---`, `version:`, `date:` and `---`.",
};
