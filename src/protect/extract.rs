//! A table as counts with dimensions: what adds up to what, and what a reader knows of each count.
//!
//! In: a checked table, its policy and the totals found in it. Out: a [`CountTable`], whose measures stand in the order of the
//! policy's counts.
//! Invariant: a total that is declared or was found is either an equation of the model, or known not to come out. None is
//! dropped without a word.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::check::{Dimensions, TotalBeside};
use crate::disclosure::{Absent, Bounds, Count, CountTable, Dimension, Measure, Standing};
use crate::load::LoadedTable;
use crate::model::{Cell, Decimal, Marker, Policy, RawCell, Value, Zeros};

/// What is lost by hiding any count, beside what it counts.
const EACH: u64 = 1_000_000;
/// How much more is lost with a total: it stands for many, and readers look for it first.
const TOTAL: u64 = 10;

/// What the numbers of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// True numbers, before any protection.
    Raw,
    /// The same, where sums show that blank cells are not nobody.
    RawWithGaps,
    /// What somebody else has protected, and may have rounded.
    Published,
}

/// A table as counts with dimensions. `elsewhere` are the columns of the other tables of its dataset.
pub(super) fn extract(
    table: &LoadedTable,
    policy: &Policy,
    totals: &[TotalBeside],
    universe: String,
    reading: Reading,
    elsewhere: &BTreeSet<&str>,
) -> CountTable {
    let known = Dimensions::of_all_rows(table);
    let columns = telling(&known, table, totals, elsewhere);
    let mut dimensions: Vec<Dimension> = columns.iter().map(|column| dimension(table, &known, *column, totals)).collect();
    let mut keys: Vec<Vec<u32>> =
        (0..table.data.rows).map(|row| columns.iter().map(|column| known.meaning(*column, row)).collect()).collect();
    tell_apart(&mut keys, &mut dimensions);
    let depth =
        |row: usize| dimensions.iter().zip(&keys[row]).filter(|(dimension, value)| dimension.total == Some(**value)).count();
    let depths: Vec<u64> = (0..table.data.rows).map(|row| TOTAL.pow(u32::try_from(depth(row).min(3)).unwrap_or(0))).collect();
    let exact = exact_rows(table);
    let measures = policy.counts.iter().map(|column| {
        let cells = &table.data.columns[*column];
        let of = |row: usize| count(cells.cell(row), policy, exact[row], (depths[row], reading));
        Measure {
            name: cells.name.clone(),
            counts: (0..table.data.rows).map(of).collect(),
            adds_up_along: (0..columns.len()).collect(),
        }
    });
    let measures = measures.collect();
    CountTable { universe, dimensions, keys, measures, absent: Absent::Nobody }
}

/// The columns that tell rows apart, without those that only say again what another says. A period that other tables have as well
/// stays: it tells which of their rows count the same people.
fn telling(known: &Dimensions<'_>, table: &LoadedTable, totals: &[TotalBeside], elsewhere: &BTreeSet<&str>) -> Vec<usize> {
    let all: Vec<usize> = known.columns().collect();
    let has_total = |column: usize| {
        totals.iter().any(|total| total.column == column) || table.spec.dimension(&table.data.columns[column].name).is_some()
    };
    let mut kept = all.clone();
    for label in all {
        let is_said = |of: &usize| *of != label && known.is_label(label, *of);
        let name = table.data.columns[label].name.as_str();
        let is_period = table.dictionary.field(name).is_some_and(|field| field.kind.is_temporal());
        let is_kept = has_total(label) || (is_period && elsewhere.contains(name));
        if !is_kept && kept.iter().any(is_said) {
            kept.retain(|column| *column != label);
        }
    }
    kept
}

/// What adds up in a column.
fn dimension(table: &LoadedTable, known: &Dimensions<'_>, column: usize, totals: &[TotalBeside]) -> Dimension {
    let cells = &table.data.columns[column];
    let values: Vec<String> = cells.pool.iter().map(|cell| cell.published().trim().to_owned()).collect();
    let mut present: Vec<u32> = (0..table.data.rows).map(|row| known.meaning(column, row)).collect();
    present.sort_unstable();
    present.dedup();
    let value_of = |text: &str| present.iter().copied().find(|value| values[*value as usize] == text.trim());
    let declared = table.spec.dimension(&cells.name);
    let mut sums: Vec<(u32, Vec<u32>)> = Vec::new();
    for (whole, parts) in declared.iter().flat_map(|declared| &declared.parts) {
        if let Some(whole) = value_of(whole) {
            sums.push((whole, parts.iter().filter_map(|part| value_of(part)).collect()));
        }
    }
    let found: Vec<&TotalBeside> = totals.iter().filter(|total| total.column == column).collect();
    let total = declared.and_then(|declared| declared.total.as_deref()).and_then(value_of);
    let wholes: Vec<u32> =
        total.into_iter().chain(found.iter().filter(|total| total.parts.is_none()).map(|total| total.value)).collect();
    sums.extend(found.iter().filter_map(|total| Some((total.value, total.parts.clone()?))));
    let is_named =
        |whole: &u32| declared.is_some_and(|declared| declared.parts.keys().any(|name| value_of(name) == Some(*whole)));
    for whole in wholes.iter().filter(|whole| !is_named(whole)) {
        for parts in ways(&present, *whole, &wholes, &sums) {
            if !parts.is_empty() && !sums.iter().any(|(of, known)| of == whole && *known == parts) {
                sums.push((*whole, parts));
            }
        }
    }
    let overlaps = declared.is_some_and(|declared| declared.adds_up == Some(false));
    Dimension { name: cells.name.clone(), values, total: wholes.first().copied(), sums, overlaps }
}

