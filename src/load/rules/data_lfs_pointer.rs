//! `data/lfs-pointer`: a Git LFS pointer in place of the data.

use crate::diagnostic::{Rule, Severity};

/// A Git LFS pointer in place of the data.
pub static LFS_POINTER: Rule = Rule {
    id: "data/lfs-pointer",
    severity: Severity::Error,
    finds: "A Git LFS (Large File Storage) pointer where the data should be.",
    matters: "The data was not fetched when the repository was cloned. The three lines of the pointer would be published \
        as a table.",
    example: "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a...\nsize 12345",
    put_right: "Run `git lfs pull` in the repository, and on the computer that builds the portal.",
};
