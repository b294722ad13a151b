//! `names/symlink`: a symbolic link.

use crate::diagnostic::{Rule, Severity};

/// A symbolic link.
pub static SYMLINK: Rule = Rule {
    id: "names/symlink",
    severity: Severity::Error,
    finds: "A symbolic link in datasets/, content/ or themes/.",
    matters: "A link can point to any file on the computer that builds the portal, which would then be published. On other \
        computers it points to nothing.",
    example: "datasets/waits/data.csv -> /etc/passwd",
    put_right: "Replace the link with a copy of the file.",
};
