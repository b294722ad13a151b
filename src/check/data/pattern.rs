//! Cells that do not match their column's pattern.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{Value, composed};

/// A cell that does not match its pattern.
pub(crate) static RULE: Rule = Rule {
    id: "data/pattern",
    severity: Severity::Error,
    finds: "A cell that does not match its column's pattern.",
    matters: "A code in the wrong form is often something else: a name, a personal number, or a value from the next column.",
    example: "org_code\nROYAL INFIRMARY        (pattern [A-Z0-9]{3,6})",
    put_right: "Correct the cell, or the pattern in the dictionary.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_cell(context, &RULE, findings, |table, field, cell| {
        let pattern = field.pattern.as_ref()?;
        if matches!(cell.value, Value::Blank | Value::Missing(_)) || pattern.is_match(&composed(cell.text.trim())) {
            return None;
        }
        let message = format!("{} in `{}` does not match the pattern", super::quoted_of(table, field, cell), *field.name);
        let shown = pattern.as_str().trim_start_matches("^(?:").trim_end_matches(")$");
        Some((message, format!("the pattern is {shown}; correct the cell, or the pattern in the dictionary")))
    });
}
