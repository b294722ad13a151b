//! `metadata/file-path`: a path that leaves its folder.

use crate::diagnostic::{Rule, Severity};

/// A path that leaves its folder.
pub static FILE_PATH: Rule = Rule {
    id: "metadata/file-path",
    severity: Severity::Error,
    finds: "A path that is absolute, goes upwards with `..`, or holds a backslash or a colon.",
    matters: "A dataset must be complete in its own folder, on every system, and must not reach the machine's files.",
    example: "file: ../../other/waits.csv",
    put_right: "Copy the file into the dataset's folder and name it with `/` between folders.",
};
