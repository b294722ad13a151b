//! Values whose numbers are the sums of the numbers of others.

use std::collections::{BTreeMap, BTreeSet};

use super::contexts::{Contexts, scale};
use super::proof::{Proof, log2};
use super::{Sign, TotalBeside, blocks};
use crate::model::{Decimal, Value};

/// A column with at most this many values in one place is searched for any sum of any of its values.
const FEW: usize = 13;

/// The numbers of one context by value, in whole units.
pub(super) type Numbers = BTreeMap<u32, Option<i128>>;

/// The totals in a column: sums of all the other values first, then of some of them.
pub(super) fn detect(contexts: &Contexts<'_>) -> Vec<TotalBeside> {
    for number in &contexts.numbers {
        let column = NumberColumn::of(contexts, *number);
        let mut totals = Vec::new();
        let mut known = BTreeSet::new();
        // A grand total is the sum of all that are no totals themselves, so it may only show once the others are known.
        while let Some(total) = of_all_others(&column, &known) {
            known.insert(total.value);
            totals.push(total);
        }
        if !totals.is_empty() {
            return totals;
        }
        let some = if column.most() <= FEW { of_some(&column) } else { blocks::detect(&column) };
        if !some.is_empty() {
            known.extend(some.iter().map(|total| total.value));
            totals.extend(of_all_others(&column, &known).filter(|total| !known.contains(&total.value)));
            totals.extend(some);
            return totals;
        }
    }
    Vec::new()
}

/// A column of numbers, in the contexts of a column of names.
pub(super) struct NumberColumn<'a> {
    pub(super) contexts: &'a Contexts<'a>,
    pub(super) places: Vec<Numbers>,
    scale: u32,
    /// How many different values the column of names has.
    names: usize,
    /// What numbers are rounded to, if all are: 5, 10, 100; else the last decimal place, or 0 for whole numbers.
    rounding: i128,
}

impl<'a> NumberColumn<'a> {
    fn of(contexts: &'a Contexts<'a>, number: usize) -> Self {
        let scale = scale(contexts.table, number);
        let places: Vec<Numbers> = contexts.groups.iter().map(|group| contexts.numbers_of(group, number, scale)).collect();
        let all = || places.iter().flat_map(|numbers| numbers.values().flatten());
        let is_rounded = |base: &i128| all().all(|number| number % base == 0) && all().any(|number| *number != 0);
        let base = [1000, 100, 50, 10, 5].into_iter().find(is_rounded);
        let rounding = base.unwrap_or(i128::from(scale > 0));
        let names = places.iter().map(BTreeMap::len).max().unwrap_or(0);
        Self { contexts, places, scale, names, rounding }
    }

    /// The most values that any context has.
    fn most(&self) -> usize {
        self.places.iter().map(BTreeMap::len).max().unwrap_or(0)
    }

    /// Compares a value with the sum of some others in each context, and says whether it is proved to be their sum. Contexts in
    /// which a part is hidden are compared only if all are such.
    pub(super) fn prove(&self, value: u32, is_part: impl Fn(u32) -> bool, tried: f64) -> Option<Proof> {
        let is_whole = |numbers: &&Numbers| {
            numbers.contains_key(&value) && numbers.iter().all(|(other, number)| !is_part(*other) || number.is_some())
        };
        let whole: Vec<&Numbers> = self.places.iter().filter(is_whole).collect();
        if whole.is_empty() {
            return self.prove_in(self.places.iter(), value, is_part, tried);
        }
        self.prove_in(whole.into_iter(), value, is_part, tried)
    }

