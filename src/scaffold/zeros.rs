//! Signs that stand for zero, as the totals of a table show.
//!
//! In: the columns and rows of a table that is drafted. Out: the signs for which the sums of the rows are right if they are 0.

use std::collections::BTreeSet;

use super::infer::InferredTable;
use crate::model::{Decimal, parse_number_in};

/// In so many rows the sum must show it.
const NEEDED: usize = 3;

/// The signs among a table's markers that are 0 wherever a row has a total: the column that is the sum of all others.
pub(super) fn zeros(table: &InferredTable, rows: &[csv::StringRecord]) -> BTreeSet<String> {
    let signs = table.markers.keys().filter(|text| text.chars().all(|c| !c.is_alphanumeric()) && !text.contains('*'));
    signs.filter(|sign| is_zero(sign, table, rows)).cloned().collect()
}

fn is_zero(sign: &str, table: &InferredTable, rows: &[csv::StringRecord]) -> bool {
    let columns: Vec<usize> = (0..table.columns.len()).filter(|at| table.columns[*at].kind.is_numeric()).collect();
    let number = |cell: &str| match cell.trim() {
        text if text == sign => Some(Decimal::ZERO),
        text => parse_number_in(text, table.numbers).map(|number| number.value),
    };
    // With one part, a total says nothing about the sign.
    let with_sign = rows.iter().filter(|row| columns.iter().any(|at| row.get(*at).is_some_and(|cell| cell.trim() == sign)));
    let read = |row: &csv::StringRecord| columns.iter().map(|at| number(row.get(*at)?)).collect::<Option<Vec<Decimal>>>();
    let read: Vec<Vec<Decimal>> = with_sign.filter_map(read).collect();
    columns.len() > 2
        && (0..columns.len()).any(|total| {
            let (right, all) = read.iter().filter(|row| !row[total].is_zero()).fold((0, 0), |(right, all), row| {
                let sum = row.iter().copied().fold(Decimal::ZERO, Decimal::saturating_add);
                (right + usize::from(sum == row[total] + row[total]), all + 1)
            });
            right >= NEEDED && right == all
        })
}
