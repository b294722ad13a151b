//! Rules about KPIs.

use std::collections::BTreeSet;

use crate::load::LoadedTable;
use crate::model::{Cell, KpiSpec, row_meanings};

pub(super) mod ambiguous;
pub(super) mod bounds;
pub(super) mod definition;
pub(super) mod duplicate_id;
pub(super) mod few_points;
pub(super) mod no_rows;
pub(super) mod provisional;
pub(super) mod rebase;
pub(super) mod target;
pub(super) mod unit;
pub(super) mod unplaced;

/// The names of a KPI's series: the values of its `by` column. Empty without `by`.
fn series<'a>(kpi: &KpiSpec, table: &'a LoadedTable) -> Vec<&'a str> {
    let column = kpi.by.as_ref().and_then(|name| table.data.column(name));
    column.map_or_else(Vec::new, |column| column.pool.iter().map(|cell| cell.published().trim()).collect())
}

/// Whether the columns `names` tell all the `rows` apart.
fn are_apart(table: &LoadedTable, names: &[&str], rows: &[usize]) -> bool {
    let columns: Vec<Vec<u32>> = names.iter().filter_map(|name| table.data.column(name)).map(row_meanings).collect();
    let mut seen = BTreeSet::new();
    rows.iter().all(|row| seen.insert(columns.iter().map(|meanings| meanings[*row]).collect::<Vec<_>>()))
}
