//! `names/portable`: a name that some system cannot hold.

use crate::diagnostic::{Rule, Severity};

/// A name that some system cannot hold.
pub static PORTABLE: Rule = Rule {
    id: "names/portable",
    severity: Severity::Error,
    finds: "A file or folder whose name Windows, IIS, S3 or a manifest cannot hold: a device name such as CON, a dot or blank at the end, a backslash, colon, `%` or control character; below content/ and themes/, anything but letters a to z, digits, `.`, `-` and `_`.",
    matters: "The portal builds here and cannot be checked out, released or served elsewhere; some such names hide what a file is.",
    example: "content/aux.md\ncontent/page .md",
    put_right: "Rename it with a to z, 0 to 9, hyphens and dots.",
};