    fn prove_in<'n>(
        &self,
        places: impl Iterator<Item = &'n Numbers>,
        value: u32,
        is_part: impl Fn(u32) -> bool,
        tried: f64,
    ) -> Option<Proof> {
        let mut proof = Proof::default();
        for numbers in places {
            let Some(Some(whole)) = numbers.get(&value).copied() else { continue };
            let parts: Vec<Option<i128>> =
                numbers.iter().filter(|(other, _)| **other != value && is_part(**other)).map(|(_, number)| *number).collect();
            let known: Vec<i128> = parts.iter().flatten().copied().collect();
            let hidden = i128::try_from(parts.len() - known.len()).unwrap_or(0);
            let count = i128::try_from(parts.len()).unwrap_or(0) + 1;
            // With fewer than two parts, equal numbers are only two names for one thing.
            if known.iter().filter(|number| **number != 0).count() < 2 || whole == 0 {
                continue;
            }
            let sum: i128 = known.iter().sum();
            let exact = hidden == 0 && whole == sum;
            // Each hidden part is a count below 10; each rounded one is off by up to half of what it is rounded to.
            let slack = if exact { 0 } else { hidden * 5 * self.one() + count * self.rounding / 2 };
            proof.add(whole, known, sum + hidden * 5 * self.one() * i128::from(!exact), slack);
            if proof.tested >= 20 && proof.matched * 2 < proof.tested {
                return None;
            }
        }
        proof.is_proved(tried).then_some(proof)
    }

    fn one(&self) -> i128 {
        10_i128.pow(self.scale)
    }

    pub(super) fn total(&self, value: u32, parts: Option<Vec<u32>>, proof: &Proof) -> TotalBeside {
        let text = |number: &i128| Decimal::from_i128_with_scale(*number, self.scale).normalize().to_string();
        let example = proof.best.as_ref().map_or_else(String::new, |(whole, parts)| {
            let shown: Vec<String> = parts.iter().take(4).map(text).collect();
            // Small counts are not for logs.
            let is_small = |number: &i128| *number != 0 && number.abs() < 10 * self.one();
            if parts.iter().take(4).any(is_small) {
                return String::new();
            }
            let more = if parts.len() > shown.len() { " + ..." } else { "" };
            format!("{} = {}{more}", text(whole), shown.join(" + "))
        });
        let sign = Sign::Sum { matched: proof.matched, tested: proof.tested, example };
        TotalBeside { column: self.contexts.column, value, parts, sign }
    }

    /// Whether a value is a text or a blank: a marker is no total.
    fn is_name(&self, value: u32) -> bool {
        let cell = &self.contexts.table.data.columns[self.contexts.column].pool[value as usize];
        !matches!(cell.value, Value::Missing(_) | Value::Unreadable)
    }

    /// The values that are about half of all that is not known, in some of the places with the most values: only these can be the
    /// sum of all the others, however many values there are.
    fn halves(&self, known: &BTreeSet<u32>) -> BTreeSet<u32> {
        let mut widest: Vec<&Numbers> = self.places.iter().collect();
        widest.sort_by_key(|numbers| std::cmp::Reverse(numbers.len()));
        let mut halves = BTreeSet::new();
        for numbers in widest.into_iter().take(6) {
            let open = || numbers.iter().filter(|(value, _)| !known.contains(value));
            let sum: i128 = open().filter_map(|(_, number)| *number).sum();
            let hidden = i128::try_from(open().filter(|(_, number)| number.is_none()).count()).unwrap_or(0);
            let count = i128::try_from(numbers.len()).unwrap_or(0);
            let slack = count * self.rounding / 2 + hidden * 10 * self.one();
            let is_half = |number: i128| (2 * number - sum).abs() <= slack;
            halves.extend(open().filter(|(_, number)| number.is_some_and(is_half)).map(|(value, _)| *value));
        }
        halves
    }
}

/// A value that is the sum of all others that are no known totals.
fn of_all_others(column: &NumberColumn<'_>, known: &BTreeSet<u32>) -> Option<TotalBeside> {
    let tried = log2(i128::try_from(column.names).unwrap_or(0));
    column.halves(known).into_iter().filter(|value| column.is_name(*value)).find_map(|value| {
        let proof = column.prove(value, |other| !known.contains(&other), tried)?;
        let others = || column.places.iter().flat_map(|numbers| numbers.keys().copied()).collect::<BTreeSet<u32>>();
        let parts = (!known.is_empty())
            .then(|| others().into_iter().filter(|other| *other != value && !known.contains(other)).collect::<Vec<u32>>());
        Some(column.total(value, parts, &proof))
    })
}

/// Values that are the sum of some others, the largest first. All sums are tried in the context with the most values.
fn of_some(column: &NumberColumn<'_>) -> Vec<TotalBeside> {
    let Some(widest) =
        column.places.iter().max_by_key(|numbers| numbers.values().flatten().filter(|number| **number != 0).count())
    else {
        return Vec::new();
    };
    let mut values: Vec<(u32, i128)> = widest.iter().filter_map(|(value, number)| Some((*value, (*number)?))).collect();
    if values.len() < 3 || values.iter().any(|(_, number)| *number < 0) {
        return Vec::new();
    }
    values.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    let tried = f64::from(u32::try_from(values.len()).unwrap_or(u32::MAX));
    let mut totals = Vec::new();
    for (at, (value, whole)) in values.iter().enumerate().filter(|(_, (value, _))| column.is_name(*value)) {
        let smaller = &values[at + 1..];
        let slack = i128::try_from(smaller.len() + 1).unwrap_or(0) * column.rounding / 2;
        let mut found = Vec::new();
        subsets(smaller, *whole, slack, &mut Vec::new(), &mut found);
        let proved =
            found.into_iter().find_map(|parts| Some((column.prove(*value, |other| parts.contains(&other), tried)?, parts)));
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
