//! Percentages and rates of counts in the same row.

use std::collections::BTreeSet;

use super::Counts;
use crate::model::{Decimal, FieldType, Value, float, parse_number};

/// The most rows in which a share is tried. More prove no more.
const TRIED: usize = 500;
/// A quick trial looks at this many rows first: most combinations of columns fail it.
const SCREENED: usize = 64;
/// How unlikely a match by chance must be: as unlikely as this many heads in a row, and one more for each doubling of what was tried.
const EVIDENCE: f64 = 10.0;
/// What a share is multiplied by: percentages and the usual rates.
pub(super) const FACTORS: [u32; 5] = [100, 1, 1_000, 100_000, 1_000_000];

/// A column of shares of one count in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FoundShare {
    /// The column of the shares.
    pub(crate) share: usize,
    /// The column of the counts that they are shares of.
    pub(crate) part: usize,
    /// The other column that they can be worked out with.
    pub(crate) whole: usize,
    /// Whether the other column is what the shares are of; if not, it is what is left of it without the part.
    pub(crate) is_of_whole: bool,
    /// Whether they are shares of the part; if not, of what is left without it.
    pub(crate) is_of_part: bool,
    /// What they are multiplied by.
    pub(crate) factor: u32,
    /// How many decimal places they have.
    pub(crate) places: u32,
}

/// Columns that are the share of one count in another. Of the parts that one column may be a share of, all are given.
pub(super) fn detect(counts: &Counts<'_>) -> Vec<FoundShare> {
    let table = counts.table;
    let columns = counts.columns();
    let others: Vec<usize> = (0..table.data.columns.len()).filter(|at| !columns.contains(at)).collect();
    let shares: Vec<Share> = others.iter().filter_map(|at| Share::of(counts, *at)).collect();
    if shares.is_empty() {
        return Vec::new();
    }
    let is_numeric =
        |at: &usize| table.dictionary.field(&table.data.columns[*at].name).is_some_and(|field| field.kind.is_numeric());
    // The whole may be a column that counts something else, or the part with what is left.
    let wholes: Vec<usize> = columns.iter().copied().chain(others.into_iter().filter(is_numeric)).collect();
    let samples: Vec<Vec<usize>> = columns.iter().map(|part| sample(counts, *part)).collect();
    let values = |at: usize, sample: &[usize]| -> Vec<f64> {
        sample.iter().map(|row| counts.number(at, *row).map_or(f64::NAN, |number| float(number.into()))).collect()
    };
    // Each part with the wholes in the rows of its own sample.
    let of_parts: Vec<(Vec<f64>, Vec<Vec<f64>>)> = columns
        .iter()
        .zip(&samples)
        .map(|(part, sample)| (values(*part, sample), wholes.iter().map(|at| values(*at, sample)).collect()))
        .collect();
    let tried = count(shares.len() * columns.len() * wholes.len() * 20).max(1.0).log2();
    let mut all = Vec::new();
    for share in &shares {
        for (part, (sample, (of, of_wholes))) in columns.iter().zip(samples.iter().zip(&of_parts)) {
            let said: Vec<f64> = sample.iter().map(|row| share.numbers[*row].map_or(f64::NAN, float)).collect();
            let pairs = wholes.iter().zip(of_wholes).filter(|(whole, _)| *whole != part && **whole != share.column);
            for (whole, to) in pairs.flat_map(|(at, to)| [(Whole::Is(*at), to), (Whole::With(*at), to)]) {
                let likely = likely(&said, of, to, whole, float(share.half));
                if let Some(kind) = likely.into_iter().find(|kind| is_share(counts, share, *part, whole, *kind, tried)) {
                    all.push(FoundShare {
                        share: share.column,
                        part: *part,
                        whole: whole.column(),
                        is_of_whole: matches!(whole, Whole::Is(_)),
                        is_of_part: matches!(kind.of, Of::Part),
                        factor: kind.factor,
                        places: share.places,
                    });
                }
            }
        }
    }
    all
}

/// Some rows in which a part is known. They are scattered, because places follow each other in the same order each month.
fn sample(counts: &Counts<'_>, part: usize) -> Vec<usize> {
    let known: Vec<usize> = (0..counts.table.data.rows).filter(|row| counts.number(part, *row).is_some()).collect();
    if known.len() <= SCREENED {
        return known;
    }
    // Steps by the golden section do not repeat the rhythm of a table.
    let step = (known.len() * 618 / 1000) | 1;
    (0..SCREENED).map(|at| known[at * step % known.len()]).collect()
}

/// A column that may hold shares.
struct Share {
    column: usize,
    /// The number in each row.
    numbers: Vec<Option<Decimal>>,
    places: u32,
    /// Half of the last decimal place, or a little more.
    half: Decimal,
}

