//! Numbers that can be read in two ways.

use crate::check::Context;
use crate::check::data::each_column;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{Field, RawCell, Value};

/// Numbers whose comma or dot may stand before decimal places or between thousands.
pub(crate) static RULE: Rule = Rule {
    id: "data/number-form",
    severity: Severity::Error,
    finds: "A column of numbers that can be read in two ways: in a file separated by semicolons or tabs, commas or dots that all stand \
        before three digits; or a column that counts people and in which all dots do.",
    matters: "`1,190` is one thousand one hundred and ninety, or a little more than one. A wrong guess is wrong by a factor of \
        1,000.",
    example: "Provincia;Year;Rate\nAlbacete;2019;1,190",
    put_right: "Say which next to `file:`: `decimal: \",\"` or `thousands: \",\"`, and for dots `thousands: \".\"` or \
        `decimal: \".\"`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_column(context, findings, |table, at, field| {
        if !field.kind.is_numeric() || table.spec.decimal.is_some() || table.spec.thousands.is_some() {
            return None;
        }
        let cells: Vec<(usize, &RawCell)> =
            table.data.columns[at].pool.iter().enumerate().filter(|(_, cell)| matches!(cell.value, Value::Number(_))).collect();
        let sign = if table.delimiter() != b',' && is_doubtful(&cells, ',') {
            ','
        } else if (table.delimiter() != b',' || counts_people(context, table, field)) && is_doubtful(&cells, '.') {
            '.'
        } else {
            return None;
        };
        let is_example = |(_, cell): &&(usize, &RawCell)| cell.text.contains(sign) && !table.is_withheld(at, cell);
        let example = cells.iter().find(is_example);
        let name = &*field.name;
        let message = example.map_or_else(
            || {
                format!(
                    "the numbers in `{name}` can be read in two ways: with `{sign}` between thousands, or before decimal places"
                )
            },
            |(_, cell)| {
                let text = cell.text.trim();
                let (whole, decimal) = (text.replace(sign, ""), text.replace(sign, "."));
                format!("`{text}` in `{name}` can be read as {whole} or as {decimal}")
            },
        );
        let row = table.first_row(at, example.or(cells.first())?.0);
        let help = format!("write `thousands: \"{sign}\"` or `decimal: \"{sign}\"` next to `file:`");
        Some(RULE.finding(message).at(table.place(row, at), "").help(help))
    });
}

/// Whether every sign in the numbers stands once, before three digits and after one to three that do not begin with 0: between
/// thousands it cannot stand elsewhere.
fn is_doubtful(cells: &[(usize, &RawCell)], sign: char) -> bool {
    let other = if sign == ',' { '.' } else { ',' };
    let mut with = cells.iter().map(|(_, cell)| cell.text.trim()).filter(|text| text.contains(sign)).peekable();
    let is_one = |text: &str| {
        let (before, after) = text.split_once(sign).unwrap_or_default();
        let before = before.trim_start_matches(['-', '+', '\u{2212}']);
        let are_digits = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        let is_group = (1..=3).contains(&before.len()) && !before.starts_with('0') && are_digits(before);
        is_group && after.len() == 3 && are_digits(after) && !text.contains(other)
    };
    with.peek().is_some() && with.all(is_one)
}

fn counts_people(context: &Context<'_>, table: &LoadedTable, field: &Field) -> bool {
    let at = context.dataset.tables.iter().position(|other| std::ptr::eq(other, table));
    let counts = at.and_then(|at| context.policies[at].as_ref()).map(|policy| &policy.counts);
    let column = table.data.position(&field.name);
    counts.map_or_else(|| field.counts_people(), |counts| column.is_some_and(|column| counts.contains(&column)))
}
