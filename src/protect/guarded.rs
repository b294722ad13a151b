//! A table whose counts are protected.

use std::collections::{BTreeMap, BTreeSet};

use super::earlier::Earlier;
use crate::check::TotalBeside;
use crate::load::LoadedTable;
use crate::model::{Decimal, Marker, Policy, RawCell, Value, parse_number};

/// The rows to hide in each column of a table, beside the small counts.
pub(super) type MoreHidden = BTreeMap<usize, BTreeSet<usize>>;

/// The tables of a dataset whose counts are protected.
pub(super) fn guarded<'a>(tables: &'a [LoadedTable], policies: &'a [Policy], totals: &'a [Vec<TotalBeside>]) -> Vec<Guarded<'a>> {
    let all = tables.iter().zip(policies).zip(totals).enumerate();
    let mut guarded: Vec<Guarded<'_>> = all
        .filter(|(_, ((_, policy), _))| !policy.counts.is_empty())
        .map(|(at, ((table, policy), totals))| Guarded { at, table, policy, totals, earlier: Earlier::of(table, policy) })
        .collect();
    if let Some(first) = guarded.first_mut() {
        let names: Vec<&str> = tables.iter().map(|table| table.spec.name.as_str()).collect();
        first.earlier.add_gone_tables(first.table, &names);
    }
    guarded
}

/// A table whose counts are protected, by its position in the dataset.
pub(super) struct Guarded<'a> {
    pub(super) at: usize,
    pub(super) table: &'a LoadedTable,
    pub(super) policy: &'a Policy,
    pub(super) totals: &'a [TotalBeside],
    /// What readers know from earlier releases.
    pub(super) earlier: Earlier,
}

impl<'a> Guarded<'a> {
    /// The same as if nobody had seen an earlier release.
    pub(super) fn without_releases(&self) -> Guarded<'a> {
        Guarded { earlier: Earlier::default(), ..*self }
    }

    /// The same without the rows of earlier releases that stand otherwise now.
    pub(super) fn without_ghosts(&self) -> Guarded<'a> {
        Guarded { earlier: Earlier { ghosts: Vec::new(), ..self.earlier.clone() }, ..*self }
    }

    /// Whether a cell of counts holds a number, or a marker for one that the source has hidden.
    pub(super) fn is_number_or_hidden(&self, row: usize, column: usize) -> bool {
        matches!(self.table.data.columns[column].cell(row).value, Value::Number(_) | Value::Missing(Marker::Confidential))
    }

    /// Cells of columns that count nobody, which an earlier release hid with a count.
    pub(super) fn hidden_beside_before(&self) -> impl Iterator<Item = (usize, usize)> {
        let columns = self.earlier.hidden_columns().filter(|column| !self.policy.counts.contains(column));
        columns.flat_map(|column| self.earlier.hidden[&column].iter().map(move |row| (column, *row)))
    }

    /// Whether a table has a count that is hidden.
    pub(super) fn hides_any(&self) -> bool {
        let hides = |column: &usize| self.table.data.columns[*column].pool.iter().any(|cell| self.policy.hides_cell(cell));
        self.policy.below > 0 && (self.policy.counts.iter().any(hides) || self.earlier.hidden_columns().next().is_some())
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
