//! Rules about dates and the data they speak of.

pub(super) mod covers;
pub(super) mod future_period;
pub(super) mod modified;
pub(super) mod next_update;
pub(super) mod overdue;
pub(super) mod release_note;

use crate::check::Context;
use crate::load::LoadedTable;
use crate::model::{Period, Value};
use crate::source::Place;

/// The newest period of all tables, its table and its place. Texts that are periods by declaration only do not count.
fn newest<'a>(context: &Context<'a>) -> Option<(Period, &'a LoadedTable, Place)> {
    extreme(context, |new, old| new > old)
}

/// The oldest period of all tables, its table and its place.
fn oldest<'a>(context: &Context<'a>) -> Option<(Period, &'a LoadedTable, Place)> {
    extreme(context, |new, old| new < old)
}

fn extreme<'a>(context: &Context<'a>, further: fn(&Period, &Period) -> bool) -> Option<(Period, &'a LoadedTable, Place)> {
    let mut found: Option<(&Period, &LoadedTable, usize, usize)> = None;
    for table in &context.dataset.tables {
        for (at, column) in table.data.columns.iter().enumerate() {
            for (index, cell) in column.pool.iter().enumerate() {
                let Value::Period(period) = &cell.value else { continue };
                if !matches!(period, Period::Text(..)) && found.is_none_or(|(other, ..)| further(period, other)) {
                    found = Some((period, table, at, index));
                }
            }
        }
    }
    let (period, table, at, index) = found?;
    Some((period.clone(), table, table.place(table.first_row(at, index), at)))
}
