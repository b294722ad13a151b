//! Columns that hold one breakdown of the same people below the other: by age, then by sex, then by borough.

use std::collections::{BTreeMap, BTreeSet};

use super::column::rounding;
use super::contexts::{Dimensions, scale};
use super::proof::{Proof, Sum, log2};
use super::{Sign, TotalBeside};
use crate::model::{Decimal, Value, same_meaning, says_level};

/// The columns whose values each add up to the same.
pub(super) fn detect(dimensions: &Dimensions<'_>) -> Vec<TotalBeside> {
    let table = dimensions.table;
    let Some(number) = dimensions.numbers.first().copied() else { return Vec::new() };
    let is_text = |at: &usize| {
        let field = table.dictionary.field(&table.data.columns[*at].name);
        let distinct = table.data.columns[*at].pool.len();
        field.is_some_and(|field| !field.kind.is_numeric() && !field.kind.is_temporal()) && (2..=40).contains(&distinct)
    };
    let columns: Vec<usize> = (0..table.data.columns.len()).filter(is_text).collect();
    columns.into_iter().filter_map(|at| stack(dimensions, at, number)).collect()
}

/// The rows of one level in one place.
#[derive(Default)]
struct Level {
    sum: Decimal,
    rows: usize,
    hidden: usize,
}

/// Under a heading such as `level`, sums that are within a twentieth of each other are enough.
const NEARLY: Decimal = Decimal::from_parts(20, 0, 0, false, 0);

fn stack(dimensions: &Dimensions<'_>, column: usize, number: usize) -> Option<TotalBeside> {
    let table = dimensions.table;
    let meanings = same_meaning(&table.data.columns[column]);
    let level = |row: usize| meanings[table.data.columns[column].cells[row] as usize];
    // A column whose values stand in one level only is what the levels are broken down into. Others split the table.
    let splits: Vec<usize> = dimensions
        .columns()
        .filter(|other| {
            let mut seen: BTreeMap<u32, u32> = BTreeMap::new();
            let is_shared =
                |row: &usize| *seen.entry(dimensions.meaning(*other, *row)).or_insert_with(|| level(*row)) != level(*row);
            *other != column && dimensions.rows.iter().any(is_shared)
        })
        .collect();
    let mut places: BTreeMap<Vec<u32>, BTreeMap<u32, Level>> = BTreeMap::new();
    for row in &dimensions.rows {
        let place = splits.iter().map(|other| dimensions.meaning(*other, *row)).collect();
        let sums = places.entry(place).or_default().entry(level(*row)).or_default();
        sums.rows += 1;
        match table.data.columns[number].cell(*row).value {
            Value::Number(value) => sums.sum = sums.sum.checked_add(value)?,
            _ => sums.hidden += 1,
        }
    }
    let levels: BTreeSet<u32> = places.values().flat_map(|sums| sums.keys().copied()).collect();
    let is_broken_down = places.values().any(|sums| sums.values().any(|level| level.rows > 1));
    if levels.len() < 2 || !is_broken_down {
        return None;
    }
    // The level of fewest rows is the one that is most likely the whole.
    let rows = |level: &u32| places.values().filter_map(|sums| sums.get(level)).map(|level| level.rows).sum::<usize>();
    let whole = *levels.iter().min_by_key(|level| (rows(level), **level))?;
    let is_named = says_level(&table.data.columns[column].name);
    let scale = scale(table, number);
    let units = |sum: Decimal| {
        let mut sum = sum;
        sum.rescale(scale);
        sum.mantissa()
    };
    let rows = || dimensions.rows.iter().map(|row| &table.data.columns[number].cell(*row).value);
    let numbers = || rows().filter_map(|value| if let Value::Number(number) = value { Some(units(*number)) } else { None });
    let (rounding, one) = (rounding(numbers, scale), 10_i128.pow(scale));
    let tried = log2(i128::try_from(levels.len()).unwrap_or(0));
    let is_same = |other: &u32| {
        let (mut proof, mut near) = (Proof::default(), 0);
        for sums in places.values() {
            let (Some(a), Some(b)) = (sums.get(&whole), sums.get(other)) else { continue };
            if b.rows < 2 || a.sum.is_zero() || a.hidden > 0 {
                continue;
            }
            let (a_units, b_units) = (units(a.sum), units(b.sum));
            // Each hidden part is a count below 10; each rounded one is off by up to half of what it is rounded to.
            let of = |count: usize| i128::try_from(count).unwrap_or(0);
            let hidden = of(b.hidden) * 5 * one;
            let slack = hidden + if rounding > 0 { of(a.rows + b.rows) * rounding / 2 } else { 0 };
            let slack = if a_units == b_units { 0 } else { slack };
            let sum = || Sum { whole: a_units, parts: BTreeMap::from([(0, b_units)]) };
            proof.add(a_units, b_units + if slack > 0 { hidden } else { 0 }, slack, rounding.max(1), sum);
            let apart = a.sum.checked_sub(b.sum).and_then(|apart| apart.abs().checked_mul(NEARLY));
            near += usize::from(b.rows > a.rows && apart.is_some_and(|apart| apart <= a.sum.abs()));
        }
        proof.is_proved(tried) || (is_named && proof.tested > 0 && near * 10 >= proof.tested * 9)
    };
    let parts: Vec<u32> = levels.iter().filter(|other| **other != whole && is_same(other)).copied().collect();
    (!parts.is_empty()).then_some(TotalBeside { column, value: whole, parts: Some(parts), sign: Sign::Stack })
}
