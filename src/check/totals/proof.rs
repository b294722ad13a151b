//! How much evidence shows that equal sums are no coincidence.

use std::collections::BTreeMap;

/// The evidence that a value is a sum of others.
///
/// It is proved by at least [`FEWEST`] equal sums, or by two of large numbers, in at least nine of ten places, or all but one.
/// The numbers must also be large or various enough to rule out chance: an equal sum of about 300 tells as much as eight throws
/// of a coin. What is equal once stays equal while the numbers hardly move, so each further sum tells as much as its numbers
/// differ from all those seen before, other than in size.
#[derive(Clone, Debug, Default)]
pub(super) struct Proof {
    /// In how many places the sum was compared.
    pub(super) tested: usize,
    /// In how many it was equal.
    pub(super) matched: usize,
    /// The equal sums that were seen.
    seen: Vec<Sum>,
    bits: f64,
    /// The place with the largest equal sum.
    pub(super) best: Option<(i128, Vec<i128>)>,
}

/// A number and those that add up to it, by what they are of.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    pub(super) whole: i128,
    pub(super) parts: BTreeMap<u32, i128>,
}

/// The fewest equal sums that prove a total, unless the numbers are large.
const FEWEST: usize = 3;
/// The evidence needed beyond what the search would find by chance, in throws of a coin.
const NEEDED: f64 = 6.0;
/// The evidence that two equal sums need.
const NEEDED_OF_TWO: f64 = 10.0;
/// More evidence than any search asks for: what comes after it is only counted.
const PLENTY: f64 = 200.0;
/// With how many of the sums seen before a further one is compared.
const REMEMBERED: usize = 60;

impl Proof {
    /// Adds a place where the sum of the parts was compared with a whole. They may differ by `slack`, because the parts were
    /// rounded or some are hidden. All numbers are multiples of `step`.
    pub(super) fn add(&mut self, whole: i128, known: i128, slack: i128, step: i128, sum: impl FnOnce() -> Sum) {
        self.tested += 1;
        if (whole - known).abs() > slack {
            return;
        }
        self.matched += 1;
        if self.bits >= PLENTY {
            return;
        }
        let sum = sum();
        // A sum with a hidden part would give that part away.
        if sum.whole == known && self.best.as_ref().is_none_or(|(best, _)| sum.whole.abs() > *best) {
            self.best = Some((sum.whole.abs(), sum.parts.values().copied().collect()));
        }
        let apart = self.seen.iter().map(|seen| seen.apart(&sum)).fold(sum.size(), f64::min);
        self.bits += ((apart / float(step) + 1.0).log2() - log2(2 * slack / step)).max(0.0);
        if self.seen.len() < REMEMBERED {
            self.seen.push(sum);
        }
    }

    /// Whether chance is ruled out, where the search tried as many possibilities as `tried` throws of a coin can show.
    pub(super) fn is_proved(&self, tried: f64) -> bool {
        let nearly_all = self.matched * 10 >= self.tested * 9 || (self.tested >= 4 && self.matched + 1 >= self.tested);
        let bits = self.bits - tried;
        nearly_all && bits >= NEEDED && (self.matched >= FEWEST || (self.matched == 2 && bits >= NEEDED_OF_TWO))
    }
}

impl Sum {
    fn size(&self) -> f64 {
        float(self.whole.abs())
    }

    /// How far the difference of whole and parts would be expected to move from one sum to the other if they were unrelated. The
    /// same numbers, all larger by the same share, tell nothing new.
    fn apart(&self, other: &Self) -> f64 {
        let parts = || other.parts.iter().filter_map(|(at, number)| Some((float(*self.parts.get(at)?), float(*number))));
        let pairs = || std::iter::once((float(self.whole), float(other.whole))).chain(parts());
        let (along, size) = pairs().fold((0.0, 0.0), |(along, size), (a, b)| (along + a * b, size + a * a));
        let share = if size > 0.0 { along / size } else { 1.0 };
        pairs().map(|(a, b)| (b - share * a).powi(2)).sum::<f64>().sqrt()
    }
}

pub(super) fn log2(number: i128) -> f64 {
    (float(number.abs()) + 1.0).log2()
}

#[expect(clippy::cast_precision_loss, reason = "an estimate")]
fn float(number: i128) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::{Proof, Sum};

    fn sum(whole: i128, parts: &[i128]) -> Sum {
        Sum { whole, parts: (0..).zip(parts.iter().copied()).collect() }
    }

    fn proof(places: &[(i128, &[i128])]) -> Proof {
        let mut proof = Proof::default();
        for (whole, parts) in places {
            proof.add(*whole, parts.iter().sum(), 0, 1, || sum(*whole, parts));
        }
        proof
    }

    #[test]
    fn one_equal_sum_proves_nothing_and_three_of_some_size_do() {
        assert!(!proof(&[(812, &[500, 312])]).is_proved(1.6), "one");
        assert!(proof(&[(300, &[100, 200]), (310, &[100, 210]), (290, &[100, 190])]).is_proved(1.6));
        assert!(proof(&[(300, &[100, 200][..]); 4]).is_proved(1.6), "the same in each period, but no small numbers");
        assert!(!proof(&[(2, &[1, 1][..]); 12]).is_proved(1.6), "the same small numbers");
        assert!(proof(&[(34_814_781, &[33_839_884, 974_897]), (33_450_428, &[32_504_943, 945_485])]).is_proved(7.0));
    }

    #[test]
    fn numbers_that_hardly_move_are_one_coincidence_and_not_twelve() {
        let steady: Vec<Vec<i128>> = (0..12).map(|month| vec![41 + month % 2, 23, 17 - month % 2]).collect();
        let places: Vec<(i128, &[i128])> = steady.iter().map(|parts| (81, parts.as_slice())).collect();
        assert!(!proof(&places).is_proved(10.0));
    }

    #[test]
    fn a_sum_that_is_equal_in_one_of_twelve_periods_is_none() {
        let mut proof = proof(&[(812, &[500, 312])]);
        (0..11).for_each(|at| proof.add(600 + at, 812, 0, 1, || sum(600 + at, &[500, 312])));
        assert!(!proof.is_proved(1.6));
    }
}
