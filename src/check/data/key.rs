//! Rows with the same key.

use crate::check::Context;
use crate::check::metadata::tables;
use crate::diagnostic::{Findings, Rule, SHOWN, Severity};
use crate::model::row_meanings;

/// Two rows with the same key.
pub(crate) static RULE: Rule = Rule {
    id: "data/key",
    severity: Severity::Error,
    finds: "Two rows with the same values in every column of the table's key.",
    matters: "A row that appears twice is counted twice in every sum.",
    example: "key: [period, org_code]\n\nperiod,org_code,type\n2019-03,RRK,1\n2019-03,RRK,1",
    put_right: "Remove one of the rows, or add to `key` the column in which they differ.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for table in &context.dataset.tables {
        let mut columns = Vec::new();
        for name in &table.spec.key {
            if let Some(at) = table.data.position(name) {
                columns.push(at);
            } else {
                let found = tables::RULE.finding(format!("the key names `{}`, which is not a column", **name));
                let help = format!("the columns are: {}", table.dictionary.names().collect::<Vec<_>>().join(", "));
                findings.push(found.at(context.dataset.file.place(name.span()), "").help(help));
            }
        }
        if columns.is_empty() || columns.len() < table.spec.key.len() {
            continue;
        }
        let meanings: Vec<Vec<u32>> = columns.iter().map(|at| row_meanings(&table.data.columns[*at])).collect();
        let again = super::repeats::repeats(&meanings, table.data.rows);
        let repeated = again.len();
        for (row, earlier) in again.into_iter().take(SHOWN) {
            let found = RULE.finding("another row has the same key").at(table.place(row, columns[0]), "again");
            let found = found.at(table.place(earlier, columns[0]), "first");
            findings.push(found.help("remove one of the rows, or add to `key` the column in which they differ"));
        }
        if repeated > SHOWN {
            findings.push(super::and_more(&RULE, table, columns[0], repeated - SHOWN));
        }
    }
}
