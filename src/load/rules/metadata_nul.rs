//! `metadata/nul`: a NUL character in prose.

use crate::diagnostic::{Rule, Severity};

/// A NUL character in prose.
pub static NUL_IN_PROSE: Rule = Rule {
    id: "metadata/nul",
    severity: Severity::Warning,
    finds: "A NUL character in a Markdown file. It is shown as the replacement character.",
    matters: "It comes from a damaged file or from UTF-16 that was read as something else: other characters may be lost too.",
    example: "a\\0b",
    put_right: "Take the character out, and look at the text around it.",
};
