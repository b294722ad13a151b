//! Separates totals from their parts when a column holds both, so that nobody is counted twice.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Cell, Column, KpiSpec, Stage, Table, TableSpec, ValueSpec, row_meanings, same_meaning};

/// The rows of a KPI. Each list counts each person once.
#[derive(Debug, PartialEq, Eq)]
pub struct KpiRows {
    /// The rows for its overall figures.
    pub overall: Vec<usize>,
    /// The rows for its breakdown.
    pub breakdown: Vec<usize>,
}

/// The rows of a KPI, without those that a total covers.
///
/// In each period where a declared total appears beside its parts, the total is used and its parts are left out. `latest`
/// cannot add rows together, so with a breakdown its overall figures come only from the breakdown's own total.
#[must_use]
pub fn split_totals<S: Stage>(kpi: &KpiSpec, spec: &TableSpec, table: &Table<S>, rows: &[usize]) -> KpiRows {
    let by = kpi.by.as_ref().map_or("", |by| by.as_str());
    let declared = spec.protect.iter().flat_map(|policy| &policy.dimensions).filter(|(name, _)| !kpi.filters(name));
    let totals = declared.filter_map(|(name, dimension)| Some((name.as_str(), dimension.total.as_deref()?.trim())));
    // If the breakdown uses names for a column of codes, use the total's name.
    let totals: Vec<(&str, &str)> =
        totals.map(|(name, total)| total_of_label(table, name, total, by).map_or((name, total), |total| (by, total))).collect();
    let is_joined = kpi.by.is_none() || !matches!(kpi.value, ValueSpec::Latest(_));
    if totals.is_empty() {
        let overall = if is_joined { rows.to_vec() } else { Vec::new() };
        return KpiRows { overall, breakdown: rows.to_vec() };
    }
    let others: Vec<(&str, &str)> = totals.iter().copied().filter(|(name, _)| *name != by).collect();
    let levels = Keys::of(kpi, spec, table, &totals).levels(rows);
    let once = |totals: &[(&str, &str)]| leave_out_parts(&Keys::of(kpi, spec, table, totals).without_levels(&levels), rows);
    let of_total = totals.iter().find(|(name, _)| *name == by).and_then(|(name, total)| Some((table.column(name)?, *total)));
    let is_total = |row: &usize| of_total.is_some_and(|(column, total)| column.cell(*row).published().trim() == total);
    let (whole, breakdown): (Vec<usize>, Vec<usize>) = once(&others).into_iter().partition(is_total);
    KpiRows { overall: if is_joined { once(&totals) } else { whole }, breakdown }
}

/// Drops rows covered by a total. Rows with the most totals win, and a row that overlaps with one already taken is dropped.
/// Two rows overlap if, in every column, they agree or one of them is a total.
fn leave_out_parts<C: Cell>(keys: &Keys<'_, C>, rows: &[usize]) -> Vec<usize> {
    if keys.totals.is_empty() {
        return rows.to_vec();
    }
    let mut patterns: BTreeMap<(Reverse<usize>, Vec<bool>), Vec<usize>> = BTreeMap::new();
    for row in rows {
        let pattern = keys.pattern(*row);
        let totals = pattern.iter().filter(|is_total| **is_total).count();
        patterns.entry((Reverse(totals), pattern)).or_default().push(*row);
    }
    let mut taken: Vec<(Vec<bool>, Vec<usize>)> = Vec::new();
    for ((_, pattern), mut rows) in patterns {
        for (other, known) in &taken {
            let either: Vec<bool> = other.iter().zip(&pattern).map(|(a, b)| *a || *b).collect();
            let told: BTreeSet<Vec<u32>> = known.iter().map(|row| keys.without(*row, &either)).collect();
            rows.retain(|row| !told.contains(&keys.without(*row, &either)));
        }
        taken.push((pattern, rows));
    }
    let mut rows: Vec<usize> = taken.into_iter().flat_map(|(_, rows)| rows).collect();
    rows.sort_unstable();
    rows
}

/// The total's name in a column that gives each code a name. `None` unless each code has one name and only the total has this
/// one.
fn total_of_label<'a, S: Stage>(table: &'a Table<S>, code: &str, total: &str, name: &str) -> Option<&'a str> {
    if code == name {
        return None;
    }
    let (codes, names) = (table.column(code)?, table.column(name)?);
    let (code_of, name_of) = (row_meanings(codes), row_meanings(names));
    let pairs: BTreeSet<(u32, u32)> = code_of.into_iter().zip(name_of).collect();
    let of_total = pairs.iter().find(|(code, _)| codes.pool[*code as usize].published().trim() == total)?.1;
    let each_has_one = pairs.iter().zip(pairs.iter().skip(1)).all(|(a, b)| a.0 != b.0);
    let is_its_own = pairs.iter().filter(|(_, name)| *name == of_total).count() == 1;
    (each_has_one && is_its_own).then(|| names.pool[of_total as usize].published().trim())
}

/// Whether a heading is that of a column that says what its rows are broken down by: a level, a type of area, a group.
#[must_use]
pub fn says_level(heading: &str) -> bool {
    const HEADINGS: [&str; 12] = [
        "level",
        "geographic level",
        "geography level",
        "area type",
        "geography type",
        "group",
        "variable",
        "breakdown",
        "breakdown type",
        "category type",
        "group type",
        "dimension",
    ];
    HEADINGS.contains(&heading.to_lowercase().replace(['_', '-'], " ").as_str())
}

/// The columns that identify a row: period, breakdown, key and dimensions. Values with the same meaning share a number.
struct Keys<'a, C> {
    columns: Vec<(&'a Column<C>, Vec<u32>)>,
    /// For each column with a total: its position, and the number of the total.
    totals: Vec<(usize, u32)>,
}

