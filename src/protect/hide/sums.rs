//! Sums that nobody declares, and that a reader may see all the same.
//!
//! In: the tables of a model. Out: further equations. Beside a hidden count the burden of proof is reversed: what comes out
//! everywhere is taken for a sum, even if it is seen once. If it is none, a count too many is hidden.

use std::collections::{BTreeMap, BTreeSet};

use crate::disclosure::{Assembled, CountTable, Equation};
use crate::protect::guarded::Guarded;

/// Up to so many rows in one place, runs of rows are looked at.
const RUN: usize = 300;
/// Up to so many columns of counts, each set of them may be the parts of another.
const COLUMNS: usize = 12;
/// The most totals among columns.
const TOTALS: usize = 24;
/// Rolling sums of so many periods are found.
const WINDOWS: std::ops::RangeInclusive<usize> = 2..=13;
/// In so many places, at least, a running or rolling sum has to come out.
const FEWEST: usize = 3;

/// Adds sums within dimensions of which nothing is known, between columns, and over time.
pub(super) fn add(assembled: &mut Assembled, at: usize, table: &CountTable, guarded: &Guarded<'_>) {
    let mut equations = Vec::new();
    for dimension in 0..table.dimensions.len() {
        let groups = groups(table, dimension);
        for measure in 0..table.measures.len() {
            let place = |row: usize| assembled.places[at][measure][row];
            if table.dimensions[dimension].sums.is_empty() {
                equations.extend(runs(table, dimension, measure, &groups, &place));
            }
            equations.extend(stacks(table, dimension, measure, &place));
        }
        if is_time(table, dimension, guarded) {
            equations.extend(over_time(assembled, at, table, dimension, guarded, &groups));
        }
    }
    equations.extend(columns(assembled, at, table));
    assembled.model.add_true(equations);
}

/// The rows that agree in all dimensions but one, in the order of the file.
pub(super) fn groups(table: &CountTable, dimension: usize) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<Vec<u32>, Vec<usize>> = BTreeMap::new();
    for (row, key) in table.keys.iter().enumerate() {
        let mut rest = key.clone();
        rest.remove(dimension);
        groups.entry(rest).or_default().push(row);
    }
    groups.into_values().collect()
}

fn number(table: &CountTable, measure: usize, row: usize) -> Option<i64> {
    table.measures[measure].counts[row].as_ref()?.number
}

/// A value that is the sum of all others, or of a run of rows right before or behind it, in every place.
fn runs(
    table: &CountTable,
    dimension: usize,
    measure: usize,
    groups: &[Vec<usize>],
    place: &dyn Fn(usize) -> Option<usize>,
) -> Vec<Equation> {
    let Some(first) = groups.iter().max_by_key(|group| group.len()).filter(|group| (3..=RUN).contains(&group.len())) else {
        return Vec::new();
    };
    let value = |row: usize| table.keys[row][dimension];
    let mut found: Vec<(u32, Vec<u32>)> = Vec::new();
    for (at, whole) in first.iter().enumerate() {
        let Some(total) = number(table, measure, *whole).filter(|total| *total > 0) else { continue };
        let others: Vec<usize> = first.iter().copied().filter(|row| row != whole).collect();
        let before = (0..at).rev().map(|start| first[start..at].to_vec());
        let behind = (at + 2..=first.len()).map(|end| first[at + 1..end].to_vec());
        for parts in std::iter::once(others).chain(before).chain(behind).filter(|parts| parts.len() > 1) {
            let sum: Option<i64> = parts.iter().map(|row| number(table, measure, *row)).sum();
            let candidate = (value(*whole), parts.iter().map(|row| value(*row)).collect());
            if sum == Some(total) && !found.contains(&candidate) {
                found.push(candidate);
            }
        }
    }
    let mut equations = Vec::new();
    for (whole, parts) in found {
        let in_group = |group: &Vec<usize>| {
            let row_of = |wanted: u32| group.iter().copied().find(|row| value(*row) == wanted);
            let whole = row_of(whole)?;
            let rows: Vec<usize> = parts.iter().filter_map(|part| row_of(*part)).collect();
            let sum: Option<i64> = rows.iter().map(|row| number(table, measure, *row)).sum();
            let is_even = number(table, measure, whole).zip(sum).map(|(whole, sum)| whole == sum);
            let equation = rows.iter().map(|row| place(*row)).collect::<Option<Vec<_>>>().zip(place(whole));
            Some((is_even, equation.map(|(cells, whole)| Equation::total(whole, cells))))
        };
        let places: Vec<_> = groups.iter().filter_map(in_group).collect();
        if places.iter().all(|(is_even, _)| *is_even != Some(false)) {
            equations.extend(places.into_iter().filter_map(|(_, equation)| equation));
        }
    }
    equations
}

