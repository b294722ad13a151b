//! Rows of a table: those that a filter lets through, and those that belong together.

use std::collections::BTreeMap;

use super::{Cell, Column, Matches, Stage, Table};

/// The rows that a filter lets through: in each of its columns, the cell's published text is one of the values.
/// Columns that are not there are passed over; check has reported them.
#[must_use]
pub fn matching_rows<S: Stage>(table: &Table<S>, filter: Option<&BTreeMap<String, Matches>>) -> Vec<usize> {
    let mut wanted: Vec<(&Column<S::Cell>, Vec<bool>)> = Vec::new();
    for (name, matches) in filter.into_iter().flatten() {
        let Some(column) = table.column(name) else { continue };
        let fits = |cell: &S::Cell| matches.0.iter().any(|value| value.trim() == cell.published().trim());
        wanted.push((column, column.pool.iter().map(fits).collect()));
    }
    (0..table.rows).filter(|row| wanted.iter().all(|(column, fits)| fits[column.cells[*row] as usize])).collect()
}

/// Rows by the positions, in their columns' pools, of their period and breakdown; 0 where a column is not given.
#[must_use]
pub fn groups<S: Stage>(
    rows: &[usize],
    period: Option<&Column<S::Cell>>,
    by: Option<&Column<S::Cell>>,
) -> BTreeMap<(u32, u32), Vec<usize>> {
    let mut groups: BTreeMap<(u32, u32), Vec<usize>> = BTreeMap::new();
    for row in rows {
        let at = |column: Option<&Column<S::Cell>>| column.map_or(0, |column| column.cells[*row]);
        groups.entry((at(period), at(by))).or_default().push(*row);
    }
    groups
}