impl<'a, C: Cell> Keys<'a, C> {
    fn of<S: Stage<Cell = C>>(kpi: &KpiSpec, spec: &TableSpec, table: &'a Table<S>, totals: &[(&str, &str)]) -> Self {
        let dimensions = spec.protect.iter().flat_map(|policy| policy.dimensions.keys().map(String::as_str));
        let said = kpi.period_columns().chain(kpi.by.iter().chain(&spec.key).map(|name| name.as_str()));
        let names: BTreeSet<&str> = said.chain(dimensions).chain(table.periods()).collect();
        // A code's name adds nothing to the code, and may differ in the total's row.
        let is_label = |name: &&str| {
            let is_total = totals.iter().any(|(other, _)| other == name);
            !is_total && totals.iter().any(|(code, total)| total_of_label(table, code, total, name).is_some())
        };
        let columns = names.into_iter().filter(|name| !is_label(name)).filter_map(|name| table.column(name));
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

    /// The columns that only say which level a row is of: `National` where the region is blank, `Regional` where it is not. Such a
    /// column always differs between a total and its parts, so it cannot tell which parts the total has.
    fn levels(&self, rows: &[usize]) -> BTreeSet<&'a str> {
        let is_level = |at: &usize| {
            let is_total = self.totals.iter().any(|(total, _)| total == at);
            if is_total || !says_level(&self.columns[*at].0.name) {
                return false;
            }
            let mut levels: BTreeMap<Vec<bool>, u32> = BTreeMap::new();
            rows.iter().all(|row| {
                let level = self.number(*at, *row);
                *levels.entry(self.pattern(*row)).or_insert(level) == level
            })
        };
        (0..self.columns.len()).filter(is_level).map(|at| self.columns[at].0.name.as_str()).collect()
    }

    fn without_levels(mut self, levels: &BTreeSet<&str>) -> Self {
        for at in (0..self.columns.len()).rev() {
            if !levels.contains(self.columns[at].0.name.as_str()) {
                continue;
            }
            self.columns.remove(at);
            for (total, _) in &mut self.totals {
                *total -= usize::from(*total > at);
            }
        }
        self
    }

    /// For each column with a total, whether the row holds the total.
    fn pattern(&self, row: usize) -> Vec<bool> {
        self.totals.iter().map(|(at, total)| self.number(*at, row) == *total).collect()
    }

    /// The row's key without the `left_out` columns.
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

    use super::{KpiRows, split_totals};
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
    key: [place, age, sex, group]
    protect: {preset: none, reason: r, dimensions: {age: {total: All}, sex: {total: All}, group: {total: All}}}
kpis:
  - {id: k, title: K, table: t, value: {sum: n}}
";

    const VALUES: [&str; 3] = ["a", "b", "All"];

    /// Two places, each with eight cells from three dimensions of two values. Each cell is a power of ten. The bits of
    /// `margins` say which sums to include.
    fn rows(margins: u64) -> Vec<[String; 5]> {
        let cells = |at: usize| if at == 2 { 0..2 } else { at..at + 1 };
        let mut rows = Vec::new();
        let mut bit = 0;
        for (place, at) in (0..2).flat_map(|place| (0..27).map(move |at| (place, at))) {
            let (x, y, z) = (at / 9, at / 3 % 3, at % 3);
            let is_margin = x == 2 || y == 2 || z == 2;
            let is_there = !is_margin || margins >> bit & 1 == 1;
            bit += u32::from(is_margin);
            if is_there {
                let people = |x, y, z| 10_u64.pow(u32::try_from(x * 4 + y * 2 + z).unwrap());
                let of = cells(x).flat_map(|x| cells(y).flat_map(move |y| cells(z).map(move |z| people(x, y, z))));
                let names = [["North", "South"][place], VALUES[x], VALUES[y], VALUES[z]];
                let [place, x, y, z] = names.map(ToOwned::to_owned);
                rows.push([place, x, y, z, of.sum::<u64>().to_string()]);
            }
        }
        rows
    }

    fn table(rows: &[[String; 5]]) -> Table<Raw> {
        let cell = |text: &String| RawCell { text: text.as_str().into(), normal: None, value: Value::Text, is_other: false };
        let column = |(at, name): (usize, &&str)| Column {
            name: (*name).to_owned(),
            heading: (*name).to_owned(),
            pool: rows.iter().map(|row| cell(&row[at])).collect(),
            cells: (0..u32::try_from(rows.len()).unwrap()).collect(),
        };
        Table { columns: ["place", "age", "sex", "group", "n"].iter().enumerate().map(column).collect(), rows: rows.len() }
    }

    proptest! {
        #[test]
        fn everybody_is_counted_once_whichever_sums_stand_beside_the_cells(margins in any::<u64>()) {
            let (metadata, findings) = read_metadata(YAML);
            prop_assert!(findings.is_empty(), "{findings:?}");
            let metadata = metadata.unwrap();
            let rows = rows(margins);
            let all: Vec<usize> = (0..rows.len()).collect();
            let KpiRows { overall, breakdown: parts } = split_totals(&metadata.kpis[0], &metadata.tables[0], &table(&rows), &all);
            prop_assert_eq!(&overall, &parts, "without a breakdown");
            let sum: u64 = parts.iter().map(|row| rows[*row][4].parse::<u64>().unwrap()).sum();
            prop_assert_eq!(sum, 2 * 11_111_111, "{:?}", parts.iter().map(|row| &rows[*row]).collect::<Vec<_>>());
        }
    }
}
