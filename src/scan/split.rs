//! Numbers of patients that are split over columns: 999 | 000 | 0123.

use std::ops::Range;

use super::Scope;
use super::rules::{NHS_NUMBER, help_of};
use super::text::is_refused;
use crate::diagnostic::Findings;
use crate::load::LoadedTable;
use crate::model::{Column, RawCell};
use crate::privacy::{Kind, Number, ten_digits};

/// So many rows must pass before columns of digits are one number: one row in eleven passes by chance.
const ROWS: usize = 2;

pub(super) fn detect(table: &LoadedTable, scope: &Scope<'_>, findings: &mut Findings) {
    let widths: Vec<Option<usize>> = table.data.columns.iter().map(width).collect();
    for first in 0..widths.len() {
        for many in 2..=3 {
            let digits = widths.get(first..first + many).and_then(|some| some.iter().copied().sum::<Option<usize>>());
            if digits == Some(10)
                && let Some(row) = first_number(table, first..first + many, scope)
            {
                let names: Vec<String> =
                    table.data.columns[first..first + many].iter().map(|column| format!("`{}`", column.name)).collect();
                let message = format!("{}, joined, make NHS numbers. This row is the first", names.join(" and "));
                let found = NHS_NUMBER.finding(message).at(table.place(row, first).without_excerpt(), "");
                findings.push(found.help(help_of(Kind::NhsNumber)));
            }
        }
    }
}

/// The first row whose digits in these columns make the number of a patient, if they do in so many rows that it is no chance.
fn first_number(table: &LoadedTable, columns: Range<usize>, scope: &Scope<'_>) -> Option<usize> {
    let (mut passing, mut scottish) = (Vec::new(), Vec::new());
    for row in 0..table.data.rows {
        let joined: String = table.data.columns[columns.clone()].iter().map(|column| column.cell(row).text.trim()).collect();
        let Some(number) = ten_digits(&joined).next() else { continue };
        if number.number() == Some(Number::Chi) {
            scottish.push(row);
        } else if is_refused(&number, scope) && !number.is_filler() {
            passing.push(row);
        }
    }
    // Dates with a number pass for those of Scotland more often, so more of them are needed.
    let are_scottish = scottish.len() >= 5 && scottish.len() * 5 > table.data.rows * 4;
    let rows = if are_scottish { scottish } else { passing };
    rows.first().copied().filter(|_| rows.len() >= ROWS && rows.len() * 2 > table.data.rows)
}

/// How many digits every cell of a column has that is not blank, if it holds nothing else.
fn width(column: &Column<RawCell>) -> Option<usize> {
    let mut texts = column.pool.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty());
    let first = texts.next()?;
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_like_first = |text: &str| text.len() == first.len() && is_digits(text);
    (is_digits(first) && (2..=8).contains(&first.len()) && texts.all(is_like_first)).then_some(first.len())
}
