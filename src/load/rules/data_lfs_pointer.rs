//! `data/lfs-pointer`: a pointer of Git LFS in the place of the data.

use crate::diagnostic::{Rule, Severity};

/// A pointer of Git LFS in the place of the data.
pub static LFS_POINTER: Rule = Rule {
    id: "data/lfs-pointer",
    severity: Severity::Error,
    finds: "A pointer of Git LFS (Large File Storage) where the data should be.",
    matters: "The clone did not fetch the data; the three lines of the pointer would be published as a table.",
    example: "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a...\nsize 12345",
    put_right: "Run `git lfs pull` in the repository, on the machine that builds the portal too.",
};
