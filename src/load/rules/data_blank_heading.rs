//! `data/blank-heading`: a column with no heading.

use crate::diagnostic::{Rule, Severity};

/// A column with no heading.
pub static BLANK_HEADING: Rule = Rule {
    id: "data/blank-heading",
    severity: Severity::Warning,
    finds: "A column with a blank heading. In the dictionary it is called `column_` and its position, such as `column_1`.",
    matters: "It is usually a row number that a program added, or an empty column at the edge of a spreadsheet.",
    example: ",Month,Value\n1,2019-01,12",
    put_right: "Give the column a name, or remove it from the file.",
};
