//! `metadata/file-path`: a path that leads outside its folder.

use crate::diagnostic::{Rule, Severity};

/// A path that leads outside its folder.
pub static FILE_PATH: Rule = Rule {
    id: "metadata/file-path",
    severity: Severity::Error,
    finds: "A path that is absolute, that goes up with `..`, or that contains a backslash or a colon.",
    matters: "A dataset must be complete in its own folder on every system, and must not read other files on the computer.",
    example: "file: ../../other/waits.csv",
    put_right: "Copy the file into the dataset's folder, and write its path with `/` between folders.",
};
