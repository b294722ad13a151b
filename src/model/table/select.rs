//! Selects and groups the rows of a table.

use std::collections::BTreeMap;

use crate::model::{Cell, Column, KpiSpec, Matches, Period, Stage, Table, Value};

/// Rows that match a filter: in each of its columns, the published cell equals one of the listed values. Ignores columns that
/// do not exist; the checks have reported them.
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

/// For each distinct cell of a column, the position of the first cell with the same meaning. Two spellings of one period mean
/// the same; texts mean the same if they differ only in surrounding spaces.
#[must_use]
pub fn same_meaning<C: Cell>(column: &Column<C>) -> Vec<u32> {
    let mut first: BTreeMap<String, u32> = BTreeMap::new();
    let meaning = |cell: &C| match cell.value() {
        Value::Period(period) => format!("p{period}"),
        _ => format!("t{}", cell.published().trim()),
    };
    let positions = (0_u32..).zip(&column.pool);
    positions.map(|(at, cell)| *first.entry(meaning(cell)).or_insert(at)).collect()
}

/// For each row, a number for the meaning of its cell. Spellings with the same meaning share a number.
#[must_use]
pub fn row_meanings<C: Cell>(column: &Column<C>) -> Vec<u32> {
    let meanings = same_meaning(column);
    column.cells.iter().map(|at| meanings[*at as usize]).collect()
}

/// Groups a KPI's rows by their period and by the meaning of a column. A column that is not given does not split the groups.
#[must_use]
pub fn groups<S: Stage>(
    kpi: &KpiSpec,
    table: &Table<S>,
    rows: &[usize],
    by: Option<&str>,
) -> BTreeMap<(Option<Period>, u32), Vec<usize>> {
    let periods = kpi.period.as_ref().and_then(|columns| columns.periods(table));
    let by = by.and_then(|name| table.column(name)).map(|column| (column, same_meaning(column)));
    let mut groups: BTreeMap<(Option<Period>, u32), Vec<usize>> = BTreeMap::new();
    for row in rows {
        let period = periods.as_ref().and_then(|periods| periods.of(*row)).cloned();
        let value = by.as_ref().map_or(0, |(column, meanings)| meanings[column.cells[*row] as usize]);
        groups.entry((period, value)).or_default().push(*row);
    }
    groups
}
