//! `metadata/merge-conflict`: an unresolved merge.

use crate::diagnostic::{Rule, Severity};

/// An unresolved merge.
pub static MERGE_CONFLICT: Rule = Rule {
    id: "metadata/merge-conflict",
    severity: Severity::Error,
    finds: "The markers that Git leaves where two changes conflict: `<<<<<<<`, `=======`, `>>>>>>>`.",
    matters: "Both versions would be published, one after the other.",
    example: "<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> branch",
    put_right: "Keep one side, and delete the three marker lines.",
};