impl Share {
    /// `None` if most of its cells are no numbers. Percentages may be written as text: `4.1%`.
    fn of(counts: &Counts<'_>, at: usize) -> Option<Self> {
        let column = &counts.table.data.columns[at];
        let field = counts.table.dictionary.field(&column.name)?;
        if !field.kind.is_numeric() && field.kind != FieldType::String || field.is_code {
            return None;
        }
        let numbers = column.pool.iter().map(|cell| match &cell.value {
            Value::Number(number) => Some(*number),
            Value::Text => parse_number(cell.text.trim()).map(|number| number.value),
            _ => None,
        });
        let numbers: Vec<Option<Decimal>> = numbers.collect();
        if numbers.iter().flatten().count() * 2 < numbers.len() {
            return None;
        }
        let places = numbers.iter().flatten().map(|number| number.normalize().scale()).max()?.min(12);
        let numbers = column.cells.iter().map(|cell| numbers[*cell as usize]).collect();
        Some(Self { column: at, numbers, places, half: half_a_step(places) })
    }
}

/// What a share is of.
#[derive(Clone, Copy)]
enum Whole {
    /// A column.
    Is(usize),
    /// The part and this column together.
    With(usize),
}

impl Whole {
    fn column(self) -> usize {
        match self {
            Self::Is(column) | Self::With(column) => column,
        }
    }

    /// The whole, if the part is this.
    fn of(self, counts: &Counts<'_>, part: i128, row: usize) -> Option<i128> {
        match self {
            Self::Is(column) => counts.number(column, row),
            Self::With(column) => Some(counts.number(column, row)? + part),
        }
    }
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

fn share_of(kind: Kind, part: i128, whole: i128) -> Option<Decimal> {
    let of = match kind.of {
        Of::Part => part,
        Of::Rest => whole - part,
    };
    share(of, whole, kind.factor)
}

/// A part of a whole, times a factor.
pub(super) fn share(part: i128, whole: i128, factor: u32) -> Option<Decimal> {
    Decimal::from_i128_with_scale(part, 0).checked_mul(factor.into())?.checked_div(Decimal::from_i128_with_scale(whole, 0))
}

/// Half of the last of some decimal places, or a little more.
pub(super) fn half_a_step(places: u32) -> Decimal {
    Decimal::new(51, places + 2)
}

/// How a column may be a share, by some rows and about. Nearly all combinations fail in the first rows.
fn likely(said: &[f64], of: &[f64], to: &[f64], whole: Whole, half: f64) -> Vec<Kind> {
    let is_with = matches!(whole, Whole::With(_));
    let (mut tried, mut near) = (0, [false; 2]);
    for ((said, of), to) in said.iter().zip(of).zip(to) {
        let whole = if is_with { to + of } else { *to };
        if !(*of > 0.0 && whole > *of && said.is_finite()) {
            continue;
        }
        for (near, part) in near.iter_mut().zip([*of, whole - of]) {
            let share = part / whole;
            *near |= FACTORS.iter().any(|factor| (share * f64::from(*factor) - said).abs() <= half * 1.01);
        }
        tried += 1;
        if tried == 3 {
            break;
        }
    }
    let is_near = |kind: &Kind| near[usize::from(matches!(kind.of, Of::Rest))];
    if near == [false; 2] {
        return Vec::new();
    }
    kinds().filter(|kind| is_near(kind) && may_be(said, of, to, whole, *kind, half)).collect()
}

/// Whether a column may be a share of this kind.
fn may_be(said: &[f64], of: &[f64], to: &[f64], whole: Whole, kind: Kind, half: f64) -> bool {
    let (mut tried, mut wrong) = (0, 0);
    for ((said, of), to) in said.iter().zip(of).zip(to) {
        let whole = if matches!(whole, Whole::With(_)) { to + of } else { *to };
        // Unknown numbers are NaN, and fail these comparisons.
        let is_known = *of > 0.0 && whole > 0.0 && (*of - whole).abs() > 0.5 && said.is_finite();
        if !is_known {
            continue;
        }
        let part = if matches!(kind.of, Of::Part) { *of } else { whole - of };
        tried += 1;
        if (part * f64::from(kind.factor) / whole - said).abs() > half * 1.01 {
            wrong += 1;
            if wrong > 2 + tried / 5 {
                return false;
            }
        }
    }
    tried > 1 && wrong * 2 < tried
}

/// Whether a column is the share of one count in another: in nearly all of the rows in which all three are known and differ, and in
/// more of them than chance would have it.
fn is_share(counts: &Counts<'_>, share: &Share, part: usize, whole: Whole, kind: Kind, tried_before: f64) -> bool {
    let (mut tried, mut right, mut various) = (0, 0, BTreeSet::new());
    for row in 0..counts.table.data.rows {
        let (Some(of), Some(said)) = (counts.number(part, row), share.numbers[row]) else { continue };
        let Some(to) = whole.of(counts, of, row) else { continue };
        if of <= 0 || to <= 0 || of == to {
            continue;
        }
        tried += 1;
        if share_of(kind, of, to).is_some_and(|share_of| (share_of - said).abs() <= share.half) {
            right += 1;
            various.insert(said);
        }
        if tried >= TRIED || (tried >= 20 && right * 2 < tried) {
            break;
        }
    }
    // The share could have been any of this many numbers between 0 and the factor.
    let each = (f64::from(kind.factor) / (2.0 * float(share.half))).log2().max(0.0);
    right * 10 >= tried * 9 && various.len() > 1 && count(various.len()) * each >= EVIDENCE + tried_before
}

#[expect(clippy::cast_precision_loss, reason = "numbers of columns and rows are small")]
fn count(number: usize) -> f64 {
    number as f64
}
