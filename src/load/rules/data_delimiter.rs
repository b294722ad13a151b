//! `data/delimiter`: a delimiter that is not a comma and not declared.

use crate::diagnostic::{Rule, Severity};

/// A delimiter that is not a comma and not declared.
pub static DELIMITER: Rule = Rule {
    id: "data/delimiter",
    severity: Severity::Warning,
    finds: "A file whose columns are separated by semicolons, tabs or bars without saying so.",
    matters: "The guess decides where every column begins.",
    example: "period;org;value",
    put_right: "Write `delimiter: \";\"` beside `file:`, or save the file with commas.",
};
