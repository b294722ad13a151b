//! `names/symlink`: a symbolic link.

use crate::diagnostic::{Rule, Severity};

/// A symbolic link.
pub static SYMLINK: Rule = Rule {
    id: "names/symlink",
    severity: Severity::Error,
    finds: "A symbolic link below datasets/, content/ or themes/.",
    matters: "A link can lead to any file of the machine that builds, and so publish it; on other machines it leads nowhere.",
    example: "datasets/waits/data.csv -> /etc/passwd",
    put_right: "Copy the file into its place.",
};
