//! `metadata/merge-conflict`: both sides of a merge, unresolved.

use crate::diagnostic::{Rule, Severity};

/// Both sides of a merge, unresolved.
pub static MERGE_CONFLICT: Rule = Rule {
    id: "metadata/merge-conflict",
    severity: Severity::Error,
    finds: "The markers that Git leaves where two changes contradict each other: `<<<<<<<`, `=======`, `>>>>>>>`.",
    matters: "Both versions would be published, one below the other.",
    example: "<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> branch",
    put_right: "Keep one side, and take the three marker lines away.",
};
