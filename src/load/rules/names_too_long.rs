//! `names/too-long`: a name that is too long.

use crate::diagnostic::{Rule, Severity};

/// A name that is too long.
pub static TOO_LONG: Rule = Rule {
    id: "names/too-long",
    severity: Severity::Error,
    finds: "A file or folder name longer than 200 bytes, or a path longer than 240 bytes.",
    matters: "Most systems allow 255 bytes for a name, and Windows allows 260 characters for a path. The names of \
        published files are longer still.",
    example: "content/aaaaaaaa... (251 times).md",
    put_right: "Give it a shorter name.",
};