/// Breakdowns of the same people below each other: the rows of each level come to the same.
fn stacks(table: &CountTable, level: usize, measure: usize, place: &dyn Fn(usize) -> Option<usize>) -> Vec<Equation> {
    let levels = table.dimensions[level].values.len();
    if !(2..=12).contains(&levels) {
        return Vec::new();
    }
    let mut equations = Vec::new();
    for inner in (0..table.dimensions.len()).filter(|inner| *inner != level) {
        let mut groups: BTreeMap<Vec<u32>, BTreeMap<u32, Vec<usize>>> = BTreeMap::new();
        for (row, key) in table.keys.iter().enumerate() {
            let rest = key.iter().enumerate().filter(|(at, _)| *at != level && *at != inner).map(|(_, value)| *value).collect();
            groups.entry(rest).or_default().entry(key[level]).or_default().push(row);
        }
        // The levels break down by other values, or they are a breakdown of their own.
        let values = |rows: &[usize]| rows.iter().map(|row| table.keys[*row][inner]).collect::<BTreeSet<_>>();
        let is_stack = groups.values().all(|levels| {
            let mut seen = BTreeSet::new();
            levels.values().all(|rows| values(rows).into_iter().all(|value| seen.insert(value)))
        });
        let sum = |rows: &Vec<usize>| rows.iter().map(|row| number(table, measure, *row)).sum::<Option<i64>>();
        let (mut right, mut wrong) = (0, 0);
        for levels in groups.values().filter(|levels| levels.len() > 1) {
            let sums: Option<Vec<i64>> = levels.values().map(sum).collect();
            let Some(sums) = sums.filter(|sums| sums.iter().any(|sum| *sum > 0)) else { continue };
            *(if sums.windows(2).all(|pair| pair[0] == pair[1]) { &mut right } else { &mut wrong }) += 1;
        }
        if !is_stack || right == 0 || wrong > 0 {
            continue;
        }
        for levels in groups.values() {
            let places: Vec<Option<Vec<usize>>> =
                levels.values().map(|rows| rows.iter().map(|row| place(*row)).collect()).collect();
            for pair in places.windows(2) {
                let (Some(one), Some(other)) = (&pair[0], &pair[1]) else { continue };
                let terms = one.iter().map(|count| (*count, 1)).chain(other.iter().map(|count| (*count, -1))).collect();
                equations.push(Equation { terms, least: Some(0), most: Some(0) });
            }
        }
    }
    equations
}

