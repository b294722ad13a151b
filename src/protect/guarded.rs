//! A table whose counts are protected.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::TotalBeside;
use crate::load::LoadedTable;
use crate::model::{Decimal, Marker, Policy, RawCell, Value, parse_number};

/// The rows to hide in each column of a table, beside the small counts.
pub(super) type MoreHidden = BTreeMap<usize, BTreeSet<usize>>;

/// The tables of a dataset whose counts are protected.
pub(super) fn guarded<'a>(tables: &'a [LoadedTable], policies: &'a [Policy], totals: &'a [Vec<TotalBeside>]) -> Vec<Guarded<'a>> {
    let all = tables.iter().zip(policies).zip(totals).enumerate();
    all.filter(|(_, ((_, policy), _))| !policy.counts.is_empty())
        .map(|(at, ((table, policy), totals))| Guarded { at, table, policy, totals })
        .collect()
}

/// A table whose counts are protected, by its position in the dataset.
pub(super) struct Guarded<'a> {
    pub(super) at: usize,
    pub(super) table: &'a LoadedTable,
    pub(super) policy: &'a Policy,
    pub(super) totals: &'a [TotalBeside],
}

impl Guarded<'_> {
    /// Whether a cell of counts holds a number, or a marker for one that the source has hidden.
    pub(super) fn is_number_or_hidden(&self, row: usize, column: usize) -> bool {
        matches!(self.table.data.columns[column].cell(row).value, Value::Number(_) | Value::Missing(Marker::Confidential))
    }

    /// Whether a table has a count that is hidden.
    pub(super) fn hides_any(&self) -> bool {
        let hides = |column: &usize| self.table.data.columns[*column].pool.iter().any(|cell| self.policy.hides_cell(cell));
        self.policy.below > 0 && self.policy.counts.iter().any(hides)
    }
}

/// The number in a cell. Percentages may be written as text.
pub(super) fn number_of(cell: &RawCell) -> Option<Decimal> {
    match &cell.value {
        Value::Number(number) => Some(*number),
        Value::Text => parse_number(cell.text.trim()).map(|number| number.value),
        _ => None,
    }
}
