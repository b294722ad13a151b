//! `data/blank-row`: blank rows.

use crate::diagnostic::{Rule, Severity};

/// Blank rows.
pub static BLANK_ROW: Rule = Rule {
    id: "data/blank-row",
    severity: Severity::Warning,
    finds: "Rows in which every cell is empty, such as those a spreadsheet leaves below its last row. They are left out.",
    matters: "Anyone who reads the file counts them as rows.",
    example: "period,org,value\n2019-03,RRK,12\n,,",
    put_right: "Delete the rows in the spreadsheet and export it again.",
};
