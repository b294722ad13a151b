//! `data/ragged-row`: a row with more or fewer cells than the header.

use crate::diagnostic::{Rule, Severity};

/// A row with more or fewer cells than the header.
pub static RAGGED_ROW: Rule = Rule {
    id: "data/ragged-row",
    severity: Severity::Error,
    finds: "A row with more or fewer cells than the header line.",
    matters: "Every value behind the missing or extra cell stands in the wrong column.",
    example: "period,org,value\n2019-03,RRK",
    put_right: "Mend the row; a comma inside a value needs quotes around the value.",
};
