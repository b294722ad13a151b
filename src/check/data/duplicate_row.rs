//! Duplicate rows in a table without a key.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, SHOWN, Severity};

/// A duplicate row.
pub(crate) static RULE: Rule = Rule {
    id: "data/duplicate-row",
    severity: Severity::Warning,
    finds: "Two rows that are identical in every column, in a table with no `key`.",
    matters: "A duplicate row is counted twice in every sum. A table appended to itself only looks longer.",
    example: "period,org_code,value\n2019-03,RRK,12\n2019-03,RRK,12",
    put_right: "Remove the second row. List the columns that identify a row in `key:`, so that the next duplicate is an error.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for table in context.dataset.tables.iter().filter(|table| table.spec.key.is_empty()) {
        let columns: Vec<Vec<u32>> = table.data.columns.iter().map(|column| column.cells.clone()).collect();
        let again = super::repeats::repeats(&columns, table.data.rows);
        let repeated = again.len();
        for (row, earlier) in again.into_iter().take(SHOWN) {
            let found =
                RULE.finding("this row appears twice").at(table.place(row, 0), "again").at(table.place(earlier, 0), "first");
            findings.push(found.help("remove it, and list the columns that identify a row with `key: [...]`"));
        }
        if repeated > SHOWN {
            findings.push(super::and_more(&RULE, table, 0, repeated - SHOWN));
        }
    }
}
