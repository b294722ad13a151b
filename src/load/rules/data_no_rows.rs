//! `data/no-rows`: a CSV without rows.

use crate::diagnostic::{Rule, Severity};

/// A CSV without rows.
pub static NO_ROWS: Rule = Rule {
    id: "data/no-rows",
    severity: Severity::Warning,
    finds: "A CSV with a header and no row of data.",
    matters: "An empty export published over last month's figures looks like a result.",
    example: "period,org,value",
    put_right: "Export the data again. `rows: {min: 1}` beside `file:` makes an empty table an error.",
};
