//! Values whose numbers are the sums of the numbers of others.

use std::collections::BTreeSet;

use super::TotalBeside;
use super::column::{Near, NumberColumn, Parts};
use super::contexts::Contexts;
use super::proof::{Proof, log2};
use super::{blocks, subsets};

/// The totals in a column: sums of all the other values first, then of some of them.
pub(super) fn detect(contexts: &Contexts<'_>) -> Vec<TotalBeside> {
    let columns: Vec<NumberColumn<'_>> = contexts.numbers.iter().map(|number| NumberColumn::of(contexts, *number)).collect();
    for (at, column) in columns.iter().enumerate() {
        let mut totals = Vec::new();
        let mut known = BTreeSet::new();
        // A grand total is the sum of all that are no totals themselves, so it may only show once the others are known.
        while let Some(total) = of_all_others(column, &known) {
            known.insert(total.value);
            totals.push(total);
        }
        if totals.is_empty() {
            totals.extend(near_all_others(column).or_else(|| several_times(column)));
        }
        if !totals.is_empty() {
            return totals;
        }
        let some = match column.names {
            names if names > subsets::MOST => blocks::detect(column),
            // What is no sum in the first columns is hardly one in the tenth.
            _ if at < SEARCHED => subsets::detect(column),
            _ => Vec::new(),
        };
        if !some.is_empty() {
            known.extend(some.iter().map(|total| total.value));
            totals.extend(of_all_others(column, &known).filter(|total| !known.contains(&total.value)));
            totals.extend(some);
            stand_for_all(column, &mut totals, &known);
            return totals;
        }
    }
    in_all_columns(&columns).into_iter().collect()
}

/// How many columns of numbers are searched for sums of some values.
const SEARCHED: usize = 3;

/// The fewest values that can be a total, two of its parts and the parts of these.
const FEWEST_OF_LEVELS: usize = 6;

/// A value that is nearly the sum of all others, because some people could not be placed or a few numbers were revised.
fn near_all_others(column: &NumberColumn<'_>) -> Option<TotalBeside> {
    let none = BTreeSet::new();
    // The gap was chosen to fit, which is worth a few throws of a coin.
    let tried = log2(i128::try_from(column.names).unwrap_or(0)) + 4.0;
    column.halves(&none).into_iter().filter(|value| column.is_name(*value)).find_map(|value| {
        let gap = column.widest_gap(value, &none)?;
        let mut proof = Proof::default();
        column.compare(value, Parts::AllBut(&none), Near::Within(gap), &mut proof);
        (proof.matched > 2 && proof.is_proved(tried)).then(|| column.near_total(value, &proof))
    })
}

/// A value that all others come to two or three times, because they hold it at several levels: regions and their districts.
fn several_times(column: &NumberColumn<'_>) -> Option<TotalBeside> {
    // Of three equal parts, two come to twice the third.
    if column.names < FEWEST_OF_LEVELS {
        return None;
    }
    let none = BTreeSet::new();
    let tried = log2(i128::try_from(column.names).unwrap_or(0)) + 2.0;
    [2, 3].into_iter().find_map(|times| {
        column.shares(times + 1).into_iter().filter(|value| column.is_name(*value)).find_map(|value| {
            let mut proof = Proof::default();
            column.compare(value, Parts::AllBut(&none), Near::Times(times), &mut proof);
            proof.is_proved(tried).then(|| column.repeated_total(value, times, &proof))
        })
    })
}

/// A total of some values stands for all of them if those that are no totals come to it several times: ages, sexes and ethnic
/// groups of the same people below each other.
fn stand_for_all(column: &NumberColumn<'_>, totals: &mut [TotalBeside], known: &BTreeSet<u32>) {
    for total in totals.iter_mut().filter(|total| total.parts.is_some()) {
        let is_repeated = (2..=6).any(|times| {
            let mut proof = Proof::default();
            column.compare(total.value, Parts::AllBut(known), Near::Times(times), &mut proof);
            proof.is_proved(4.0)
        });
        if is_repeated {
            total.parts = None;
        }
    }
}

/// A value that is the sum of all others that are no known totals.
fn of_all_others(column: &NumberColumn<'_>, known: &BTreeSet<u32>) -> Option<TotalBeside> {
    let tried = log2(i128::try_from(column.names).unwrap_or(0));
    column.halves(known).into_iter().filter(|value| column.is_name(*value)).find_map(|value| {
        let proof = column.prove(value, Parts::AllBut(known), tried)?;
        let others = || column.places.iter().flat_map(|place| place.numbers.keys().copied()).collect::<BTreeSet<u32>>();
        let parts = (!known.is_empty())
            .then(|| others().into_iter().filter(|other| *other != value && !known.contains(other)).collect::<Vec<u32>>());
        Some(column.total(value, parts, &proof))
    })
}

/// A value that is the sum of all others in every column of numbers: in a table of one period, each column tells a little.
fn in_all_columns(columns: &[NumberColumn<'_>]) -> Option<TotalBeside> {
    let (first, others) = columns.split_first().filter(|(_, others)| !others.is_empty())?;
    let none = BTreeSet::new();
    let tried = log2(i128::try_from(first.names).unwrap_or(0));
    let is_half = |value: &u32| first.is_name(*value) && others.iter().all(|column| column.halves(&none).contains(value));
    let halves: Vec<u32> = first.halves(&none).into_iter().filter(is_half).collect();
    let mut compared = halves.into_iter().flat_map(|value| [(value, Near::Equal), (value, Near::Rounded)]);
    compared.find_map(|(value, near)| {
        let mut proof = Proof::default();
        first.compare(value, Parts::AllBut(&none), near, &mut proof);
        // The example stays one of the first column, whose decimals it has.
        let best = proof.best.clone();
        for column in others {
            column.compare(value, Parts::AllBut(&none), near, &mut proof);
        }
        proof.best = best;
        proof.is_proved(tried).then(|| first.total(value, None, &proof))
    })
}
