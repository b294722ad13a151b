//! A column of numbers, in the contexts of a column of names.

use std::collections::{BTreeMap, BTreeSet};

use super::contexts::{Contexts, scale};
use super::proof::{Proof, Sum};
use super::{Sign, TotalBeside};
use crate::model::{Decimal, Value};

/// The numbers of one context by value, in whole units.
pub(super) type Numbers = BTreeMap<u32, Option<i128>>;

/// A column of numbers, in the contexts of a column of names.
pub(super) struct NumberColumn<'a> {
    pub(super) contexts: &'a Contexts<'a>,
    pub(super) places: Vec<Place>,
    scale: u32,
    /// How many different values the column of names has.
    pub(super) names: usize,
    /// What numbers are rounded to: see [`rounding`].
    pub(super) rounding: i128,
}

/// The numbers of one context and what they come to.
pub(super) struct Place {
    pub(super) numbers: Numbers,
    all: Side,
}

/// What nearly all of some numbers are rounded to: 5, 10, 100; else the last decimal place, or 0 for whole numbers. A few totals
/// may be exact.
pub(super) fn rounding<I: Iterator<Item = i128>>(numbers: impl Fn() -> I, scale: u32) -> i128 {
    let (mut all, mut rounded) = (0_usize, [0_usize; BASES.len()]);
    for number in numbers().filter(|number| *number != 0) {
        all += 1;
        for (count, base) in rounded.iter_mut().zip(BASES) {
            *count += usize::from(number % base == 0);
        }
    }
    let found = BASES.into_iter().zip(rounded).find(|(_, rounded)| all > 0 && rounded * 5 >= all * 4);
    found.map_or(i128::from(scale > 0), |(base, _)| base)
}

const BASES: [i128; 5] = [1000, 100, 50, 10, 5];

