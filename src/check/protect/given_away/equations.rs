//! Totals that are shown beside their parts, of which one is hidden.

use super::{Away, Counts};
use crate::check::totals::{Dimensions, TotalBeside, column_totals};
use crate::model::row_meanings;

/// Totals that stand in rows of their own.
pub(super) fn in_columns(counts: &Counts<'_>, found: &[TotalBeside]) -> Vec<Away> {
    let table = counts.table;
    let declared = table.data.columns.iter().enumerate().filter_map(|(at, column)| {
        let total = table.spec.total_of(&column.name)?;
        let value = column.pool.iter().position(|cell| cell.text.trim() == total)?;
        let value = row_meanings(column).into_iter().zip(&column.cells).find(|(_, cell)| **cell as usize == value)?.0;
        Some((at, value, None))
    });
    let is_declared =
        |total: &&TotalBeside| table.spec.total_of(&table.data.columns[total.column].name) == Some(total.text(table));
    let found = found.iter().filter(|total| !is_declared(total)).map(|total| (total.column, total.value, Some(total)));
    let totals: Vec<(usize, u32, Option<&TotalBeside>)> = declared.chain(found).collect();
    if totals.is_empty() {
        return Vec::new();
    }
    let dimensions = Dimensions::of_all_rows(table);
    let mut all = Vec::new();
    for (column, value, total) in totals {
        if !dimensions.has(column) {
            continue;
        }
        let groups = dimensions.contexts(column).groups;
        let name = &table.data.columns[column].name;
        for number in counts.columns() {
            let mut rows: Vec<usize> = groups.iter().flat_map(|group| told(counts, group, number, value, total)).collect();
            rows.sort_unstable();
            rows.dedup();
            if !rows.is_empty() {
                all.push(Away { column: number, rows, by: format!("the total in `{name}` less the other rows") });
            }
        }
    }
    all
}

/// The rows of a group whose hidden count is told by the total in it.
fn told(counts: &Counts<'_>, group: &[(u32, usize)], number: usize, value: u32, total: Option<&TotalBeside>) -> Vec<usize> {
    let is_part = |other: u32| total.map_or(other != value, |total| total.covers(other));
    let mut wholes = group.iter().filter(|(other, _)| *other == value).map(|(_, row)| *row);
    let (Some(whole), None) = (wholes.next(), wholes.next()) else { return Vec::new() };
    let parts = group.iter().filter(|(other, _)| is_part(*other)).map(|(_, row)| (number, *row));
    counts.told_by((number, whole), parts).into_iter().map(|(_, row)| row).collect()
}

/// Totals that stand in columns of their own.
pub(super) fn in_rows(counts: &Counts<'_>) -> Vec<Away> {
    let table = counts.table;
    let mut all: Vec<Away> = Vec::new();
    let totals = column_totals(table, &counts.columns());
    for (total, row) in totals.iter().flat_map(|total| (0..table.data.rows).map(move |row| (total, row))) {
        let columns = || total.parts.iter().copied();
        let Some(shown) =
            columns().filter(|at| !counts.is_hidden(*at, row)).map(|at| counts.number(at, row)).sum::<Option<i128>>()
        else {
            continue;
        };
        let hidden: Vec<usize> = columns().filter(|at| counts.is_hidden(*at, row)).collect();
        let Some(whole) = counts.number(total.column, row) else { continue };
        let told = if counts.is_hidden(total.column, row) {
            // The parts add up to a total that is hidden.
            if hidden.is_empty() { vec![total.column] } else { Vec::new() }
        } else {
            let numbers: Vec<Option<i128>> = hidden.iter().map(|at| counts.number(*at, row)).collect();
            if counts.are_told(whole, shown, &numbers) { hidden } else { Vec::new() }
        };
        for column in told {
            let name = &table.data.columns[total.column].name;
            if let Some(away) = all.iter_mut().find(|away| away.column == column) {
                away.rows.push(row);
                continue;
            }
            let by = if column == total.column {
                "the columns that add up to it".to_owned()
            } else {
                format!("`{name}` less the other columns")
            };
            all.push(Away { column, rows: vec![row], by });
        }
    }
    all
}
