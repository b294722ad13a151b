//! Rows that stand twice in a table without a key.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, SHOWN, Severity};

/// A row that stands twice.
pub(crate) static RULE: Rule = Rule {
    id: "data/duplicate-row",
    severity: Severity::Warning,
    finds: "Two rows that are the same in every column, in a table that names no `key`.",
    matters: "A row that stands twice is counted twice in every sum. A table appended to itself looks like a longer table.",
    example: "period,org_code,value\n2019-03,RRK,12\n2019-03,RRK,12",
    put_right: "Take the second row out, and name the columns that tell rows apart with `key:`, so that the next one is an error.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for table in context.dataset.tables.iter().filter(|table| table.spec.key.is_empty()) {
        let columns: Vec<Vec<u32>> = table.data.columns.iter().map(|column| column.cells.clone()).collect();
        let again = super::repeats::repeats(&columns, table.data.rows);
        let repeated = again.len();
        for (row, earlier) in again.into_iter().take(SHOWN) {
            let found =
                RULE.finding("this row stands twice").at(table.place(row, 0), "again").at(table.place(earlier, 0), "first");
            findings.push(found.help("take it out, and name the columns that tell rows apart with `key: [...]`"));
        }
        if repeated > SHOWN {
            findings.push(super::and_more(&RULE, table, 0, repeated - SHOWN));
        }
    }
}