/// Columns that are the sum of others in every row. A column may be a part of several.
fn columns(assembled: &Assembled, at: usize, table: &CountTable) -> Vec<Equation> {
    let count = table.measures.len();
    if !(3..=COLUMNS).contains(&count) {
        return Vec::new();
    }
    let rows: Vec<Vec<i64>> =
        (0..table.keys.len()).filter_map(|row| (0..count).map(|measure| number(table, measure, row)).collect()).collect();
    let mut totals: Vec<(usize, Vec<usize>)> = Vec::new();
    for whole in 0..count {
        for mask in (0_usize..1 << count).filter(|mask| mask.count_ones() > 1 && mask >> whole & 1 == 0) {
            let parts: Vec<usize> = (0..count).filter(|part| mask >> part & 1 == 1).collect();
            let comes_out = |row: &Vec<i64>| parts.iter().map(|part| row[*part]).sum::<i64>() == row[whole];
            let tells =
                rows.iter().filter(|row| row[whole] > 0 && parts.iter().filter(|part| row[**part] != 0).count() > 1).count();
            if tells > 0 && totals.len() < TOTALS && rows.iter().all(comes_out) {
                totals.push((whole, parts));
            }
        }
    }
    let mut equations = Vec::new();
    for (whole, parts) in totals {
        for row in 0..table.keys.len() {
            let place = |measure: usize| assembled.places[at][measure][row];
            let cells: Option<Vec<usize>> = parts.iter().map(|part| place(*part)).collect();
            equations.extend(place(whole).zip(cells).map(|(whole, cells)| Equation::total(whole, cells)));
        }
    }
    equations
}

/// Columns that add up another over time: since a start, or over the last periods.
fn over_time(
    assembled: &Assembled,
    at: usize,
    table: &CountTable,
    dimension: usize,
    guarded: &Guarded<'_>,
    groups: &[Vec<usize>],
) -> Vec<Equation> {
    let ordered: Vec<Vec<usize>> =
        groups.iter().map(|group| in_time(guarded, &table.dimensions[dimension].name, group)).collect();
    let mut equations = Vec::new();
    for sum in 0..table.measures.len() {
        for of in (0..table.measures.len()).filter(|of| *of != sum) {
            // How often the step of one is the other; and for each window, how often it is the sum of the last.
            for window in std::iter::once(1).chain(WINDOWS) {
                let (mut right, mut tested, mut found) = (0, 0, Vec::new());
                for rows in &ordered {
                    for end in 1..rows.len() {
                        let earlier = (window == 1).then(|| rows[end - 1]);
                        if window > 1 && end + 1 < window {
                            continue;
                        }
                        let parts: Vec<usize> = if window == 1 { vec![rows[end]] } else { rows[end + 1 - window..=end].to_vec() };
                        let place = |measure: usize, row: usize| assembled.places[at][measure][row];
                        let terms = std::iter::once((place(sum, rows[end]), -1))
                            .chain(earlier.map(|row| (place(sum, row), 1)))
                            .chain(parts.iter().map(|row| (place(of, *row), 1)));
                        let terms: Option<Vec<(usize, i64)>> = terms.map(|(place, sign)| Some((place?, sign))).collect();
                        let Some(terms) = terms else { continue };
                        let equation = Equation { terms, least: Some(0), most: Some(0) };
                        if let Some(comes_out) = assembled.model.comes_out(&equation) {
                            tested += 1;
                            right += usize::from(comes_out);
                        }
                        found.push(equation);
                    }
                }
                // A year to date begins again each year.
                if right >= FEWEST && right * 10 >= tested * 8 {
                    equations.extend(found);
                }
            }
        }
    }
    equations
}

/// Rows from the oldest to the newest.
fn in_time(guarded: &Guarded<'_>, column: &str, rows: &[usize]) -> Vec<usize> {
    let mut rows = rows.to_vec();
    if let Some(column) = guarded.table.data.column(column) {
        rows.sort_by(|one, other| match (&column.cell(*one).value, &column.cell(*other).value) {
            (crate::model::Value::Period(one), crate::model::Value::Period(other)) => one.cmp(other),
            _ => one.cmp(other),
        });
    }
    rows
}

fn is_time(table: &CountTable, dimension: usize, guarded: &Guarded<'_>) -> bool {
    let field = guarded.table.dictionary.field(&table.dimensions[dimension].name);
    field.is_some_and(|field| field.kind.is_temporal()) && table.measures.len() > 1
}
