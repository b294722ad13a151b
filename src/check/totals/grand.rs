//! One row for everybody in a table of several breakdowns: it differs from its parts in each of them at once, so that no column
//! alone shows it.

use std::collections::{BTreeSet, HashMap};

use super::TotalBeside;
use super::column::{NumberColumn, Parts};
use super::contexts::{Contexts, Dimensions};
use super::proof::log2;

/// The values of the one row of each period that is the sum of all its other rows: in each column of names in which only this row
/// has its value.
pub(super) fn detect(dimensions: &Dimensions<'_>) -> Vec<TotalBeside> {
    let names = dimensions.names();
    let Some(first) = names.first().filter(|_| names.len() > 1) else { return Vec::new() };
    let mut numbers: HashMap<Vec<u32>, u32> = HashMap::new();
    let mut rows: Vec<usize> = Vec::new();
    let groups = dimensions.grouped(
        |other| !names.contains(&other),
        |row| {
            let values = names.iter().map(|name| dimensions.meaning(*name, row)).collect();
            *numbers.entry(values).or_insert_with(|| {
                rows.push(row);
                u32::try_from(rows.len() - 1).unwrap_or(u32::MAX)
            })
        },
    );
    let contexts = Contexts { table: dimensions.table, column: *first, groups, numbers: dimensions.numbers.clone() };
    let none = BTreeSet::new();
    for column in contexts.numbers.iter().map(|number| NumberColumn::of(&contexts, *number)) {
        let tried = log2(i128::try_from(column.names).unwrap_or(0));
        for row in column.halves(&none) {
            let Some(proof) = column.prove(row, Parts::AllBut(&none), tried) else { continue };
            let first_row = rows[row as usize];
            let only = names.iter().filter(|name| {
                let value = dimensions.meaning(**name, first_row);
                rows.iter().filter(|other| dimensions.meaning(**name, **other) == value).count() == 1
            });
            let total = |name: &usize| {
                let value = dimensions.meaning(*name, first_row);
                TotalBeside { column: *name, value, parts: None, sign: column.sign(&proof) }
            };
            return only.map(total).collect();
        }
    }
    Vec::new()
}
