//! The counts that a search looks at: those that can move to make up for one.

use std::collections::BTreeSet;

use super::{Exchange, Helpers};

impl Exchange<'_> {
    /// The counts that agree with one in each dimension, or with one of the cheapest others there, or stand for all. `None` where
    /// nobody says where counts stand.
    pub(super) fn alike(&self, count: usize, like: usize, helpers: Helpers) -> Option<Vec<usize>> {
        let keys = &self.model.keys;
        let mut allowed: BTreeSet<(u32, u32)> = keys.get(count)?.iter().copied().collect();
        for equation in &self.of_count[count] {
            let terms = self.equations[*equation].terms.iter().map(|(at, _)| *at);
            let mut others: Vec<usize> =
                terms.filter(|at| *at != count && keys.get(*at).is_some() && self.can_move(*at, helpers)).collect();
            others.sort_by(|one, other| self.price(*one).total_cmp(&self.price(*other)).then(one.cmp(other)));
            allowed.extend(others.into_iter().take(like).flat_map(|at| keys[at].iter().copied()));
        }
        let is_alike = |at: usize| keys.get(at).is_none_or(|key| key.iter().all(|pair| allowed.contains(pair)));
        Some(self.tied(count, usize::MAX, |at| is_alike(at) && self.can_move(at, helpers)).0)
    }

    /// The counts around one that can move, the nearest first, and whether there are no more.
    pub(super) fn around(&self, count: usize, near: usize, helpers: Helpers) -> (Vec<usize>, bool) {
        self.tied(count, near, |at| self.can_move(at, helpers))
    }

    /// The counts that equations tie to one, through others of them, the nearest first: about so many, and whether there are no
    /// more.
    fn tied(&self, count: usize, near: usize, is_wanted: impl Fn(usize) -> bool) -> (Vec<usize>, bool) {
        let (mut counts, mut seen, mut looked) = (vec![count], BTreeSet::from([count]), BTreeSet::new());
        let mut next = 0;
        while next < counts.len() {
            for equation in &self.of_count[counts[next]] {
                if looked.insert(*equation) {
                    let terms = self.equations[*equation].terms.iter().map(|(at, _)| *at);
                    counts.extend(terms.filter(|at| is_wanted(*at) && seen.insert(*at)));
                }
            }
            next += 1;
            if counts.len() > near {
                return (counts, false);
            }
        }
        (counts, true)
    }

    /// Whether a count can make up for another.
    fn can_move(&self, at: usize, helpers: Helpers) -> bool {
        self.is_free(at) || helpers == Helpers::AnyAllowed && self.may_hide(at)
    }
}
