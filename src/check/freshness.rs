//! Rules about dates and the periods of the data.

pub(super) mod covers;
pub(super) mod data_lag;
pub(super) mod future_period;
pub(super) mod modified;
pub(super) mod next_update;
pub(super) mod overdue;
pub(super) mod release_note;

use chrono::NaiveDate;

use crate::check::Context;
use crate::load::LoadedTable;
use crate::model::{Period, Value, gives_period, newest_end};
use crate::source::Place;

/// A period in the data. Finding its place means reading the file, so that is done only for a finding.
struct Found<'a> {
    period: &'a Period,
    table: &'a LoadedTable,
    column: usize,
    pool_index: usize,
}

impl Found<'_> {
    /// The first cell with this period.
    fn place(&self) -> Place {
        self.table.place(self.table.first_row(self.column, self.pool_index), self.column)
    }
}

/// The newest period in any table. Free text that is merely declared to be a period does not count.
fn newest<'a>(context: &Context<'a>) -> Option<Found<'a>> {
    extreme(context, |new, old| new > old)
}

/// The oldest period in any table.
fn oldest<'a>(context: &Context<'a>) -> Option<Found<'a>> {
    extreme(context, |new, old| new < old)
}

fn extreme<'a>(context: &Context<'a>, further: fn(&Period, &Period) -> bool) -> Option<Found<'a>> {
    let mut found: Option<Found<'a>> = None;
    for table in &context.dataset.tables {
        for (at, column) in table.data.columns.iter().enumerate().filter(|(at, _)| is_period(context, table, *at)) {
            for (pool_index, cell) in column.pool.iter().enumerate() {
                let Value::Period(period) = &cell.value else { continue };
                let is_further = found.as_ref().is_none_or(|found| further(period, found.period));
                if is_further && !matches!(period, Period::Text(..)) {
                    found = Some(Found { period, table, column: at, pool_index });
                }
            }
        }
    }
    found
}

/// Whether a column gives the period that a row is about.
pub(super) fn is_period(context: &Context<'_>, table: &LoadedTable, at: usize) -> bool {
    gives_period(&table.spec, &table.dictionary, &table.data, &context.dataset.metadata.kpis, at)
}

/// The last day of the newest period in the dataset's tables.
fn newest_day(context: &Context<'_>) -> Option<NaiveDate> {
    let metadata = &context.dataset.metadata;
    let newest =
        |table: &LoadedTable| newest_end(&table.spec, &table.dictionary, &table.data, &metadata.kpis, *metadata.frequency);
    context.dataset.tables.iter().filter_map(newest).max()
}
