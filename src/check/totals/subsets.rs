//! Sums of any of the other values, in columns with few values.

use std::collections::{BTreeMap, HashMap};

use super::TotalBeside;
use super::column::{NumberColumn, Parts};

/// A column with at most this many values in one place is searched for any sum of any of its values.
pub(super) const MOST: usize = 28;
/// The same where numbers are rounded or hidden, so that a sum need not be equal.
const MOST_ROUNDED: usize = 13;

/// Values that are the sum of some others.
pub(super) fn detect(column: &NumberColumn<'_>) -> Vec<TotalBeside> {
    let found = if column.names <= MOST_ROUNDED { of_positive(column) } else { Vec::new() };
    if !found.is_empty() {
        return found;
    }
    // One period may be the exception, so others are tried too.
    let places: Vec<usize> = complete(column);
    let some = |ats: [usize; 3]| {
        let mut ats: Vec<usize> = ats.into_iter().filter_map(|at| places.get(at).copied()).collect();
        ats.dedup();
        ats
    };
    let last = places.len().saturating_sub(1);
    [some([0, last / 2, last]), some([1, last / 2 + 1, last.saturating_sub(1)])]
        .into_iter()
        .map(|ats| exact(column, &ats))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// The contexts with the most values, none of them hidden.
fn complete(column: &NumberColumn<'_>) -> Vec<usize> {
    let has_all = |at: &usize| {
        let numbers = &column.places[*at].numbers;
        numbers.len() == column.names && numbers.values().all(Option::is_some)
    };
    (0..column.places.len()).filter(has_all).collect()
}

/// What the numbers of each context are multiplied by, so that one number stands for those of all: different ones are the same by
/// accident once in a lifetime.
const MIX: [i128; 3] = [1, 0x9e37_79b9_7f4a_7c15, 0x5851_f42d_4c95_7f2d_1405_7b7e];

/// Values that are the exact sum of some others in each of a few contexts at once. All sums of one half of the values are held
/// against all sums of the other half.
fn exact(column: &NumberColumn<'_>, ats: &[usize]) -> Vec<TotalBeside> {
    if ats.len() < 2 {
        return Vec::new();
    }
    let number = |value: u32| {
        let numbers = ats.iter().zip(MIX).map(|(at, mix)| column.number(*at, value).unwrap_or(0).wrapping_mul(mix));
        numbers.fold(0_i128, i128::wrapping_add)
    };
    let values: Vec<(u32, i128)> = column.places[ats[0]].numbers.keys().map(|value| (*value, number(*value))).collect();
    let values: Vec<(u32, i128)> = values.into_iter().filter(|(_, number)| *number != 0).collect();
    if !(3..=MOST).contains(&values.len()) {
        return Vec::new();
    }
    let (left, right) = values.split_at(values.len() / 2);
    let (left_sums, right_sums) = (sums(left), sums(right));
    let mut by_sum: HashMap<i128, Vec<u32>> = HashMap::with_capacity(left_sums.len());
    for (chosen, sum) in left_sums {
        by_sum.entry(sum).or_default().push(chosen);
    }
    let mut best: BTreeMap<usize, u32> = BTreeMap::new();
    for (chosen, sum) in &right_sums {
        for (at, (_, whole)) in values.iter().enumerate() {
            for other in by_sum.get(&whole.wrapping_sub(*sum)).into_iter().flatten() {
                let all = other | (chosen << left.len());
                let is_sum = all >> at & 1 == 0 && all.count_ones() > 1;
                let is_better = best.get(&at).is_none_or(|known| (all.count_ones(), all) < (known.count_ones(), *known));
                if is_sum && is_better {
                    best.insert(at, all);
                }
            }
        }
    }
    let tried = tried(values.len());
    let total = |(at, all): (usize, u32)| {
        let parts: Vec<u32> = (0..values.len()).filter(|at| all >> at & 1 == 1).map(|at| values[at].0).collect();
        let value = values[at].0;
        let proof = column.prove(value, Parts::These(&parts), tried).filter(|_| column.is_name(value))?;
        Some(column.total(value, Some(parts), &proof))
    };
    best.into_iter().filter_map(total).collect()
}

/// Each of so many values could be the sum of any set of the others: as many possibilities as this many throws of a coin show.
pub(super) fn tried(values: usize) -> f64 {
    let values = f64::from(u32::try_from(values).unwrap_or(u32::MAX));
    values - 1.0 + values.log2()
}

/// The sums of all sets of some values. Each bit of a set stands for a value.
fn sums(values: &[(u32, i128)]) -> Vec<(u32, i128)> {
    let mut sums = vec![(0, 0_i128)];
    for (at, (_, number)) in values.iter().enumerate() {
        let with: Vec<(u32, i128)> = sums.iter().map(|(set, sum)| (set | 1 << at, sum.wrapping_add(*number))).collect();
        sums.extend(with);
    }
    sums
}

/// Values that are the sum of some others, the largest first, where no number is below 0. All sums are tried in the context with
/// the most values.
fn of_positive(column: &NumberColumn<'_>) -> Vec<TotalBeside> {
    let numbers = column.places.iter().map(|place| &place.numbers);
    let widest = numbers.max_by_key(|numbers| numbers.values().flatten().filter(|number| **number != 0).count());
    let Some(widest) = widest else { return Vec::new() };
    let mut values: Vec<(u32, i128)> = widest.iter().filter_map(|(value, number)| Some((*value, (*number)?))).collect();
    if values.len() < 3 || values.iter().any(|(_, number)| *number < 0) {
        return Vec::new();
    }
    values.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    let tried = tried(values.len());
    let mut totals = Vec::new();
    for (at, (value, whole)) in values.iter().enumerate().filter(|(_, (value, _))| column.is_name(*value)) {
        let smaller = &values[at + 1..];
        let slack = i128::try_from(smaller.len() + 1).unwrap_or(0) * column.rounding / 2;
        let mut found = Vec::new();
        subsets(smaller, *whole, slack, &mut Vec::new(), &mut found);
        let proved = found.into_iter().find_map(|parts| Some((column.prove(*value, Parts::These(&parts), tried)?, parts)));
        if let Some((proof, parts)) = proved {
            totals.push(column.total(*value, Some(parts), &proof));
        }
    }
    totals
}

/// The sets of at least two values whose numbers add up to a whole, at most 64. The numbers are sorted, the largest first.
fn subsets(values: &[(u32, i128)], left: i128, slack: i128, chosen: &mut Vec<u32>, found: &mut Vec<Vec<u32>>) {
    if found.len() >= 64 {
        return;
    }
    if left.abs() <= slack && chosen.len() > 1 {
        found.push(chosen.clone());
        if slack == 0 {
            return;
        }
    }
    let Some(((value, number), rest)) = values.split_first() else { return };
    let most: i128 = values.iter().map(|(_, number)| number).sum();
    if most + slack < left || left + slack < 0 {
        return;
    }
    if *number > 0 && *number <= left + slack {
        chosen.push(*value);
        subsets(rest, left - number, slack, chosen, found);
        chosen.pop();
    }
    subsets(rest, left, slack, chosen, found);
}
