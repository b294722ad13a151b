//! The places in a table where the values of a column stand beside each other: the rows that agree in every other key.

use std::collections::BTreeMap;

use foldhash::HashMap;

use super::TotalBeside;
use crate::load::LoadedTable;
use crate::model::{Decimal, Field, FieldType, Marker, UnitKind, Value, same_meaning};

/// The most rows that are looked at. More periods prove no more.
const ROWS: usize = 30_000;
/// The most periods, or other keys, that are looked at.
const PLACES: usize = 24;

/// The columns that tell a table's rows apart.
pub(crate) struct Dimensions<'a> {
    pub(super) table: &'a LoadedTable,
    /// The rows to look at.
    pub(super) rows: Vec<usize>,
    /// For each column that tells rows apart, its meanings: [`same_meaning`].
    meanings: BTreeMap<usize, Vec<u32>>,
    /// The same of columns of area codes that do not tell rows apart.
    codes: BTreeMap<usize, Vec<u32>>,
    /// The columns of numbers that can be added up.
    pub(super) numbers: Vec<usize>,
}

impl<'a> Dimensions<'a> {
    pub(in crate::check) fn of(table: &'a LoadedTable) -> Self {
        let data = &table.data;
        let field = |at: usize| table.dictionary.field(&data.columns[at].name);
        let tells_apart = |at: &usize| {
            if table.spec.key.is_empty() {
                // One period tells rows apart from those of other tables, and of other releases.
                let says_more = |field: &Field| field.kind.is_temporal() || data.columns[*at].pool.len() > 1;
                return field(*at).is_some_and(|field| !field.kind.is_numeric() && says_more(field));
            }
            table.spec.is_key(&data.columns[*at].name)
        };
        let dimensions: Vec<usize> = (0..data.columns.len()).filter(tells_apart).collect();
        let is_added = |at: &usize| field(*at).is_some_and(is_additive) && !dimensions.contains(at);
        let numbers = (0..data.columns.len()).filter(is_added).collect();
        let meanings = dimensions.iter().map(|at| (*at, same_meaning(&data.columns[*at]))).collect();
        let has_codes = |at: &usize| !dimensions.contains(at) && super::codes::are_codes(&data.columns[*at]);
        let codes = (0..data.columns.len()).filter(has_codes).map(|at| (at, same_meaning(&data.columns[at]))).collect();
        let mut all = Self { table, rows: Vec::new(), meanings, codes, numbers };
        all.rows = all.sample();
        all.leave_out_labels();
        all
    }

    /// The same, with every row of the table.
    pub(crate) fn of_all_rows(table: &'a LoadedTable) -> Self {
        Self { rows: (0..table.data.rows).collect(), ..Self::of(table) }
    }

    /// The columns whose values could be totals: all but those of time.
    pub(in crate::check) fn names(&self) -> Vec<usize> {
        if !self.table.dictionary.fields.iter().any(|field| field.kind.is_numeric()) {
            return Vec::new();
        }
        let is_name = |at: &&usize| {
            let field = self.table.dictionary.field(&self.table.data.columns[**at].name);
            field.is_some_and(|field| !field.kind.is_temporal()) && self.table.data.columns[**at].pool.len() > 1
        };
        self.meanings.keys().filter(is_name).copied().collect()
    }

    /// Columns of area codes that do not tell rows apart, because others do.
    pub(super) fn codes(&self) -> Vec<usize> {
        self.codes.keys().copied().collect()
    }

    /// The number of a cell's meaning in a column that tells rows apart, or holds codes.
    pub(crate) fn meaning(&self, column: usize, row: usize) -> u32 {
        self.meanings.get(&column).unwrap_or_else(|| &self.codes[&column])[self.table.data.columns[column].cells[row] as usize]
    }

    /// The meanings of a column, and the cell of each row.
    fn cells(&self, column: usize) -> (&[u32], &[u32]) {
        let meanings = self.meanings.get(&column).unwrap_or_else(|| &self.codes[&column]);
        (meanings, &self.table.data.columns[column].cells)
    }

    /// The columns that tell rows apart.
    pub(crate) fn columns(&self) -> impl Iterator<Item = usize> {
        self.meanings.keys().copied()
    }

