//! The order of rows as a printed fact: a table that was sorted by its counts tells which hidden count is larger.
//!
//! In: a table with hidden counts, and the columns that tell its rows apart. Out: the rows in an order that only these columns
//! decide. A total comes after its parts.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use super::Public;
use crate::check::Dimensions;
use crate::load::LoadedTable;
use crate::model::{Cell, Column, Decimal, FieldType, RawCell, Table, TableSpec, Value};

/// Puts the rows of a table in the order of its key, or of all columns that are not numbers. Returns where each row was before.
pub(super) fn by_key(table: &mut Table<Public>, spec: &TableSpec, is_number: impl Fn(&str) -> bool) -> Vec<usize> {
    let is_key = |name: &str| if spec.key.is_empty() { !is_number(name) } else { spec.is_key(name) };
    let keys: Vec<Vec<u32>> = table
        .columns
        .iter()
        .filter(|column| is_key(&column.name))
        .map(|column| ranks(column, spec.total_of(&column.name)))
        .collect();
    if keys.is_empty() {
        return (0..table.rows).collect();
    }
    let key = |row: usize| keys.iter().map(move |ranks| ranks[row]);
    let mut order: Vec<usize> = (0..table.rows).collect();
    order.sort_by(|one, other| key(*one).cmp(key(*other)));
    for column in &mut table.columns {
        column.cells = order.iter().map(|row| column.cells[*row]).collect();
    }
    order
}

/// Whole numbers without a unit that are all within are years.
const YEARS: RangeInclusive<Decimal> = Decimal::from_parts(1900, 0, 0, false, 0)..=Decimal::from_parts(2100, 0, 0, false, 0);

/// The columns that tell rows apart: those that are declared, or else periods, columns that are no numbers and have more than one
/// value, and numbers that can only be years.
pub(super) fn row_key(table: &LoadedTable) -> Vec<String> {
    let known = Dimensions::of_all_rows(table);
    let dimensions: Vec<usize> = known.columns().collect();
    let are_years = |column: &Column<RawCell>| {
        let is_year = |cell: &RawCell| matches!(cell.value, Value::Number(number) if YEARS.contains(&number));
        column.pool.iter().all(is_year)
    };
    let is_key = |(at, column): &(usize, &Column<RawCell>)| {
        if !table.spec.key.is_empty() {
            return table.spec.is_key(&column.name);
        }
        let Some(field) = table.dictionary.field(&column.name) else { return false };
        let is_year = field.kind == FieldType::Integer && field.unit.is_none() && are_years(column);
        field.kind.is_temporal() || dimensions.contains(at) || is_year
    };
    table.data.columns.iter().enumerate().filter(is_key).map(|(_, column)| column.name.clone()).collect()
}

/// For each row, the place of its value among the values of the column.
fn ranks<C: Cell>(column: &Column<C>, total: Option<&str>) -> Vec<u32> {
    let mut order: Vec<usize> = (0..column.pool.len()).collect();
    let is_total = |at: usize| total.is_some_and(|total| column.pool[at].published().trim() == total);
    order.sort_by(|one, other| {
        is_total(*one).cmp(&is_total(*other)).then_with(|| compare(&column.pool[*one], &column.pool[*other]))
    });
    let mut rank = vec![0_u32; order.len()];
    let mut last = 0;
    for (place, at) in order.iter().enumerate() {
        let is_same = place > 0 && compare(&column.pool[order[place - 1]], &column.pool[*at]) == Ordering::Equal;
        if !is_same {
            last = u32::try_from(place).unwrap_or(u32::MAX);
        }
        rank[*at] = last;
    }
    column.cells.iter().map(|cell| rank[*cell as usize]).collect()
}

fn compare<C: Cell>(one: &C, other: &C) -> Ordering {
    match (one.value(), other.value()) {
        (Value::Period(one), Value::Period(other)) => one.cmp(other),
        (Value::Number(one), Value::Number(other)) => one.cmp(other),
        _ => one.published().trim().cmp(other.published().trim()),
    }
}
