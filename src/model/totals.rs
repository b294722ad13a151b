//! Totals that stand beside their parts in one column: they are the whole, and must not be added to the parts.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cell, Column, KpiSpec, Stage, Table, TableSpec, same_meaning};

/// The rows of a KPI that are the whole, and those that are the parts. The whole is empty where the column that the KPI is
/// broken down by has no declared total, or no row of it; then the parts together are the whole.
///
/// In the columns that the KPI neither filters nor is broken down by, a row of a declared total counts instead of the rows
/// that it stands for, which would be counted a second time.
#[must_use]
pub fn split_totals<S: Stage>(
    kpi: &KpiSpec,
    spec: &TableSpec,
    table: &Table<S>,
    mut rows: Vec<usize>,
) -> (Vec<usize>, Vec<usize>) {
    let is_filtered = |name: &str| kpi.filter.as_ref().is_some_and(|filter| filter.contains_key(name));
    let by = kpi.by.as_ref().map_or("", |by| by.as_str());
    let declared = spec.protect.iter().flat_map(|policy| &policy.dimensions).filter(|(name, _)| !is_filtered(name));
    let totals: Vec<(&str, &str)> =
        declared.filter_map(|(name, dimension)| Some((name.as_str(), dimension.total.as_deref()?.trim()))).collect();
    let others: Vec<(&str, &str)> = totals.iter().copied().filter(|(name, _)| *name != by).collect();
    if !others.is_empty() {
        leave_out_parts(&Keys::of(kpi, spec, table, &others), &mut rows);
    }
    let whole = totals.iter().find(|(name, _)| *name == by).and_then(|(name, total)| Some((table.column(name)?, total)));
    match whole {
        Some((column, total)) => rows.into_iter().partition(|row| column.cell(*row).published().trim() == *total),
        None => (Vec::new(), rows),
    }
}

/// Leaves out the rows that a total stands for. Column by column: a row that is no total there overlaps with one that is, if
/// in all other columns they agree or one of them is a total.
fn leave_out_parts<C: Cell>(keys: &Keys<'_, C>, rows: &mut Vec<usize>) {
    let mut patterns: BTreeMap<Vec<bool>, Vec<usize>> = BTreeMap::new();
    for row in rows.iter() {
        patterns.entry(keys.pattern(*row)).or_default().push(*row);
    }
    let all: Vec<Vec<bool>> = patterns.keys().cloned().collect();
    for at in 0..keys.totals.len() {
        for total in all.iter().filter(|pattern| pattern[at]) {
            for part in all.iter().filter(|pattern| !pattern[at]) {
                let either: Vec<bool> = total.iter().zip(part).map(|(a, b)| *a || *b).collect();
                let told: BTreeSet<Vec<u32>> = patterns[total].iter().map(|row| keys.without(*row, &either)).collect();
                if let Some(rows) = patterns.get_mut(part) {
                    rows.retain(|row| !told.contains(&keys.without(*row, &either)));
                }
            }
        }
    }
    *rows = patterns.into_values().flatten().collect();
    rows.sort_unstable();
}

/// What says what a row is about: period, breakdown, key and dimensions. Values that mean the same have one number.
struct Keys<'a, C> {
    columns: Vec<(&'a Column<C>, Vec<u32>)>,
    /// The positions of columns that have a total, with its number.
    totals: Vec<(usize, u32)>,
}

impl<'a, C: Cell> Keys<'a, C> {
    fn of<S: Stage<Cell = C>>(kpi: &KpiSpec, spec: &TableSpec, table: &'a Table<S>, totals: &[(&str, &str)]) -> Self {
        let dimensions = spec.protect.iter().flat_map(|policy| policy.dimensions.keys().map(String::as_str));
        let said = kpi.period.iter().chain(&kpi.by).chain(&spec.key).map(|name| name.as_str());
        let names: BTreeSet<&str> = said.chain(dimensions).collect();
        let columns = names.into_iter().filter_map(|name| table.column(name));
        let columns: Vec<_> = columns.map(|column| (column, same_meaning(column))).collect();
        let number = |(name, total): &(&str, &str)| {
            let at = columns.iter().position(|(column, _)| column.name == *name)?;
            let (column, meanings) = &columns[at];
            let cell = column.pool.iter().position(|cell| cell.published().trim() == *total)?;
            Some((at, meanings[cell]))
        };
        let totals = totals.iter().filter_map(number).collect();
        Self { columns, totals }
    }

