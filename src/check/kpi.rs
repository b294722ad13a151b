//! Rules about KPIs.

use crate::load::LoadedTable;
use crate::model::{Cell, KpiSpec};

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

/// The names of a KPI's series: the values of `by`.
fn series<'a>(kpi: &KpiSpec, table: &'a LoadedTable) -> Vec<&'a str> {
    let column = kpi.by.as_ref().and_then(|name| table.data.column(name));
    column.map_or_else(Vec::new, |column| column.pool.iter().map(|cell| cell.published().trim()).collect())
}
