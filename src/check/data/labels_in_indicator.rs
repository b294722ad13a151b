//! Columns of numbers declared as text.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{FieldType, RawCell, Value, parse_number};

/// A column of numbers declared as text.
pub(crate) static RULE: Rule = Rule {
    id: "data/labels-in-indicator",
    severity: Severity::Warning,
    finds: "A column of type string that mixes numbers with words but measures something: it has a unit or `decimals`, or \
        most of its values have decimal places.",
    matters: "As text, the column is not checked, protected or added up, so a small count in it is published as it is.",
    example: "dictionary.csv: rate,Rate,string,...,percent\n\nrate\n12.5\nlow numbers",
    put_right: "Set the type to `number` or `integer`, and map the words to markers: `markers: {\"low numbers\": c}` next \
        to `file:`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        if field.kind != FieldType::String || !field.allowed.is_empty() || table.spec.is_key(&field.name) {
            return None;
        }
        let pool = &table.data.columns[at].pool;
        let is_number = |cell: &&RawCell| parse_number(cell.text.trim()).is_some();
        let numbers = pool.iter().filter(is_number).count();
        let exact = pool.iter().filter(|cell| cell.text.contains('.')).filter(is_number).count();
        let measures = field.unit.is_some() || field.decimals.is_some() || exact * 2 > pool.len();
        if !measures || numbers * 2 <= pool.len() {
            return None;
        }
        let label = super::Found::of(table, at, |cell| cell.value == Value::Text && parse_number(cell.text.trim()).is_none());
        let place = label?.place(table, at);
        let message = format!("`{}` has type string, but most of its values are numbers", *field.name);
        let help = "set the type to `number` or `integer` in the dictionary, and map words with `markers:` next to `file:`";
        Some(RULE.finding(message).at(place, "not a number").help(help))
    });
}
