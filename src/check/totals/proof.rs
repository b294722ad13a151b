//! How much evidence shows that equal sums are no coincidence.

use std::collections::BTreeSet;

/// The evidence that a value is a sum of others.
///
/// It is proved by at least [`FEWEST`] equal sums, or by two of large numbers, in at least nine of ten places, or all but one.
/// The numbers must also be large or various enough to rule out chance: an equal sum of about 300 tells as much as eight throws
/// of a coin, and the same small numbers in every period tell no more than once.
#[derive(Clone, Debug, Default)]
pub(super) struct Proof {
    /// In how many places the sum was compared.
    pub(super) tested: usize,
    /// In how many it was equal.
    pub(super) matched: usize,
    /// The parts that were seen, so that the same numbers are not counted again.
    seen: BTreeSet<Vec<i128>>,
    bits: f64,
    /// The place with the largest equal sum.
    pub(super) best: Option<(i128, Vec<i128>)>,
}

/// The fewest equal sums that prove a total, unless the numbers are large.
const FEWEST: usize = 3;
/// The evidence needed beyond what the search would find by chance, in throws of a coin.
const NEEDED: f64 = 6.0;
/// The evidence that two equal sums need.
const NEEDED_OF_TWO: f64 = 20.0;

impl Proof {
    /// Adds a place where the sum of the parts was compared with a whole. They may differ by `slack`, because the parts were
    /// rounded or some are hidden.
    pub(super) fn add(&mut self, whole: i128, parts: Vec<i128>, known: i128, slack: i128) {
        self.tested += 1;
        if (whole - known).abs() > slack {
            return;
        }
        self.matched += 1;
        // A sum with a hidden part would give that part away.
        if whole == known && self.best.as_ref().is_none_or(|(best, _)| whole.abs() > *best) {
            self.best = Some((whole.abs(), parts.clone()));
        }
        if self.seen.insert(parts) {
            self.bits += (log2(whole) - log2(2 * slack)).max(0.0);
        }
    }

    /// Whether chance is ruled out, where the search tried as many possibilities as `tried` throws of a coin can show.
    pub(super) fn is_proved(&self, tried: f64) -> bool {
        let nearly_all = self.matched * 10 >= self.tested * 9 || (self.tested >= 4 && self.matched + 1 >= self.tested);
        let bits = self.bits - tried;
        nearly_all && bits >= NEEDED && (self.matched >= FEWEST || (self.matched == 2 && bits >= NEEDED_OF_TWO))
    }
}

#[expect(clippy::cast_precision_loss, reason = "an estimate")]
pub(super) fn log2(number: i128) -> f64 {
    ((number.abs() + 1) as f64).log2()
}

#[cfg(test)]
mod tests {
    use super::Proof;

    fn proof(places: &[(i128, &[i128])]) -> Proof {
        let mut proof = Proof::default();
        for (whole, parts) in places {
            proof.add(*whole, parts.to_vec(), parts.iter().sum(), 0);
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
    fn a_sum_that_is_equal_in_one_of_twelve_periods_is_none() {
        let mut proof = proof(&[(812, &[500, 312])]);
        (0..11).for_each(|at| proof.add(600 + at, vec![500, 312], 812, 0));
        assert!(!proof.is_proved(1.6));
    }
}
