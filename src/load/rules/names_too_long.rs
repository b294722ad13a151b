//! `names/too-long`: a name that is too long.

use crate::diagnostic::{Rule, Severity};

/// A name that is too long.
pub static TOO_LONG: Rule = Rule {
    id: "names/too-long",
    severity: Severity::Error,
    finds: "A file or folder whose name has more than 200 bytes, or whose path has more than 240.",
    matters: "Systems stop at 255 bytes for a name and Windows at 260 characters for a path; what is made from the name is longer still.",
    example: "content/aaaaaaaa... (251 times).md",
    put_right: "Give it a shorter name.",
};
