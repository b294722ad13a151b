//! `names/collision`: names that are the same on other systems.

use crate::diagnostic::{Rule, Severity};

/// Names that are the same on other systems.
pub static COLLISION: Rule = Rule {
    id: "names/collision",
    severity: Severity::Error,
    finds: "Two names in one folder that differ only in capital letters.",
    matters: "On Windows, IIS and most Macs they are the same file, so one overwrites the other.",
    example: "content/Method.md\ncontent/method.md",
    put_right: "Rename one of them.",
};
