//! Values that are not in their column's list.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity, did_you_mean};
use crate::load::shown;
use crate::model::{Value, composed};

/// A value that is not in the list.
pub(crate) static RULE: Rule = Rule {
    id: "data/enum",
    severity: Severity::Error,
    finds: "A value that is not in its column's `enum`.",
    matters: "To any program that reads the table, `Male` and `male` are different groups.",
    example: "type\nothr        (enum 1|2|other)",
    put_right: "Correct the value, or add it to `enum`.",
};

/// The longest list in which near matches are looked for.
const SHORT: usize = 1000;

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let tables = &context.dataset.tables;
    let named = tables.iter().flat_map(|table| table.dictionary.fields.iter().map(|field| (table.dictionary.file.path(), field)));
    let lists: BTreeMap<(&str, &str), BTreeSet<&str>> = named
        .filter(|(_, field)| !field.allowed.is_empty())
        .map(|(path, field)| ((path, field.name.as_str()), field.allowed.iter().map(String::as_str).collect()))
        .collect();
    super::each_cell(context, &RULE, findings, |table, field, cell| {
        let list = lists.get(&(table.dictionary.file.path(), field.name.as_str()))?;
        let text = &*composed(cell.text.trim());
        if matches!(cell.value, Value::Blank | Value::Missing(_)) || list.contains(text) {
            return None;
        }
        let near = field.allowed.iter().map(String::as_str).filter(|_| field.allowed.len() <= SHORT);
        let hint = did_you_mean(text, near);
        let message = format!("{} is not an allowed value of `{}`", super::quoted_of(table, field, cell), *field.name);
        let known: Vec<String> = field.allowed.iter().take(20).map(|value| shown(value)).collect();
        Some((message, format!("{hint}the allowed values are: {}", known.join(", "))))
    });
}