    /// The contexts of a column: its rows, grouped by every other column that tells rows apart.
    pub(in crate::check) fn contexts(&self, column: usize) -> Contexts<'a> {
        let (meanings, cells) = self.cells(column);
        let is_other = |other: usize| other != column && !self.is_label(other, column);
        let groups = self.grouped(is_other, |row| meanings[cells[row] as usize]);
        Contexts { table: self.table, column, groups, numbers: self.numbers.clone() }
    }

    /// The rows of a column in groups that agree in every other column, however few there are.
    pub(in crate::check) fn contexts_of_any_size(&self, column: usize) -> Vec<Vec<(u32, usize)>> {
        let (meanings, cells) = self.cells(column);
        let is_other = |other: usize| other != column && !self.is_label(other, column);
        self.groups(is_other, |row| meanings[cells[row] as usize])
    }

    /// The rows in groups that are the same in some of the columns that tell rows apart, each with a value.
    pub(super) fn grouped(&self, by: impl Fn(usize) -> bool, value: impl FnMut(usize) -> u32) -> Vec<Vec<(u32, usize)>> {
        let mut groups = self.groups(by, value);
        groups.retain(|rows| rows.len() > 2);
        groups
    }

    fn groups(&self, by: impl Fn(usize) -> bool, mut value: impl FnMut(usize) -> u32) -> Vec<Vec<(u32, usize)>> {
        let others: Vec<(&[u32], &[u32])> = self.columns().filter(|other| by(*other)).map(|other| self.cells(other)).collect();
        let mut places: HashMap<Vec<u32>, usize> = HashMap::default();
        let mut groups: Vec<Vec<(u32, usize)>> = Vec::new();
        let mut key = Vec::with_capacity(others.len());
        for row in &self.rows {
            key.clear();
            key.extend(others.iter().map(|(meanings, cells)| meanings[cells[*row] as usize]));
            let place = places.get(&key).copied().unwrap_or_else(|| {
                places.insert(key.clone(), groups.len());
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[place].push((value(*row), *row));
        }
        groups
    }

    /// A total in a column of codes, as the column of the key that names the same: that is where it is declared.
    pub(super) fn in_key(&self, total: TotalBeside) -> TotalBeside {
        let TotalBeside { column, value, parts, sign } = total;
        let same = |other: &usize| self.is_label(*other, column) && self.is_label(column, *other);
        let Some(key) = self.columns().filter(|_| self.codes.contains_key(&column)).find(same) else {
            return TotalBeside { column, value, parts, sign };
        };
        let names: BTreeMap<u32, u32> =
            self.rows.iter().map(|row| (self.meaning(column, *row), self.meaning(key, *row))).collect();
        let name = |code: &u32| names.get(code).copied();
        let Some(in_key) = name(&value) else { return TotalBeside { column, value, parts, sign } };
        TotalBeside { column: key, value: in_key, parts: parts.map(|parts| parts.iter().filter_map(name).collect()), sign }
    }

    /// All rows of a small table; of a large one, those of some periods. If it has no periods, those of some values of the
    /// column with the most.
    fn sample(&self) -> Vec<usize> {
        let data = &self.table.data;
        if data.rows <= ROWS {
            return (0..data.rows).collect();
        }
        let is_time =
            |at: &usize| self.table.dictionary.field(&data.columns[*at].name).is_some_and(|field| field.kind.is_temporal());
        let by = self.columns().max_by_key(|at| (is_time(at), data.columns[*at].pool.len()));
        let Some(by) = by else { return (0..ROWS).collect() };
        let pool = data.columns[by].pool.len();
        let fits = (pool * ROWS / data.rows).clamp(1, PLACES);
        let mut chosen = vec![false; pool];
        (0..fits).for_each(|place| chosen[place * pool / fits] = true);
        let cells = data.columns[by].cells.iter().enumerate();
        cells.filter(|(_, cell)| chosen[**cell as usize]).map(|(row, _)| row).take(4 * ROWS).collect()
    }

    /// In a table without a key, a column that only names what another says is left out.
    fn leave_out_labels(&mut self) {
        if !self.table.spec.key.is_empty() {
            return;
        }
        let columns: Vec<usize> = self.columns().collect();
        for (at, label) in columns.iter().enumerate() {
            let is_told = columns[..at]
                .iter()
                .any(|of| self.meanings.contains_key(of) && self.is_label(*label, *of) && self.is_label(*of, *label));
            if is_told {
                self.meanings.remove(label);
            }
        }
    }

    /// Whether each value of a column has one value of another, which is then only said about it.
    pub(crate) fn is_label(&self, label: usize, of: usize) -> bool {
        let mut known: HashMap<u32, u32> = HashMap::default();
        self.rows.iter().all(|row| {
            let value = self.meaning(label, *row);
            *known.entry(self.meaning(of, *row)).or_insert(value) == value
        })
    }
}

/// Whether the numbers of a column can be added up: not percentages, rates or scores.
fn is_additive(field: &Field) -> bool {
    let fits = |kind| matches!(kind, UnitKind::People | UnitKind::Things | UnitKind::Duration | UnitKind::Money(..));
    // A drafted unit says nothing yet.
    let is_drafted = field.unit.as_ref().is_some_and(|unit| unit.text().starts_with("TODO"));
    let is_added = !field.is_percentage() && field.unit.as_ref().is_none_or(|unit| fits(unit.kind()));
    matches!(field.kind, FieldType::Integer | FieldType::Number) && (is_added || is_drafted)
}

/// The rows of a table in groups that differ in one column only.
pub(in crate::check) struct Contexts<'a> {
    pub(super) table: &'a LoadedTable,
    /// The column in which they differ.
    pub(super) column: usize,
    /// For each context, the values of the column and their rows.
    pub(in crate::check) groups: Vec<Vec<(u32, usize)>>,
    /// The columns of numbers that can be added up.
    pub(super) numbers: Vec<usize>,
}

