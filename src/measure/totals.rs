//! Totals that stand beside their parts in one column: they are the whole, and must not be added to the parts.

use std::collections::BTreeMap;

use crate::model::{Cell, Dimension, KpiSpec, Table};
use crate::protect::Public;

/// The rows of the whole and the rows of the parts. The whole is empty where the column that the KPI is broken down by
/// has no declared total, or no row of it; then the parts together are the whole.
///
/// A declared total of a column that the KPI neither filters nor is broken down by counts alone: its parts would be
/// counted a second time.
pub(super) fn split(
    spec: &KpiSpec,
    table: &Table<Public>,
    dimensions: &BTreeMap<String, Dimension>,
    mut rows: Vec<usize>,
) -> (Vec<usize>, Vec<usize>) {
    let is_filtered = |name: &str| spec.filter.as_ref().is_some_and(|filter| filter.contains_key(name));
    let by = spec.by.as_ref().map(|by| by.as_str());
    let mut whole = Vec::new();
    for (name, dimension) in dimensions.iter().filter(|(name, _)| !is_filtered(name)) {
        let (Some(total), Some(column)) = (&dimension.total, table.column(name)) else { continue };
        let is_total = |row: &usize| column.cell(*row).published().trim() == total.trim();
        if by == Some(name.as_str()) {
            let (totals, parts): (Vec<usize>, Vec<usize>) = rows.iter().partition(|row| is_total(row));
            (whole, rows) = (totals, parts);
        } else if rows.iter().any(is_total) {
            rows.retain(is_total);
            whole.retain(is_total);
        }
    }
    (whole, rows)
}
