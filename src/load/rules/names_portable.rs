//! `names/portable`: a name that some systems do not allow.

use crate::diagnostic::{Rule, Severity};

/// A name that some systems do not allow.
pub static PORTABLE: Rule = Rule {
    id: "names/portable",
    severity: Severity::Error,
    finds: "A file or folder name that Windows, IIS, S3 or a manifest does not allow: a device name such as CON, a dot or \
        space at the end, a backslash, colon, `%` or control character. In content/ and themes/, anything but letters a to \
        z, digits, `.`, `-` and `_`.",
    matters: "The portal builds here, but cannot be checked out, released or served elsewhere. Some of these names hide \
        what type of file it is.",
    example: "content/aux.md\ncontent/page .md",
    put_right: "Rename it using a to z, 0 to 9, hyphens and dots.",
};
