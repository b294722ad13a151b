//! A table whose counts are protected.

use std::collections::{BTreeMap, BTreeSet};

use super::earlier::{Earlier, Summed};
use crate::check::{TotalBeside, sensitive_groups};
use crate::disclosure::{CountTable, Standing};
use crate::load::LoadedTable;
use crate::model::{Decimal, Marker, Policy, RawCell, Value, parse_number};

/// The rows to hide in each column of a table, beside the small counts.
pub(super) type MoreHidden = BTreeMap<usize, BTreeSet<usize>>;

/// The tables of a dataset whose counts are protected.
pub(super) fn guarded<'a>(tables: &'a [LoadedTable], policies: &'a [Policy], totals: &'a [Vec<TotalBeside>]) -> Vec<Guarded<'a>> {
    let all = tables.iter().zip(policies).zip(totals).enumerate();
    let mut guarded: Vec<Guarded<'_>> = all
        .filter(|(_, ((_, policy), _))| !policy.counts.is_empty())
        .map(|(at, ((table, policy), totals))| Guarded {
            at,
            table,
            policy,
            totals,
            whole: whole(table, policy, totals),
            earlier: Earlier::of(table, policy, &summed(tables, table, totals)),
        })
        .collect();
    if let Some(first) = guarded.first_mut() {
        let names: Vec<&str> = tables.iter().map(|table| table.spec.name.as_str()).collect();
        first.earlier.add_gone_tables(first.table, &names);
    }
    guarded
}

fn summed(tables: &[LoadedTable], table: &LoadedTable, totals: &[TotalBeside]) -> Summed {
    if tables.len() > 1 {
        return Summed::Any;
    }
    let declared = table.spec.protect.iter().flat_map(|policy| policy.dimensions.keys()).cloned();
    let found = totals.iter().map(|total| table.data.columns[total.column].name.clone());
    Summed::Columns(declared.chain(found).collect())
}

fn whole(table: &LoadedTable, policy: &Policy, totals: &[TotalBeside]) -> BTreeSet<(usize, usize)> {
    if policy.below == 0 {
        return BTreeSet::new();
    }
    let groups = sensitive_groups(table, policy, totals).into_iter();
    groups.flat_map(|group| group.rows.into_iter().map(move |row| (group.count, row))).collect()
}

/// A table whose counts are protected, by its position in the dataset.
pub(super) struct Guarded<'a> {
    pub(super) at: usize,
    pub(super) table: &'a LoadedTable,
    pub(super) policy: &'a Policy,
    pub(super) totals: &'a [TotalBeside],
    /// The cells of counts by which everybody in a group is known to be in one category: hidden as if they were small.
    pub(super) whole: BTreeSet<(usize, usize)>,
    /// What readers know from earlier releases.
    pub(super) earlier: Earlier,
}

impl<'a> Guarded<'a> {
    /// The same as if nobody had seen an earlier release.
    pub(super) fn without_releases(&self) -> Guarded<'a> {
        Guarded { whole: self.whole.clone(), earlier: Earlier::default(), ..*self }
    }

    /// The same with only some of the rows of earlier releases that stand otherwise now, by their positions.
    pub(super) fn with_ghosts(&self, is_kept: impl Fn(usize) -> bool) -> Guarded<'a> {
        let mut earlier = self.earlier.clone();
        let ghosts = earlier.ghosts.into_iter().enumerate().filter(|(at, _)| is_kept(*at));
        earlier.ghosts = ghosts.map(|(_, ghost)| ghost).collect();
        Guarded { whole: self.whole.clone(), earlier, ..*self }
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

    /// Lets the cells of groups of which everybody is in one category stand as if they were small.
    pub(super) fn stand(&self, counts: &mut CountTable) {
        for (measure, column) in counts.measures.iter_mut().zip(&self.policy.counts) {
            for (row, count) in measure.counts.iter_mut().enumerate() {
                let Some(count) = count.as_mut().filter(|_| self.whole.contains(&(*column, row))) else { continue };
                count.standing = Standing::Primary;
                count.width = i64::from(self.policy.width);
                count.hidden.least = 0;
                count.hidden.most = None;
            }
        }
    }

    /// Whether a table has a count that is hidden.
    pub(super) fn hides_any(&self) -> bool {
        let hides = |column: &usize| self.table.data.columns[*column].pool.iter().any(|cell| self.policy.hides_cell(cell));
        self.policy.below > 0 && (!self.whole.is_empty() || self.policy.counts.iter().any(hides) || self.earlier.hides_any())
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
