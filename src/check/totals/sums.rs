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
    for column in &columns {
        let mut totals = Vec::new();
        let mut known = BTreeSet::new();
        // A grand total is the sum of all that are no totals themselves, so it may only show once the others are known.
        while let Some(total) = of_all_others(column, &known) {
            known.insert(total.value);
            totals.push(total);
        }
        if !totals.is_empty() {
            return totals;
        }
        let some = if column.names <= subsets::MOST { subsets::detect(column) } else { blocks::detect(column) };
        if !some.is_empty() {
            known.extend(some.iter().map(|total| total.value));
            totals.extend(of_all_others(column, &known).filter(|total| !known.contains(&total.value)));
            totals.extend(some);
            return totals;
        }
    }
    in_all_columns(&columns).into_iter().collect()
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
