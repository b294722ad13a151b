//! `names/special-file`: something that is not a regular file.

use crate::diagnostic::{Rule, Severity};

/// Something that is not a regular file.
pub static SPECIAL_FILE: Rule = Rule {
    id: "names/special-file",
    severity: Severity::Error,
    finds: "A pipe, socket or device in datasets/, content/ or themes/.",
    matters: "Reading it may never end.",
    example: "mkfifo datasets/waits/data.csv",
    put_right: "Replace it with a regular file.",
};
