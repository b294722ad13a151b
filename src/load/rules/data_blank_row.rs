//! `data/blank-row`: rows in which nothing stands.

use crate::diagnostic::{Rule, Severity};

/// Rows in which nothing stands.
pub static BLANK_ROW: Rule = Rule {
    id: "data/blank-row",
    severity: Severity::Warning,
    finds: "Rows whose cells are all empty, such as a spreadsheet leaves below its last row. They are left out.",
    matters: "They are counted as rows by whoever reads the file.",
    example: "period,org,value\n2019-03,RRK,12\n,,",
    put_right: "Delete the rows in the spreadsheet and export it again.",
};