impl Contexts<'_> {
    /// How many different values the column has.
    pub(super) fn values(&self) -> usize {
        self.table.data.columns[self.column].pool.len()
    }

    /// The numbers of a context, by value: whole numbers of the column's smallest unit. `None` for a cell without a number.
    pub(super) fn numbers_of(&self, group: &[(u32, usize)], number: usize, scale: u32) -> BTreeMap<u32, Option<i128>> {
        let mut numbers: BTreeMap<u32, Option<i128>> = BTreeMap::new();
        for (value, row) in group {
            let read = match self.table.data.columns[number].cell(*row).value {
                Value::Number(number) => Some(units(number, scale)),
                Value::Missing(Marker::Low) => Some(0),
                _ => None,
            };
            let sum = numbers.entry(*value).or_insert(Some(0));
            *sum = sum.zip(read).map(|(sum, read)| sum + read);
        }
        numbers
    }

    /// Whether no part is larger than the value, in most contexts. A total of what cannot be below 0 is never smaller than a part
    /// of it, and what is unknown mostly is.
    pub(super) fn could_be_total(&self, value: u32) -> bool {
        let Some(number) = self.numbers.first() else { return true };
        let scale = scale(self.table, *number);
        let (mut larger, mut all) = (0, 0);
        for group in &self.groups {
            let numbers = self.numbers_of(group, *number, scale);
            let (Some(Some(whole)), Some(most)) = (
                numbers.get(&value),
                numbers.iter().filter(|(other, _)| **other != value).filter_map(|(_, number)| *number).max(),
            ) else {
                continue;
            };
            all += 1;
            larger += usize::from(*whole >= most);
        }
        larger * 2 > all || all == 0
    }

    /// Whether all others come to about the value, or to less, or to about so many times it, in most contexts where none is hidden.
    /// What is only the largest, such as people of whom nothing is known, does not.
    pub(super) fn could_be_all(&self, value: u32) -> bool {
        let Some(number) = self.numbers.first() else { return true };
        let scale = scale(self.table, *number);
        let (mut fits, mut all) = (0, 0);
        for group in &self.groups {
            let numbers = self.numbers_of(group, *number, scale);
            let Some(whole) = numbers.get(&value).copied().flatten().filter(|whole| *whole > 0) else { continue };
            let mut others = numbers.iter().filter(|(other, _)| **other != value).map(|(_, number)| *number);
            let Some(sum) = others.try_fold(0, |sum, number| Some(sum + number?)) else { continue };
            let times = (sum + whole / 2) / whole;
            all += 1;
            fits += usize::from(sum <= whole || (sum - times * whole).abs() * 10 <= whole);
        }
        fits * 2 > all || all == 0
    }
}

/// The most decimal places in a column, at most 9.
pub(super) fn scale(table: &LoadedTable, column: usize) -> u32 {
    let decimals = |value: &Value| if let Value::Number(number) = value { Some(number.normalize().scale()) } else { None };
    table.data.columns[column].pool.iter().filter_map(|cell| decimals(&cell.value)).max().unwrap_or(0).min(9)
}

/// A number in units of the last of so many decimal places.
pub(super) fn units(number: Decimal, scale: u32) -> i128 {
    let mut number = number.round_dp(scale);
    number.rescale(scale);
    number.mantissa()
}
