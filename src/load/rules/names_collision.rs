//! `names/collision`: names that are one name on other systems.

use crate::diagnostic::{Rule, Severity};

/// Names that are one name on other systems.
pub static COLLISION: Rule = Rule {
    id: "names/collision",
    severity: Severity::Error,
    finds: "Two names in one folder that differ only in capitals.",
    matters: "On Windows, IIS and most Macs they are one file: the second overwrites the first.",
    example: "content/Method.md\ncontent/method.md",
    put_right: "Rename one of the two.",
};
