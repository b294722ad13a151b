//! `data/no-rows`: a CSV with no rows.

use crate::diagnostic::{Rule, Severity};

/// A CSV with no rows.
pub static NO_ROWS: Rule = Rule {
    id: "data/no-rows",
    severity: Severity::Warning,
    finds: "A CSV with a header but no data rows.",
    matters: "If an empty export replaces last month's figures, it looks like a real result.",
    example: "period,org,value",
    put_right: "Export the data again. `rows: {min: 1}` next to `file:` makes an empty table an error.",
};
