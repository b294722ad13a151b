//! Blank cells in required columns.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::Value;

/// A blank cell in a required column.
pub(crate) static RULE: Rule = Rule {
    id: "data/required",
    severity: Severity::Error,
    finds: "A blank cell in a column that the dictionary marks as required.",
    matters: "A blank does not say why a value is missing. Readers may take it for zero or for an error.",
    example: "period,org_code\n2019-03-01,",
    put_right: "Fill in the cell, write a marker such as [x], or set `required` to false.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_cell(context, &RULE, findings, |_, field, cell| {
        (field.required && cell.value == Value::Blank).then(|| {
            let message = format!("a blank cell in `{}`, which is required", *field.name);
            (message, "fill in the cell, or write why it is empty: [x] not available, [z] not applicable".to_owned())
        })
    });
}
