//! Cells that are not of their column's type.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{FieldType, Value, parse_number};

/// A cell that is not of its column's type.
pub(crate) static RULE: Rule = Rule {
    id: "data/type",
    severity: Severity::Error,
    finds: "A cell that is not of the type its dictionary gives: a word in a column of numbers, a day that there is not.",
    matters: "An unread cell would be left out of every sum in silence. A marker such as `*` is text until it is mapped.",
    example: "period,attendances\n2019-03-01,n/a",
    put_right: "Correct the cell or the type; map a marker with `markers: {\"n/a\": x}` beside `file:`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_cell(context, &RULE, findings, |table, field, cell| {
        if cell.value != Value::Unreadable {
            return None;
        }
        let text = super::quoted(cell);
        let (what, help) = match field.kind {
            FieldType::Integer | FieldType::Number => {
                let plain = cell.text.trim();
                let short = plain.chars().count() <= 12 && !plain.contains(|c: char| c.is_ascii_digit() && plain.len() > 8);
                let help = if parse_number(plain).is_some() {
                    "correct the cell, or write the type `number` in the dictionary".to_owned()
                } else if short {
                    format!(
                        "if it is a marker, write `markers: {{\"{plain}\": x}}` beside `file: {}` (c, x, z, low, u)",
                        *table.spec.file
                    )
                } else {
                    "correct the cell, or the type in the dictionary".to_owned()
                };
                let what = if field.kind == FieldType::Integer { "a whole number" } else { "a number" };
                (what, help)
            }
            FieldType::Boolean => ("true or false", "write true or false".to_owned()),
            FieldType::Date => {
                let expected = field.format.as_deref().unwrap_or("%Y-%m-%d");
                ("a date", format!("the format is {expected}; write another `format` in the dictionary if the file has another"))
            }
            _ => ("a period", "correct the cell, or the type and format in the dictionary".to_owned()),
        };
        Some((format!("{text} in `{}` is not {what}", *field.name), help))
    });
}