/// The ways in which a total of all may be made: of all other values, of those that are no totals themselves, and of those that are
/// no parts of another. `sums` are the subtotals, each with its parts.
pub(super) fn ways(present: &[u32], whole: u32, wholes: &[u32], sums: &[(u32, Vec<u32>)]) -> Vec<Vec<u32>> {
    let others: Vec<u32> = present.iter().copied().filter(|value| *value != whole).collect();
    let is_total = |value: &u32| wholes.contains(value) || sums.iter().any(|(of, _)| of == value && *of != whole);
    let is_below = |value: &u32| sums.iter().any(|(of, parts)| *of != whole && parts.contains(value));
    let leaves = others.iter().copied().filter(|value| !is_total(value)).collect();
    let tops = others.iter().copied().filter(|value| !is_below(value)).collect();
    let mut ways = vec![others, leaves, tops];
    ways.dedup();
    ways
}

/// Tells rows apart that agree in every dimension.
fn tell_apart(keys: &mut [Vec<u32>], dimensions: &mut Vec<Dimension>) {
    let mut seen: HashMap<Vec<u32>, u32> = HashMap::new();
    let numbers: Vec<u32> = keys
        .iter()
        .map(|key| {
            let number = seen.entry(key.clone()).or_insert(0);
            *number += 1;
            *number - 1
        })
        .collect();
    let most = numbers.iter().copied().max().unwrap_or(0);
    if most > 0 {
        keys.iter_mut().zip(numbers).for_each(|(key, number)| key.push(number));
        let values = (0..=most).map(|number| number.to_string()).collect();
        dimensions.push(Dimension { name: "row".to_owned(), values, total: None, sums: Vec::new(), overlaps: false });
    }
}

/// The rows whose counts are not rounded.
pub(super) fn exact_rows(table: &LoadedTable) -> Vec<bool> {
    let mut exact = vec![false; table.data.rows];
    let rules: BTreeMap<&String, &Vec<String>> = table.spec.protect.iter().flat_map(|policy| &policy.exact).collect();
    for (name, values) in rules {
        let Some(column) = table.data.column(name) else { continue };
        let is_exact: Vec<bool> =
            column.pool.iter().map(|cell| values.iter().any(|value| value.trim() == cell.published().trim())).collect();
        exact.iter_mut().zip(&column.cells).for_each(|(exact, cell)| *exact |= is_exact[*cell as usize]);
    }
    exact
}

/// The least that a hidden count can be, as far as a reader knows.
fn least(policy: &Policy) -> i64 {
    i64::from(policy.zeros != Zeros::Hidden)
}

/// Larger numbers count nobody, and could not be added up.
const LARGEST: i64 = 1_000_000_000_000;

/// A cell as a count. `None` if it counts nobody, or is no whole number.
fn count(cell: &RawCell, policy: &Policy, is_exact: bool, (depth, reading): (u64, Reading)) -> Option<Count> {
    if cell.is_other {
        return None;
    }
    let (width, least) = (i64::from(policy.width), least(policy));
    let number = match &cell.value {
        Value::Number(number) if number.fract().is_zero() => {
            i64::try_from(*number).ok().filter(|number| number.abs() <= LARGEST)?
        }
        // What a published table hides that this portal does not protect is no concern of the others.
        Value::Missing(Marker::Confidential) if policy.below == 0 => return Some(unknown()),
        Value::Missing(Marker::Confidential) => {
            let most = policy.round_to.map(|_| i64::from(policy.below) - 1);
            // A source that hides 0 as well may have another rule.
            let least = if reading == Reading::Published { least } else { 0 };
            let any = Bounds { least, most };
            return Some(Count { number: None, shown: any, hidden: any, width, standing: Standing::Primary, loss: 0 });
        }
        Value::Missing(marker) if reading == Reading::RawWithGaps && *marker != Marker::NotApplicable => return Some(unknown()),
        Value::Blank if reading == Reading::RawWithGaps => return Some(unknown()),
        // What is not there may be nobody: a reader who takes it for 0 sees whether the sums come out.
        Value::Missing(_) | Value::Blank => {
            let none = Bounds::exactly(0);
            return Some(Count { number: Some(0), shown: none, hidden: none, width: 0, standing: Standing::Gap, loss: 0 });
        }
        _ => return None,
    };
    let is_small = policy.hides(Decimal::from(number));
    let shown = policy.round_to.filter(|_| !is_exact && number != 0).map_or(Bounds::exactly(number), |base| {
        let (base, half) = (i64::from(base), i64::from(base) / 2);
        let rounded = (number + number.signum() * half) / base * base;
        Bounds {
            least: (rounded - half).max(least.max(i64::from(policy.below)).min(number)),
            most: Some(rounded + (base - 1) / 2),
        }
    });
    // Where all counts that are shown are rounded, none is hidden to protect others, so whoever knows the rule knows the most.
    let most = policy.round_to.filter(|_| number > 0).map(|_| i64::from(policy.below) - 1);
    // What is shown wherever it occurs, such as 0, is not hidden to protect others.
    let hidden = Bounds { least: if number < 0 { -LARGEST } else { least }, most };
    let loss = EACH.saturating_add(number.unsigned_abs()).saturating_mul(depth);
    let standing = match () {
        () if is_small => Standing::Primary,
        () if policy.round_to.is_some() || policy.below == 0 => Standing::Fixed,
        () => Standing::Optional,
    };
    // What was rounded before is not the true number.
    let is_true = reading != Reading::Published || shown.known().is_some();
    Some(Count { number: is_true.then_some(number), shown, hidden, width: if is_small { width } else { 1 }, standing, loss })
}

/// A number that nobody tells.
fn unknown() -> Count {
    let any = Bounds::from(0);
    Count { number: None, shown: any, hidden: any, width: 0, standing: Standing::Unprinted, loss: 0 }
}
