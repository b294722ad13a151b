//! The profile of a column, counted from its public cells.

use std::collections::BTreeMap;

use crate::model::{Cell, Column, Marker, Table, Value, changed_by_spreadsheet};
use crate::protect::{Public, PublicCell};

/// The profile of a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldProfile {
    /// The number of cells with a value.
    pub present: usize,
    /// The number of blank cells.
    pub blank: usize,
    /// The number of cells with each marker.
    pub markers: BTreeMap<Marker, usize>,
    /// The number of distinct values.
    pub distinct: usize,
    /// The lowest value, for numbers and periods only.
    pub least: Option<Value>,
    /// The highest value, for numbers and periods only.
    pub greatest: Option<Value>,
    /// Whether it holds a text that a spreadsheet changes.
    pub changes_in_spreadsheet: bool,
}

/// The profile of each column, in the order of the file.
#[must_use]
pub fn profile(table: &Table<Public>) -> Vec<FieldProfile> {
    table.columns.iter().map(profile_column).collect()
}

fn profile_column(column: &Column<PublicCell>) -> FieldProfile {
    let mut uses = vec![0_usize; column.pool.len()];
    for cell in &column.cells {
        uses[*cell as usize] += 1;
    }
    let mut profile = FieldProfile::default();
    let mut texts: Vec<&str> = Vec::new();
    let (mut least, mut greatest): (Option<&PublicCell>, Option<&PublicCell>) = (None, None);
    for (cell, count) in column.pool.iter().zip(uses) {
        match cell.value() {
            Value::Blank => profile.blank += count,
            Value::Missing(marker) => *profile.markers.entry(*marker).or_default() += count,
            _ => {
                profile.present += count;
                texts.push(cell.published());
                if least.is_none_or(|other| before(cell, other)) {
                    least = Some(cell);
                }
                if greatest.is_none_or(|other| before(other, cell)) {
                    greatest = Some(cell);
                }
            }
        }
    }
    texts.sort_unstable();
    texts.dedup();
    profile.changes_in_spreadsheet =
        column.pool.iter().any(|cell| !matches!(cell.value(), Value::Number(_)) && changed_by_spreadsheet(cell.published()));
    profile.distinct = texts.len();
    let ordered = |cell: &&PublicCell| matches!(cell.value(), Value::Number(_) | Value::Period(_));
    profile.least = least.filter(ordered).map(|cell| cell.value().clone());
    profile.greatest = greatest.filter(ordered).map(|cell| cell.value().clone());
    profile
}

fn before(a: &PublicCell, b: &PublicCell) -> bool {
    match (a.value(), b.value()) {
        (Value::Number(a), Value::Number(b)) => a < b,
        (Value::Period(a), Value::Period(b)) => a < b,
        _ => false,
    }
}
