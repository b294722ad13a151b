//! Numbers of patients that are split over columns: 999 | 000 | 0123.

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
    let digits: Vec<Option<usize>> = table.data.columns.iter().map(width).collect();
    for first in 0..digits.len() {
        for many in 2..=3 {
            let Some(widths) =
                digits.get(first..first + many).and_then(|some| some.iter().copied().collect::<Option<Vec<usize>>>())
            else {
                continue;
            };
            if widths.iter().sum::<usize>() != 10 {
                continue;
            }
            let columns = &table.data.columns[first..first + many];
            let passes = |row: &usize| {
                let joined: String = columns.iter().map(|column| column.cell(*row).text.trim()).collect();
                joined.len() == 10 && ten_digits(&joined).any(|number| is_refused(&number, scope) && !number.is_filler())
            };
            let mut passing: Vec<usize> = (0..table.data.rows).filter(passes).collect();
            // Dates with a number pass for those of Scotland more often, so more of them are needed.
            let is_chi = |row: &usize| {
                let joined: String = columns.iter().map(|column| column.cell(*row).text.trim()).collect();
                joined.len() == 10 && ten_digits(&joined).any(|number| number.number() == Some(Number::Chi))
            };
            let scottish: Vec<usize> = (0..table.data.rows).filter(is_chi).collect();
            if scottish.len() >= 5 && scottish.len() * 5 > table.data.rows * 4 {
                passing = scottish;
            }
            if passing.len() >= ROWS && passing.len() * 2 > table.data.rows {
                let names: Vec<String> = columns.iter().map(|column| format!("`{}`", column.name)).collect();
                let message = format!("{}, joined, make NHS numbers. This row is the first", names.join(" and "));
                let found = NHS_NUMBER.finding(message).at(table.place(passing[0], first).without_excerpt(), "");
                findings.push(found.help(help_of(Kind::NhsNumber)));
            }
        }
    }
}

/// How many digits every cell of a column has that is not blank, if it holds nothing else.
fn width(column: &Column<RawCell>) -> Option<usize> {
    let mut texts = column.pool.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty());
    let first = texts.next()?;
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_like_first = |text: &str| text.len() == first.len() && is_digits(text);
    (is_digits(first) && (2..=8).contains(&first.len()) && texts.all(is_like_first)).then_some(first.len())
}
