//! Columns that say the same in every row.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{FieldType, Value};

/// A column that says the same in every row.
pub(crate) static RULE: Rule = Rule {
    id: "data/constant-column",
    severity: Severity::Warning,
    finds: "A column of texts with one value in all rows: a filter of one level. Columns of the `key` are left alone.",
    matters: "A reader who may choose one of one learns nothing, and a chart broken down by it is one bar.",
    example: "country,period,value\nEngland,2019-03,12\nEngland,2019-04,14",
    put_right: "Say it once, in `covers`, in the title or in the description, and take the column out; or name it in `key` if it will grow.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        let column = &table.data.columns[at];
        let text = column.pool.first().filter(|cell| column.pool.len() == 1 && cell.value == Value::Text)?;
        if table.spec.is_key(&column.name) || table.data.rows < 2 || field.kind != FieldType::String {
            return None;
        }
        let message = format!("`{}` is {} in all {} rows", *field.name, super::quoted(text), table.data.rows);
        Some(
            RULE.finding(message)
                .at(table.heading_place(at), "")
                .help("say it once, in `covers` or the description, and take the column out"),
        )
    });
}
