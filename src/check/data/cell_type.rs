//! Cells that do not match their column's type.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::{LoadedTable, shown};
use crate::model::{FieldType, Marker, NumberForm, Value, has_leading_zero, parse_number, parse_number_in};

/// A cell that does not match its column's type.
pub(crate) static RULE: Rule = Rule {
    id: "data/type",
    severity: Severity::Error,
    finds: "A cell that does not match its type in the dictionary: a word in a column of numbers, or a date that does not \
        exist.",
    matters: "A cell that cannot be read would be left out of every sum without warning. A marker such as `*` is text \
        until it is mapped.",
    example: "period,attendances\n2019-03-01,n/a",
    put_right: "Correct the cell or the type. Map a marker with `markers: {\"n/a\": x}` next to `file:`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_cell(context, &RULE, findings, |table, field, cell| {
        if cell.value != Value::Unreadable {
            return None;
        }
        let text = super::quoted_of(table, field, cell);
        let (what, help) = match field.kind {
            FieldType::Integer | FieldType::Number => {
                let plain = cell.text.trim();
                let help = match Marker::usual(plain) {
                    // Text that findings hide must not appear in the help.
                    _ if shown(plain) != plain || text != super::quoted(cell) => {
                        "correct the cell, or the type in the dictionary".to_owned()
                    }
                    Some(marker) => format!("if it is a marker, {}", mapping(table, plain, marker.code())),
                    None if parse_number(plain).is_some() => {
                        "correct the cell, or set the type to `number` in the dictionary".to_owned()
                    }
                    None if plain.starts_with("0,") => {
                        "if the comma stands before decimal places, write `decimal: \",\"` next to `file:`".to_owned()
                    }
                    None if has_leading_zero(plain) => {
                        "a number has no zero in front; if these are codes, set the type to `code` in the dictionary".to_owned()
                    }
                    None if grouped(plain).is_some() => {
                        let sign = grouped(plain).unwrap_or(' ');
                        let name = if sign == ' ' { "a blank".to_owned() } else { format!("`{sign}`") };
                        format!("if {name} stands between thousands, write `thousands: \"{sign}\"` next to `file:`")
                    }
                    None if plain.contains(|c: char| c.is_ascii_digit()) || plain.chars().count() > 16 => {
                        "correct the cell, or the type in the dictionary".to_owned()
                    }
                    None => format!(
                        "correct the cell, or if it is a marker, {}; the codes are c (confidential), x (not available), z (not applicable), low (rounds to 0) or u (unreliable), or the number that it stands for",
                        mapping(table, plain, "...")
                    ),
                };
                let what = if field.kind == FieldType::Integer { "a whole number" } else { "a number" };
                (what, help)
            }
            FieldType::Boolean => ("true or false", "write true or false".to_owned()),
            FieldType::Date => {
                let help = match field.format.as_deref() {
                    Some(format) => format!("correct the cell, or the `format` in the dictionary, which is {format}"),
                    None => "correct the cell, or write the date `format` in the dictionary, such as `%d/%m/%Y`".to_owned(),
                };
                ("a date", help)
            }
            _ => ("a period", "correct the cell, or the type and format in the dictionary".to_owned()),
        };
        Some((format!("{text} in `{}` is not {what}", *field.name), help))
    });
}

/// The words of a help that map `text` to a marker `code`.
/// The sign between groups of three digits, if it is a blank, a dot or an apostrophe.
fn grouped(text: &str) -> Option<char> {
    let form = |sign| NumberForm { decimal: if sign == '.' { ',' } else { '.' }, thousands: Some(sign) };
    [' ', '.', '\''].into_iter().find(|sign| parse_number_in(text, form(*sign)).is_some())
}

fn mapping(table: &LoadedTable, text: &str, code: &str) -> String {
    let file = table.spec.file.as_str();
    if table.spec.markers.is_empty() {
        format!("write `markers: {{\"{text}\": {code}}}` next to `file: {file}`")
    } else {
        format!("add `\"{text}\": {code}` to the `markers` of {file}")
    }
}
