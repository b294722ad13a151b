//! Percentages and rates that tell a hidden count.

use super::{Away, Counts};
use crate::model::{Decimal, Value};

/// The most rows in which a share is tried. More prove no more.
const TRIED: usize = 500;
/// In how many rows a column must be the share of one count in another.
const NEEDED: usize = 5;
/// What a share is multiplied by: percentages and the usual rates.
const FACTORS: [u32; 5] = [100, 1, 1_000, 100_000, 1_000_000];

/// Columns that are the share of one count in another, in rows in which the first is hidden and the rest is shown.
pub(super) fn detect(counts: &Counts<'_>) -> Vec<Away> {
    let table = counts.table;
    let columns = counts.columns();
    let is_number =
        |at: &usize| table.dictionary.field(&table.data.columns[*at].name).is_some_and(|field| field.kind.is_numeric());
    let shares = (0..table.data.columns.len()).filter(|at| !columns.contains(at)).filter(is_number);
    let mut all = Vec::new();
    for share in shares {
        let Some(half) = half_a_step(counts, share) else { continue };
        for part in columns.iter().copied().filter(|part| (0..table.data.rows).any(|row| counts.is_hidden(*part, row))) {
            for whole in columns.iter().copied().filter(|whole| *whole != part) {
                let Some(kind) = kinds().find(|kind| is_share(counts, share, part, whole, *kind, half)) else { continue };
                let rows: Vec<usize> =
                    (0..table.data.rows).filter(|row| is_told(counts, share, part, whole, kind, half, *row)).collect();
                if !rows.is_empty() {
                    let name = |at: usize| &table.data.columns[at].name;
                    all.push(Away { column: part, rows, by: format!("`{}` and `{}`", name(share), name(whole)) });
                }
            }
        }
    }
    // One way is enough to say.
    all.sort_by_key(|away| (away.column, std::cmp::Reverse(away.rows.len())));
    all.dedup_by_key(|away| away.column);
    all
}

/// How a share is made: times a factor, of the part or of the rest.
#[derive(Clone, Copy)]
struct Kind {
    factor: u32,
    of: Of,
}

#[derive(Clone, Copy)]
enum Of {
    Part,
    Rest,
}

fn kinds() -> impl Iterator<Item = Kind> {
    [Of::Part, Of::Rest].into_iter().flat_map(|of| FACTORS.map(|factor| Kind { factor, of }))
}

/// Half of the last decimal place of a column of shares, or a little more. `None` if it holds no number.
fn half_a_step(counts: &Counts<'_>, share: usize) -> Option<Decimal> {
    let numbers = counts.table.data.columns[share].pool.iter().filter_map(|cell| match cell.value {
        Value::Number(number) => Some(number.normalize().scale()),
        _ => None,
    });
    let places = numbers.max()?.min(12);
    Some(Decimal::new(51, places + 2))
}

fn share_of(kind: Kind, part: i128, whole: i128) -> Option<Decimal> {
    let of = match kind.of {
        Of::Part => part,
        Of::Rest => whole - part,
    };
    Decimal::from_i128_with_scale(of, 0).checked_mul(kind.factor.into())?.checked_div(Decimal::from_i128_with_scale(whole, 0))
}

fn number(counts: &Counts<'_>, column: usize, row: usize) -> Option<Decimal> {
    if let Value::Number(number) = counts.table.data.columns[column].cell(row).value { Some(number) } else { None }
}

/// Whether a column is the share of one count in another, in nearly all of the rows in which all three are known and differ.
fn is_share(counts: &Counts<'_>, share: usize, part: usize, whole: usize, kind: Kind, half: Decimal) -> bool {
    let (mut tried, mut right, mut various) = (0, 0, std::collections::BTreeSet::new());
    for row in 0..counts.table.data.rows {
        let (Some(of), Some(to), Some(said)) = (counts.number(part, row), counts.number(whole, row), number(counts, share, row))
        else {
            continue;
        };
        if of <= 0 || to <= 0 || of == to {
            continue;
        }
        tried += 1;
        if share_of(kind, of, to).is_some_and(|share| (share - said).abs() <= half) {
            right += 1;
            various.insert(said);
        }
        if tried >= TRIED || (tried >= 20 && right * 2 < tried) {
            break;
        }
    }
    right >= NEEDED && right * 10 >= tried * 9 && various.len() > 2
}

/// Whether a share and the whole leave one number alone for a hidden part.
fn is_told(counts: &Counts<'_>, share: usize, part: usize, whole: usize, kind: Kind, half: Decimal, row: usize) -> bool {
    if !counts.is_hidden(part, row) || counts.is_hidden(whole, row) {
        return false;
    }
    let (Some(to), Some(said)) = (counts.number(whole, row), number(counts, share, row)) else { return false };
    let most = i128::from(counts.policy.preset.threshold()) - 1;
    let fits = (1..=most.min(to)).filter(|of| share_of(kind, *of, to).is_some_and(|share| (share - said).abs() <= half));
    to > 0 && fits.count() == 1
}
