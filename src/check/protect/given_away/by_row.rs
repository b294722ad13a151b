//! Percentages and rates that give away a hidden count where each row names its unit: they are in other rows of the same column.

use std::collections::BTreeMap;

use super::shares::{FACTORS, half_a_step, share};
use super::{Away, Counts};
use crate::model::{Decimal, Value, row_meanings};

/// Hidden counts that can only be one number, because a count and a share in the same group of rows are shown. Rows belong to one
/// group if all their names and periods are the same, apart from the unit and at most one other column, which says what is measured.
pub(super) fn detect(counts: &Counts<'_>) -> Vec<Away> {
    let table = counts.table;
    let field = |at: usize| table.dictionary.field(&table.data.columns[at].name);
    let mut all = Vec::new();
    for column in counts.columns() {
        let Some(units) = field(column).and_then(|field| table.data.position(field.unit_column.as_ref()?)) else { continue };
        let is_name = |at: &usize| *at != units && field(*at).is_some_and(|field| !field.kind.is_numeric());
        let names: Vec<usize> = (0..table.data.columns.len()).filter(is_name).collect();
        let meanings: Vec<Vec<u32>> = names.iter().map(|at| row_meanings(&table.data.columns[*at])).collect();
        let ways = (0..=names.len()).map(|without| told(counts, column, &meanings, without.checked_sub(1)));
        let rows = ways.max_by_key(Vec::len).unwrap_or_default();
        if !rows.is_empty() {
            let by = format!("the shares and totals in other rows of `{}`", table.data.columns[column].name);
            all.push(Away { column, rows, by });
        }
    }
    all
}

/// The hidden counts that are given away if the rows of a group may differ in one column of names.
fn told(counts: &Counts<'_>, column: usize, names: &[Vec<u32>], without: Option<usize>) -> Vec<usize> {
    let cells = &counts.table.data.columns[column];
    let mut groups: BTreeMap<Vec<u32>, Vec<usize>> = BTreeMap::new();
    for row in 0..counts.table.data.rows {
        let kept = names.iter().enumerate().filter(|(at, _)| Some(*at) != without);
        groups.entry(kept.map(|(_, meanings)| meanings[row]).collect()).or_default().push(row);
    }
    let said = |row: &usize| match cells.cell(*row) {
        cell if !cell.is_other => None,
        cell => {
            if let Value::Number(number) = cell.value {
                Some(number)
            } else {
                None
            }
        }
    };
    let places = cells.pool.iter().filter(|cell| cell.is_other).filter_map(|cell| match cell.value {
        Value::Number(number) => Some(number.normalize().scale()),
        _ => None,
    });
    let Some(places) = places.max().map(|places| places.min(12)) else { return Vec::new() };
    let half = half_a_step(places);
    let (mut rows, mut tried) = (Vec::new(), 0);
    for group in groups.values() {
        let shares: Vec<Decimal> = group.iter().filter_map(said).collect();
        let is_count = |row: &&usize| !cells.cell(**row).is_other;
        let wholes: Vec<i128> = group
            .iter()
            .filter(is_count)
            .filter(|row| !counts.is_hidden(column, **row))
            .filter_map(|row| counts.number(column, *row))
            .filter(|number| *number > 0)
            .collect();
        if shares.is_empty() || wholes.is_empty() {
            continue;
        }
        for row in group.iter().filter(is_count).filter(|row| counts.is_hidden(column, **row)) {
            let Some(hidden) = counts.number(column, *row) else { continue };
            tried += 1;
            let pairs = wholes.iter().flat_map(|whole| shares.iter().map(move |said| (*whole, *said)));
            if pairs.into_iter().any(|(whole, said)| is_told(counts, hidden, whole, said, half)) {
                rows.push(*row);
            }
        }
    }
    // A single share in whole percent may fit by chance.
    let is_evidence = rows.len() * 2 >= tried && (rows.len() > 1 || places > 0);
    if is_evidence { rows } else { Vec::new() }
}

/// Whether a share of a whole is that of the hidden count, and of no other that would be hidden.
fn is_told(counts: &Counts<'_>, hidden: i128, whole: i128, said: Decimal, half: Decimal) -> bool {
    let most = i128::from(counts.policy.below) - 1;
    FACTORS.iter().any(|factor| {
        let fits = |part: i128| share(part, whole, *factor).is_some_and(|of_whole| (of_whole - said).abs() <= half);
        hidden <= whole && fits(hidden) && (1..=most.min(whole)).filter(|part| fits(*part)).count() == 1
    })
}
