//! Repeated values in unique columns.

use std::collections::BTreeMap;

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, SHOWN, Severity};
use crate::model::Value;

/// A repeated value in a unique column.
pub(crate) static RULE: Rule = Rule {
    id: "data/unique",
    severity: Severity::Error,
    finds: "A value that appears twice in a column that the dictionary marks as unique.",
    matters: "Joining on the column would duplicate rows.",
    example: "org_code,name\nRRK,One\nRRK,Two",
    put_right: "Remove one of the rows, or set `unique` to false.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for table in &context.dataset.tables {
        for (at, column) in table.data.columns.iter().enumerate() {
            let Some(field) = table.dictionary.field(&column.name).filter(|field| field.unique) else { continue };
            let mut first: BTreeMap<u32, usize> = BTreeMap::new();
            let mut repeated = 0;
            for (row, index) in column.cells.iter().enumerate() {
                let cell = &column.pool[*index as usize];
                let Some(earlier) = first.insert(*index, row).filter(|_| cell.value != Value::Blank) else { continue };
                repeated += 1;
                if repeated > SHOWN {
                    continue;
                }
                let text = super::quoted_of(table, field, cell);
                let message = format!("{text} appears twice in `{}`, which must be unique", column.name);
                let found = RULE.finding(message).at(table.place(row, at), "again").at(table.place(earlier, at), "first");
                findings.push(found.help("remove one of the rows"));
            }
            if repeated > SHOWN {
                findings.push(super::and_more(&RULE, table, at, repeated - SHOWN));
            }
        }
    }
}
