//! What a reader knows of a table: bounds of each count, and equations between counts.

use std::collections::BTreeMap;

/// The numbers that a count may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The least.
    pub least: i64,
    /// The most. `None` if there is no limit.
    pub most: Option<i64>,
}

impl Bounds {
    /// One number alone.
    #[must_use]
    pub const fn exactly(number: i64) -> Self {
        Self { least: number, most: Some(number) }
    }

    /// A number and all above it.
    #[must_use]
    pub const fn from(least: i64) -> Self {
        Self { least, most: None }
    }

    /// The numbers that both allow.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let most = [self.most, other.most].into_iter().flatten().min();
        Self { least: self.least.max(other.least), most }
    }

    /// The number, if it is known.
    #[must_use]
    pub fn known(self) -> Option<i64> {
        self.most.filter(|most| *most == self.least)
    }

    /// How many whole numbers lie between both ends. `None` if there is no upper end.
    #[must_use]
    pub fn width(self) -> Option<i64> {
        self.most.map(|most| most - self.least)
    }

    /// Whether a number lies within.
    #[must_use]
    pub fn holds(self, number: i64) -> bool {
        number >= self.least && self.most.is_none_or(|most| number <= most)
    }
}

/// A sum of counts, each times a whole number, that lies between two numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation {
    /// The position of each count, and what it is multiplied by.
    pub terms: Vec<(usize, i64)>,
    /// The least that the sum may be.
    pub least: Option<i128>,
    /// The most that it may be.
    pub most: Option<i128>,
}

impl Equation {
    /// A total less its parts, which is 0.
    #[must_use]
    pub fn total(whole: usize, parts: impl IntoIterator<Item = usize>) -> Self {
        let terms = std::iter::once((whole, -1)).chain(parts.into_iter().map(|part| (part, 1))).collect();
        Self { terms, least: Some(0), most: Some(0) }
    }

    /// What a rounded share tells of the counts above and below its line: both ends of it. The share is given in units of its last
    /// decimal place, with how many places it has, and what the quotient was multiplied by: 1.4 % is `(14, 1)` and 100.
    #[must_use]
    pub fn share(of: &[(usize, i64)], to: &[(usize, i64)], (units, places): (i64, u32), scale: i64) -> [Self; 2] {
        let times = 2 * 10_i64.pow(places) * scale;
        let end = |by: i64| {
            let mut terms: BTreeMap<usize, i64> = BTreeMap::new();
            for (count, sign) in of {
                *terms.entry(*count).or_default() += times * sign;
            }
            for (count, sign) in to {
                *terms.entry(*count).or_default() -= (2 * units + by) * sign;
            }
            terms.into_iter().filter(|(_, times)| *times != 0).collect()
        };
        [Self { terms: end(-1), least: Some(0), most: None }, Self { terms: end(1), least: None, most: Some(0) }]
    }

    /// The sum for some numbers.
    #[must_use]
    pub fn sum(&self, number: impl Fn(usize) -> i64) -> i128 {
        self.terms.iter().map(|(cell, times)| i128::from(*times) * i128::from(number(*cell))).sum()
    }

    /// The least and the most that the sum can be, if each count lies within its own bounds. `None` for an end without a limit.
    #[must_use]
    pub fn range(&self, bounds: impl Fn(usize) -> Bounds) -> (Option<i128>, Option<i128>) {
        self.terms.iter().fold((Some(0), Some(0)), |(least, most), (count, times)| {
            let (bounds, times) = (bounds(*count), i128::from(*times));
            let low = Some(i128::from(bounds.least) * times);
            let high = bounds.most.map(|most| i128::from(most) * times);
            let (low, high) = if times >= 0 { (low, high) } else { (high, low) };
            let added = |sum: Option<i128>, more: Option<i128>| sum.zip(more).map(|(sum, more)| sum + more);
            (added(least, low), added(most, high))
        })
    }

    /// Whether a sum is one that may be.
    #[must_use]
    pub fn allows(&self, sum: i128) -> bool {
        self.least.is_none_or(|least| sum >= least) && self.most.is_none_or(|most| sum <= most)
    }
}

/// All that a reader knows.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The bounds of each count.
    pub cells: Vec<Bounds>,
    /// What holds between counts.
    pub equations: Vec<Equation>,
}

impl Facts {
    /// Whether some numbers agree with everything that is known. This is exact.
    #[must_use]
    pub fn agree(&self, numbers: &[i64]) -> bool {
        numbers.len() == self.cells.len()
            && self.cells.iter().zip(numbers).all(|(bounds, number)| bounds.holds(*number))
            && self.equations.iter().all(|equation| equation.allows(equation.sum(|cell| numbers[cell])))
    }
}

/// What is published contradicts itself: no table of whole numbers agrees with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no table agrees with everything that is published")]
pub struct Contradiction;
