//! `data/delimiter`: an undeclared delimiter that is not a comma.

use crate::diagnostic::{Rule, Severity};

/// An undeclared delimiter that is not a comma.
pub static DELIMITER: Rule = Rule {
    id: "data/delimiter",
    severity: Severity::Warning,
    finds: "Columns separated by semicolons, tabs or vertical bars, with no `delimiter` in dataset.yaml.",
    matters: "The delimiter has to be guessed, and a wrong guess splits the columns in the wrong places.",
    example: "period;org;value",
    put_right: "Write `delimiter: \";\"` next to `file:`, or save the file with commas.",
};
