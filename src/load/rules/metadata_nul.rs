//! `metadata/nul`: a NUL character in a Markdown file.

use crate::diagnostic::{Rule, Severity};

/// A NUL character in a Markdown file.
pub static NUL_IN_PROSE: Rule = Rule {
    id: "metadata/nul",
    severity: Severity::Warning,
    finds: "A NUL character in a Markdown file. It is shown as the replacement character.",
    matters: "It comes from a damaged file, or from UTF-16 read in the wrong encoding, so other characters may be lost too.",
    example: "a\\0b",
    put_right: "Remove the character, and check the text around it.",
};