/// Which values are taken for the parts.
#[derive(Clone, Copy)]
pub(super) enum Parts<'a> {
    /// All values but these.
    AllBut(&'a BTreeSet<u32>),
    /// These values.
    These(&'a [u32]),
}

/// How near the whole must be to the sum of its parts.
#[derive(Clone, Copy)]
pub(super) enum Near {
    /// The same.
    Equal,
    /// As near as rounding and hidden parts explain.
    Rounded,
    /// Within this: some could not be placed, or a few numbers were revised.
    Within(i128),
    /// The parts come to this many times the whole: they hold it at several levels.
    Times(i128),
}

/// The parts in one context: their sum, how many they are, how many of them are hidden, and how many are not 0.
#[derive(Clone, Copy, Default)]
struct Side {
    sum: i128,
    count: i128,
    hidden: i128,
    not_zero: i128,
}

impl Side {
    fn add(&mut self, number: Option<i128>, times: i128) {
        self.sum += number.unwrap_or(0) * times;
        self.count += times;
        self.hidden += i128::from(number.is_none()) * times;
        self.not_zero += i128::from(number.is_some_and(|number| number != 0)) * times;
    }
}

impl Place {
    fn of(numbers: Numbers) -> Self {
        let mut all = Side::default();
        for number in numbers.values() {
            all.add(*number, 1);
        }
        Self { numbers, all }
    }

    fn side(&self, value: u32, parts: Parts<'_>) -> Side {
        match parts {
            Parts::AllBut(known) => {
                let mut side = self.all;
                let left_out = known.iter().filter(|other| **other != value).chain([&value]);
                for number in left_out.filter_map(|other| self.numbers.get(other)) {
                    side.add(*number, -1);
                }
                side
            }
            Parts::These(parts) => {
                let mut side = Side::default();
                for number in parts.iter().filter_map(|part| self.numbers.get(part)) {
                    side.add(*number, 1);
                }
                side
            }
        }
    }

    fn sum(&self, value: u32, whole: i128, parts: Parts<'_>) -> Sum {
        let parts = match parts {
            Parts::AllBut(known) => {
                let is_part = |other: &u32| *other != value && !known.contains(other);
                self.numbers.iter().filter(|(other, _)| is_part(other)).filter_map(|(at, part)| Some((*at, (*part)?))).collect()
            }
            Parts::These(parts) => parts.iter().filter_map(|part| Some((*part, (*self.numbers.get(part)?)?))).collect(),
        };
        Sum { whole, parts }
    }
}

impl<'a> NumberColumn<'a> {
    pub(super) fn of(contexts: &'a Contexts<'a>, number: usize) -> Self {
        let scale = scale(contexts.table, number);
        let numbers = contexts.groups.iter().map(|group| contexts.numbers_of(group, number, scale));
        let places: Vec<Place> = numbers.map(Place::of).collect();
        let rounding = rounding(|| places.iter().flat_map(|place| place.numbers.values().flatten().copied()), scale);
        let names = places.iter().map(|place| place.numbers.len()).max().unwrap_or(0);
        Self { contexts, places, scale, names, rounding }
    }

    /// Whether a value is proved to be the sum of the parts: the exact sum, or as near as rounding and hidden parts explain.
    pub(super) fn prove(&self, value: u32, parts: Parts<'_>, tried: f64) -> Option<Proof> {
        [Near::Equal, Near::Rounded].into_iter().find_map(|near| {
            let mut proof = Proof::default();
            self.compare(value, parts, near, &mut proof);
            proof.is_proved(tried).then_some(proof)
        })
    }

    /// Compares a value with the sum of the parts in each context. Contexts in which a part is hidden are compared only if all
    /// are such.
    pub(super) fn compare(&self, value: u32, parts: Parts<'_>, near: Near, proof: &mut Proof) {
        let compared = || {
            self.places.iter().filter_map(|place| {
                let whole = place.numbers.get(&value).copied()??;
                let side = place.side(value, parts);
                // With fewer than two parts, equal numbers are only two names for one thing.
                (side.not_zero >= 2 && whole != 0).then_some((place, whole, side))
            })
        };
        let is_complete = compared().any(|(_, _, side)| side.hidden == 0);
        for (place, whole, side) in compared().filter(|(_, _, side)| !is_complete || side.hidden == 0) {
            // Each hidden part is a count below 10; each rounded one is off by up to half of what it is rounded to.
            let hidden = side.hidden * 5 * self.one();
            let (slack, whole) = match near {
                Near::Equal => (0, whole),
                Near::Rounded => (hidden + (side.count + 1) * self.rounding / 2, whole),
                Near::Within(most) => (most, whole),
                Near::Times(times) => (0, whole * times),
            };
            proof.add(whole, side.sum + hidden, slack, self.rounding.max(1), || place.sum(value, whole, parts));
            if proof.tested >= 20 && proof.matched * 2 < proof.tested {
                return;
            }
        }
    }

    /// The number of a value in a place.
    pub(super) fn number(&self, place: usize, value: u32) -> Option<i128> {
        self.places[place].numbers.get(&value).copied().flatten()
    }

    /// The largest difference between a value and the sum of all the others, if it is small beside the value in every context.
    pub(super) fn widest_gap(&self, value: u32, known: &BTreeSet<u32>) -> Option<i128> {
        let mut widest = 0;
        for place in &self.places {
            let Some(Some(whole)) = place.numbers.get(&value).copied() else { continue };
            let side = place.side(value, Parts::AllBut(known));
            let gap = (whole - side.sum).abs();
            if side.hidden > 0 || gap * 50 > whole.abs() {
                return None;
            }
            widest = widest.max(gap);
        }
        (widest > 0).then_some(widest)
    }

    /// One, in whole units.
    fn one(&self) -> i128 {
        10_i128.pow(self.scale)
    }

    /// The values that are about half of all that is not known, in some of the places with the most values: only these can be the
    /// sum of all the others, however many values there are.
    pub(super) fn halves(&self, known: &BTreeSet<u32>) -> BTreeSet<u32> {
        let mut widest: Vec<&Place> = self.places.iter().collect();
        widest.sort_by_key(|place| std::cmp::Reverse(place.numbers.len()));
        let mut halves = BTreeSet::new();
        for place in widest.into_iter().take(6) {
            // No value is left out.
            let open = place.side(u32::MAX, Parts::AllBut(known));
            let slack = open.count * self.rounding / 2 + open.hidden * 10 * self.one();
            let is_half = |number: i128| (2 * number - open.sum).abs() <= slack.max(number.abs() / 50);
            let numbers = place.numbers.iter().filter(|(value, _)| !known.contains(value));
            halves.extend(numbers.filter(|(_, number)| number.is_some_and(is_half)).map(|(value, _)| *value));
        }
        halves
    }

    /// The values that are exactly one of so many equal shares of all, in the place with the most values.
    pub(super) fn shares(&self, of: i128) -> Vec<u32> {
        let widest = self.places.iter().max_by_key(|place| place.numbers.len());
        let is_share = |place: &&Place, number: &Option<i128>| number.is_some_and(|number| number * of == place.all.sum);
        let shares = |place: &Place| {
            place.numbers.iter().filter(|(_, number)| is_share(&place, number)).map(|(value, _)| *value).collect()
        };
        widest.map_or_else(Vec::new, shares)
    }

    /// Whether a value is a text or a blank: a marker is no total.
    pub(super) fn is_name(&self, value: u32) -> bool {
        let cell = &self.contexts.table.data.columns[self.contexts.column].pool[value as usize];
        !matches!(cell.value, Value::Missing(_) | Value::Unreadable)
    }

    pub(super) fn total(&self, value: u32, parts: Option<Vec<u32>>, proof: &Proof) -> TotalBeside {
        TotalBeside { column: self.contexts.column, value, parts, sign: self.sign(proof) }
    }

    /// A value that is nearly the sum of all the others.
    pub(super) fn near_total(&self, value: u32, proof: &Proof) -> TotalBeside {
        TotalBeside { column: self.contexts.column, value, parts: None, sign: Sign::Near { tested: proof.tested } }
    }

    /// A value that the others come to several times.
    pub(super) fn repeated_total(&self, value: u32, times: i128, proof: &Proof) -> TotalBeside {
        let sign = Sign::Times { times: usize::try_from(times).unwrap_or(0), tested: proof.tested };
        TotalBeside { column: self.contexts.column, value, parts: None, sign }
    }

    /// The evidence in words and numbers.
    pub(super) fn sign(&self, proof: &Proof) -> Sign {
        let text = |number: &i128| Decimal::from_i128_with_scale(*number, self.scale).normalize().to_string();
        let example = proof.best.as_ref().map_or_else(String::new, |(whole, parts)| {
            let shown: Vec<String> = parts.iter().take(4).map(text).collect();
            // Small counts are not for logs.
            let is_small = |number: &i128| *number != 0 && number.abs() < 10 * self.one();
            if parts.iter().any(is_small) {
                return String::new();
            }
            let more = if parts.len() > shown.len() { " + ..." } else { "" };
            format!("{} = {}{more}", text(whole), shown.join(" + "))
        });
        Sign::Sum { matched: proof.matched, tested: proof.tested, example }
    }
}
