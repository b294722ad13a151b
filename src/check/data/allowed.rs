//! Values that are not in their column's list.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity, did_you_mean};
use crate::load::shown;
use crate::model::Value;

/// A value that is not in the list.
pub(crate) static RULE: Rule = Rule {
    id: "data/enum",
    severity: Severity::Error,
    finds: "A value that is not in the `enum` of its column.",
    matters: "`Male` and `male` are two groups to every program that reads the table.",
    example: "type\nothr        (enum 1|2|other)",
    put_right: "Correct the value, or add it to `enum`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_cell(context, &RULE, findings, |_, field, cell| {
        let text = cell.text.trim();
        let free = field.allowed.is_empty() || matches!(cell.value, Value::Blank | Value::Missing(_));
        if free || field.allowed.iter().any(|value| value == text) {
            return None;
        }
        let hint = did_you_mean(text, field.allowed.iter().map(String::as_str));
        let message = format!("{} is not one of the values of `{}`", super::quoted(cell), *field.name);
        let known: Vec<String> = field.allowed.iter().take(20).map(|value| shown(value)).collect();
        Some((message, format!("{hint}the values there are: {}", known.join(", "))))
    });
}
