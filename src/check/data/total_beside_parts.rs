//! Undeclared totals.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{FieldType, Value};

/// An undeclared total.
pub(crate) static RULE: Rule = Rule {
    id: "data/total-beside-parts",
    severity: Severity::Warning,
    finds: "A value such as `Total`, `All` or `Persons` in a text column, in a table with numbers, that is not declared as \
        the total of the other values.",
    matters: "Anyone who adds up the column counts everyone twice. A suppressed part can also be worked out from the total and \
        the other parts.",
    example: "sex,attendances\nFemale,60\nMale,50\nPersons,110",
    put_right: "Declare it: `protect: {dimensions: {sex: {total: Persons}}}`. KPIs then leave it out of sums.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        if field.kind != FieldType::String || !table.dictionary.fields.iter().any(|field| field.kind.is_numeric()) {
            return None;
        }
        let declared = table.spec.protect.as_ref().and_then(|policy| policy.dimensions.get(&table.data.columns[at].name));
        if declared.is_some_and(|dimension| dimension.total.is_some()) {
            return None;
        }
        let pool = &table.data.columns[at].pool;
        let others = pool.iter().filter(|cell| cell.value == Value::Text).count() > 1;
        let index = pool.iter().position(|cell| others && TOTALS.contains(&cell.text.trim().to_lowercase().as_str()))?;
        let name = &table.data.columns[at].name;
        let message = format!("{} seems to be the total of other values in `{name}`", super::quoted(&pool[index]));
        let total = pool[index].text.trim();
        let help = match table.spec.protect.as_ref().map(|policy| policy.dimensions.is_empty()) {
            None => format!("write `protect: {{dimensions: {{{name}: {{total: {total}}}}}}}` next to `file:`"),
            Some(true) => format!("add `dimensions: {{{name}: {{total: {total}}}}}` to the table's `protect`"),
            Some(false) => format!("add `{name}: {{total: {total}}}` to the table's `dimensions`"),
        };
        Some(RULE.finding(message).at(table.place(table.first_row(at, index), at), "").help(help))
    });
}

/// Words for the total of a column's other values.
const TOTALS: [&str; 14] = [
    "total",
    "totals",
    "grand total",
    "subtotal",
    "all",
    "overall",
    "persons",
    "both sexes",
    "all ages",
    "all persons",
    "all people",
    "all sexes",
    "all types",
    "all categories",
];
