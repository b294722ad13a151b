//! Columns with the same value in every row.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{FieldType, Value};

/// A column with the same value in every row.
pub(crate) static RULE: Rule = Rule {
    id: "data/constant-column",
    severity: Severity::Warning,
    finds: "A text column with the same value in every row, or a column in which every cell is a marker. Columns in the `key` are ignored.",
    matters: "A filter with one option tells readers nothing, and a chart broken down by it has one bar.",
    example: "country,period,value\nEngland,2019-03,12\nEngland,2019-04,14",
    put_right: "State the value once, in `covers`, the title or the description, and remove the column. If more values \
        will follow, add the column to `key`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        let column = &table.data.columns[at];
        if table.data.rows > 1 && column.pool.iter().all(|cell| is_hidden(&cell.value)) && !column.pool.is_empty() {
            let message = format!(
                "every cell of `{}` is suppressed or missing: there is no number in {} rows",
                *field.name, table.data.rows
            );
            let found = RULE.finding(message).at(table.heading_place(at), "");
            return Some(found.help("if all of it is suppressed in the source, say so in the description, or remove the column"));
        }
        let text = column.pool.first().filter(|cell| column.pool.len() == 1 && cell.value == Value::Text)?;
        if table.spec.is_key(&column.name) || table.data.rows < 2 || field.kind != FieldType::String {
            return None;
        }
        let message = format!("`{}` is {} in all {} rows", *field.name, super::quoted(text), table.data.rows);
        Some(
            RULE.finding(message)
                .at(table.heading_place(at), "")
                .help("state it once, in `covers` or the description, and remove the column"),
        )
    });
}

fn is_hidden(value: &Value) -> bool {
    matches!(value, Value::Missing(_))
}
