//! `data/ragged-row`: a row with more or fewer cells than the header.

use crate::diagnostic::{Rule, Severity};

/// A row with more or fewer cells than the header.
pub static RAGGED_ROW: Rule = Rule {
    id: "data/ragged-row",
    severity: Severity::Error,
    finds: "A row with more or fewer cells than the header row.",
    matters: "Every value after the missing or extra cell is in the wrong column.",
    example: "period,org,value\n2019-03,RRK",
    put_right: "Correct the row. Put quotes around any value that contains a comma.",
};
