//! `names/special-file`: something that is no file.

use crate::diagnostic::{Rule, Severity};

/// Something that is no file.
pub static SPECIAL_FILE: Rule = Rule {
    id: "names/special-file",
    severity: Severity::Error,
    finds: "A pipe, socket or device below datasets/, content/ or themes/.",
    matters: "Reading it can wait for ever or never end.",
    example: "mkfifo datasets/waits/data.csv",
    put_right: "Put a regular file in its place.",
};
