//! Blank cells in columns that allow none.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::Value;

/// A blank cell where none may be.
pub(crate) static RULE: Rule = Rule {
    id: "data/required",
    severity: Severity::Error,
    finds: "A blank cell in a column that the dictionary calls required.",
    matters: "A blank does not say why a value is missing; readers take it for nought or for a fault.",
    example: "period,org_code\n2019-03-01,",
    put_right: "Fill the cell, write a marker such as [x], or set `required` to false.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_cell(context, &RULE, findings, |_, field, cell| {
        (field.required && cell.value == Value::Blank).then(|| {
            let message = format!("a blank cell in `{}`, which is required", *field.name);
            (message, "fill the cell, or write why it is empty: [x] not available, [z] not applicable".to_owned())
        })
    });
}
