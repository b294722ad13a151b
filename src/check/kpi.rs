//! Rules about KPIs.

use std::collections::BTreeSet;

use crate::check::Context;
use crate::diagnostic::Findings;
use crate::load::LoadedTable;
use crate::model::{Cell, KpiSpec, Period, matching_rows, row_meanings};

pub(super) mod ambiguous;
pub(super) mod averages;
pub(super) mod coarse_period;
mod columns;
pub(super) mod definition;
pub(super) mod ends;
pub(super) mod few_points;
pub(super) mod interval;
pub(super) mod mixed_units;
pub(super) mod no_rows;
pub(super) mod partial;
pub(super) mod provisional;
pub(super) mod rebase;
pub(super) mod target;
pub(super) mod total_counted;
pub(super) mod unit;
pub(super) mod unplaced;

/// Calls `judge` for each KPI that can be calculated.
fn each_kpi<F>(context: &Context<'_>, findings: &mut Findings, judge: F)
where
    F: Fn(&Context<'_>, &KpiSpec, &LoadedTable, &mut Findings),
{
    context.kpis.iter().for_each(|kpi| judge(context, kpi.spec, kpi.table, findings));
}

/// The names of a KPI's series: the values of `by`.
fn series<'a>(kpi: &KpiSpec, table: &'a LoadedTable) -> Vec<&'a str> {
    let column = kpi.by.as_ref().and_then(|name| table.data.column(name));
    column.map_or_else(Vec::new, |column| column.pool.iter().map(|cell| cell.published().trim()).collect())
}

/// The periods of the rows that a KPI chooses, oldest first. Empty for a KPI without periods.
fn periods(kpi: &KpiSpec, table: &LoadedTable) -> Vec<Period> {
    let of_rows = kpi.period.as_ref().and_then(|columns| columns.periods(&table.data));
    of_rows.map_or_else(Vec::new, |of_rows| of_rows.sorted(&matching_rows(&table.data, kpi.filter.as_deref())))
}

/// Whether the columns `names` are enough to tell all `rows` apart.
fn are_apart(table: &LoadedTable, names: &[&str], rows: &[usize]) -> bool {
    let columns: Vec<Vec<u32>> = names.iter().filter_map(|name| table.data.column(name)).map(row_meanings).collect();
    let mut seen = BTreeSet::new();
    rows.iter().all(|row| seen.insert(columns.iter().map(|meanings| meanings[*row]).collect::<Vec<_>>()))
}
