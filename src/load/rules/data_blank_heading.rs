//! `data/blank-heading`: a column without a heading.

use crate::diagnostic::{Rule, Severity};

/// A column without a heading.
pub static BLANK_HEADING: Rule = Rule {
    id: "data/blank-heading",
    severity: Severity::Warning,
    finds: "A column whose heading is blank. The dictionary calls it `column_` and its position.",
    matters: "A column without a name is most often a row number that a program wrote, or a spreadsheet's last column.",
    example: ",Month,Value\n1,2019-01,12",
    put_right: "Give the column a name, or take it out of the file.",
};