    /// In which of the columns that have a total a row has it.
    fn pattern(&self, row: usize) -> Vec<bool> {
        self.totals.iter().map(|(at, total)| self.number(*at, row) == *total).collect()
    }

    /// What a row is about, but for some of the columns that have a total.
    fn without(&self, row: usize, left_out: &[bool]) -> Vec<u32> {
        let is_left_out =
            |at: usize| self.totals.iter().zip(left_out).any(|((total, _), is_left_out)| *is_left_out && *total == at);
        (0..self.columns.len()).filter(|at| !is_left_out(*at)).map(|at| self.number(at, row)).collect()
    }

    fn number(&self, at: usize, row: usize) -> u32 {
        let (column, meanings) = &self.columns[at];
        meanings[column.cells[row] as usize]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::split_totals;
    use crate::load::read_metadata;
    use crate::model::{Column, Raw, RawCell, Table, Value};

    const YAML: &str = "title: A
summary: B
owner: {name: T, email: t@example.org}
frequency: none
issued: 2026-01-01
modified: 2026-01-01
version: \"1\"
tables:
  - name: t
    file: t.csv
    key: [place, age, sex]
    protect: {preset: none, reason: r, dimensions: {age: {total: All}, sex: {total: All}}}
kpis:
  - {id: k, title: K, table: t, value: {sum: n}}
";

    /// The cells of two ages and two sexes of two places, with those of the sums whose bit is set.
    fn rows(margins: u32) -> Vec<[String; 4]> {
        let (ages, sexes) = (["0-17", "18+", "All"], ["F", "M", "All"]);
        let mut rows = Vec::new();
        let mut bit = 0;
        for place in ["North", "South"] {
            for (a, age) in ages.iter().enumerate() {
                for (s, sex) in sexes.iter().enumerate() {
                    let cells = |at: usize| if at == 2 { 0..2 } else { at..at + 1 };
                    let count: usize =
                        cells(a).flat_map(|a| cells(s).map(move |s| 10_usize.pow(u32::try_from(a * 2 + s).unwrap()))).sum();
                    let is_margin = a == 2 || s == 2;
                    bit += u32::from(is_margin);
                    if !is_margin || margins >> (bit - 1) & 1 == 1 {
                        rows.push([place.to_owned(), (*age).to_owned(), (*sex).to_owned(), count.to_string()]);
                    }
                }
            }
        }
        rows
    }

    fn table(rows: &[[String; 4]]) -> Table<Raw> {
        let cell = |text: &String| RawCell { text: text.as_str().into(), normal: None, value: Value::Text };
        let column = |(at, name): (usize, &&str)| Column {
            name: (*name).to_owned(),
            heading: (*name).to_owned(),
            pool: rows.iter().map(|row| cell(&row[at])).collect(),
            cells: (0..u32::try_from(rows.len()).unwrap()).collect(),
        };
        Table { columns: ["place", "age", "sex", "n"].iter().enumerate().map(column).collect(), rows: rows.len() }
    }

    proptest! {
        #[test]
        fn everybody_is_counted_once_whichever_sums_stand_beside_the_cells(margins in 0..1024_u32) {
            let (metadata, findings) = read_metadata(YAML);
            prop_assert!(findings.is_empty(), "{findings:?}");
            let metadata = metadata.unwrap();
            let rows = rows(margins);
            let (whole, parts) = split_totals(&metadata.kpis[0], &metadata.tables[0], &table(&rows), (0..rows.len()).collect());
            prop_assert!(whole.is_empty());
            let sum: usize = parts.iter().map(|row| rows[*row][3].parse::<usize>().unwrap()).sum();
            prop_assert_eq!(sum, 2 * 1111, "{:?}", parts.iter().map(|row| &rows[*row]).collect::<Vec<_>>());
        }
    }
}
