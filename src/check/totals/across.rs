//! A total in a column of its own, beside the columns of its parts.

use super::column::rounding;
use super::contexts::{scale, units};
use super::proof::{Proof, Sum, log2};
use crate::diagnostic::shortened;
use crate::load::{LoadedTable, shown};
use crate::model::Value;

/// The most rows that are looked at. More prove no more.
const ROWS: usize = 2_000;
/// Up to so many columns, each set of them may be the parts.
const COLUMNS: usize = 12;
/// Of more columns, up to so many that stand together beside the total may be.
const RUN: usize = 40;

/// A column that is the sum of others.
pub(crate) struct ColumnTotal {
    /// The column.
    pub(crate) column: usize,
    /// The columns that add up to it.
    pub(crate) parts: Vec<usize>,
    /// The total and the evidence for it: `` `all` equals the sum of `female` and `male` in 12 of 12 rows ``.
    pub(crate) told: String,
}

/// Every column that is the sum of others, each part in one total only.
pub(crate) fn column_totals(table: &LoadedTable, columns: &[usize]) -> Vec<ColumnTotal> {
    let (mut left, mut all) = (columns.to_vec(), Vec::new());
    while let Some(total) = column_total(table, &left) {
        left.retain(|column| !total.parts.contains(column));
        all.push(total);
    }
    all
}

/// A column that is the sum of others, among some columns of a table that a figure adds up.
pub(in crate::check) fn column_total(table: &LoadedTable, columns: &[usize]) -> Option<ColumnTotal> {
    if columns.len() < 3 {
        return None;
    }
    let scale = columns.iter().map(|column| scale(table, *column)).max()?;
    let step = table.data.rows.div_ceil(ROWS).max(1);
    let number = |column: usize, row: usize| match table.data.columns[column].cell(row).value {
        Value::Number(number) => Some(units(number, scale)),
        _ => None,
    };
    let row = |row: usize| columns.iter().map(|column| number(*column, row)).collect::<Option<Vec<i128>>>();
    let rows: Vec<Vec<i128>> = (0..table.data.rows).step_by(step).filter_map(row).collect();
    let rounding = rounding(|| rows.iter().flatten().copied(), scale);
    let (found, sets) = [0, rounding].into_iter().find_map(|rounding| {
        sets(columns.len()).find_map(|set| {
            let proof = prove(&rows, &set, rounding);
            proof.is_proved(set.tried).then_some((proof, set))
        })
    })?;
    let name = |at: &usize| format!("`{}`", shown(&table.data.columns[columns[*at]].name));
    let parts: Vec<String> = sets.parts.iter().map(name).collect();
    let told =
        format!("{} equals the sum of {} in {} of {} rows", name(&sets.whole), shortened(&parts, 4), found.matched, found.tested);
    let parts = sets.parts.iter().map(|at| columns[*at]).collect();
    Some(ColumnTotal { column: columns[sets.whole], parts, told })
}

/// One column that may be the sum of others, by their places among those looked at.
struct Set {
    whole: usize,
    parts: Vec<usize>,
    /// How many other sets were possible, in throws of a coin.
    tried: f64,
}

/// Each column with all others, and then with each set of at least two; of many columns, with those that stand together before or
/// behind it.
fn sets(columns: usize) -> impl Iterator<Item = Set> {
    let others = move |whole: usize| (0..columns).filter(move |at| *at != whole);
    let all = (0..columns).map(move |whole| Set { whole, parts: others(whole).collect(), tried: log2(count(columns)) });
    let masks = if columns <= COLUMNS { 0..1_usize << columns } else { 0..0 };
    let some = masks.flat_map(move |mask| {
        let is_part = move |at: &usize| mask >> at & 1 == 1;
        let parts: Vec<usize> = (0..columns).filter(is_part).collect();
        let wholes = (0..columns).filter(move |whole| mask.count_ones() > 1 && !is_part(whole));
        wholes.map(move |whole| Set { whole, parts: parts.clone(), tried: super::subsets::tried(columns) })
    });
    let many = if columns > COLUMNS { 0..columns } else { 0..0 };
    let beside = many.flat_map(move |whole| {
        let before = (2..=RUN.min(whole)).map(move |length| (whole, whole - length..whole));
        let behind = (2..=RUN.min(columns - 1 - whole)).map(move |length| (whole, whole + 1..whole + 1 + length));
        before.chain(behind)
    });
    let beside = beside.map(move |(whole, parts)| Set { whole, parts: parts.collect(), tried: log2(count(columns * 2 * RUN)) });
    all.chain(some).chain(beside)
}

fn prove(rows: &[Vec<i128>], set: &Set, rounding: i128) -> Proof {
    let mut proof = Proof::default();
    let slack = count(set.parts.len() + 1) * rounding / 2;
    for row in rows {
        let parts = || set.parts.iter().map(|at| row[*at]);
        // With fewer than two parts, equal numbers are only two names for one thing.
        if row[set.whole] == 0 || parts().filter(|part| *part != 0).count() < 2 {
            continue;
        }
        let sum = || Sum { whole: row[set.whole], parts: (0..).zip(parts()).collect() };
        proof.add(row[set.whole], parts().sum(), slack, rounding.max(1), sum);
        if proof.tested >= 20 && proof.matched * 2 < proof.tested {
            break;
        }
    }
    proof
}

fn count(number: usize) -> i128 {
    i128::try_from(number).unwrap_or(i128::MAX)
}
