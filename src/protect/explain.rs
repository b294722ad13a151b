//! Why each cell of a dataset is hidden, and what merging two groups would save.

use std::collections::BTreeMap;

use super::guarded::{Guarded, guarded};
use super::hide;
use super::one::{Why, because};
use crate::check::{Dimensions, TotalBeside};
use crate::disclosure::NoMemory;
use crate::load::LoadedTable;
use crate::model::{Cell, Decimal, KpiSpec, Policy, Value};

/// Two values of a column that could be one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The column.
    pub column: String,
    /// The values.
    pub values: [String; 2],
    /// How many small counts there are.
    pub small: usize,
    /// How many there would be.
    pub left: usize,
}

/// A table by its position, its hidden cells, and what merging would save.
type Explained = (usize, Vec<(usize, String, Why)>, Option<Merge>);

/// Why each cell is hidden, for each table that hides any.
pub(crate) fn explain(
    tables: &[LoadedTable],
    policies: &[Policy],
    totals: &[Vec<TotalBeside>],
    kpis: &[KpiSpec],
) -> Vec<Explained> {
    let all = guarded(tables, policies, totals);
    let hiding = hide::choose(tables.len(), &all, kpis, &NoMemory);
    all.iter().map(|one| (one.at, because(one, &hiding.tables[one.at]), merge(one))).collect()
}

/// The two values of a column that hold the most small counts, if merging them leaves fewer.
fn merge(one: &Guarded<'_>) -> Option<Merge> {
    let data = &one.table.data;
    let small: usize = (0..data.rows).map(|row| small_counts(one, row).count()).sum();
    if small == 0 {
        return None;
    }
    let known = Dimensions::of_all_rows(one.table);
    let is_time = |at: &usize| one.table.dictionary.field(&data.columns[*at].name).is_some_and(|field| field.kind.is_temporal());
    let keys: Vec<usize> = known.columns().collect();
    let merges = keys.iter().copied().filter(|column| !is_time(column)).filter_map(|column| {
        let mut of_value: BTreeMap<u32, usize> = BTreeMap::new();
        for row in 0..data.rows {
            *of_value.entry(known.meaning(column, row)).or_default() += small_counts(one, row).count();
        }
        let mut values: Vec<(u32, usize)> = of_value.into_iter().filter(|(_, small)| *small > 0).collect();
        values.sort_by_key(|(value, small)| (std::cmp::Reverse(*small), *value));
        let [(first, _), (second, _), ..] = values.as_slice() else { return None };
        let mut sums: BTreeMap<(Vec<u32>, usize), Decimal> = BTreeMap::new();
        for row in 0..data.rows {
            let key: Vec<u32> = keys
                .iter()
                .filter(|at| **at == column || !known.is_label(**at, column))
                .map(|at| known.meaning(*at, row))
                .map(|value| if value == *second { *first } else { value })
                .collect();
            for count in one.policy.counts.iter().copied() {
                if let Value::Number(number) = data.columns[count].cell(row).value {
                    *sums.entry((key.clone(), count)).or_default() += number;
                }
            }
        }
        let left = sums.values().filter(|number| one.policy.hides(**number)).count();
        let text = |value: u32| data.columns[column].pool[value as usize].published().trim().to_owned();
        let column = data.columns[column].name.clone();
        (left < small).then(|| Merge { column, values: [text(*first), text(*second)], small, left })
    });
    merges.min_by_key(|merge| merge.left)
}

/// The columns in which a row has a small count.
fn small_counts(one: &Guarded<'_>, row: usize) -> impl Iterator<Item = usize> {
    one.policy.counts.iter().copied().filter(move |column| {
        let cell = one.table.data.columns[*column].cell(row);
        matches!(cell.value, Value::Number(number) if !cell.is_other && one.policy.hides(number))
    })
}
