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
    rows: Vec<usize>,
) -> (Vec<usize>, Vec<usize>) {
    let is_filtered = |name: &str| spec.filter.as_ref().is_some_and(|filter| filter.contains_key(name));
    let is_total = |name: &str| {
        let total = dimensions.get(name)?.total.as_ref()?.trim();
        let column = table.column(name)?;
        Some(move |row: &usize| column.cell(*row).published().trim() == total)
    };
    let by = spec.by.as_ref().map_or("", |by| by.as_str());
    let (mut whole, mut parts) = match is_total(by).filter(|_| !is_filtered(by)) {
        Some(is_total) => rows.into_iter().partition(is_total),
        None => (Vec::new(), rows),
    };
    for name in dimensions.keys().filter(|name| *name != by && !is_filtered(name)) {
        let Some(is_total) = is_total(name) else { continue };
        // A total may stand beside the whole alone: the parts are then added up from theirs.
        for rows in [&mut whole, &mut parts] {
            if rows.iter().any(&is_total) {
                rows.retain(&is_total);
            }
        }
    }
    (whole, parts)
}
