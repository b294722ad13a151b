//! Values that stand twice in a column that allows each once.

use std::collections::BTreeMap;

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, SHOWN, Severity};
use crate::load::shown;
use crate::model::Value;

/// A value that stands twice.
pub(crate) static RULE: Rule = Rule {
    id: "data/unique",
    severity: Severity::Error,
    finds: "A value that stands twice in a column that the dictionary calls unique.",
    matters: "Whoever joins by the column doubles the rows.",
    example: "org_code,name\nRRK,One\nRRK,Two",
    put_right: "Take one of the rows out, or set `unique` to false.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for table in &context.dataset.tables {
        for (at, column) in table.data.columns.iter().enumerate() {
            if !table.dictionary.field(&column.name).is_some_and(|field| field.unique) {
                continue;
            }
            let mut first: BTreeMap<u32, usize> = BTreeMap::new();
            let mut repeated = 0;
            for (row, index) in column.cells.iter().enumerate() {
                let cell = &column.pool[*index as usize];
                let Some(earlier) = first.insert(*index, row).filter(|_| cell.value != Value::Blank) else { continue };
                repeated += 1;
                if repeated > SHOWN {
                    continue;
                }
                let message = format!("`{}` stands twice in `{}`, which is unique", shown(&cell.text), column.name);
                let found = RULE.finding(message).at(table.place(row, at), "again").at(table.place(earlier, at), "first");
                findings.push(found.help("take one of the rows out"));
            }
            if repeated > SHOWN {
                findings.push(super::and_more(&RULE, table, at, repeated - SHOWN));
            }
        }
    }
}
