//! The counts that a search looks at: those that can move to make up for one.

use std::collections::BTreeSet;

use super::{Exchange, Helpers};

impl Exchange<'_> {
    /// The counts that agree with one in each dimension, or with one of the cheapest others there, or stand for all. `None` where
    /// nobody says where counts stand.
    pub(super) fn alike(&self, count: usize, like: usize, helpers: Helpers) -> Option<Vec<usize>> {
        let keys = &self.model.keys;
        let own = keys.get(count)?;
        let may_hide = |at: usize| helpers == Helpers::AnyAllowed && self.may_hide(at);
        let can_move = |at: usize| self.hidden[at] || may_hide(at) || self.model.counts[at].shown.known().is_none();
        let mut allowed: BTreeSet<(u32, u32)> = own.iter().copied().collect();
        for equation in &self.of_count[count] {
            let terms = self.equations[*equation].terms.iter().map(|(at, _)| *at).filter(|at| *at != count && can_move(*at));
            let mut others: Vec<usize> = terms.filter(|at| keys.get(*at).is_some()).collect();
            others.sort_by(|one, other| self.price(*one).total_cmp(&self.price(*other)).then(one.cmp(other)));
            allowed.extend(others.into_iter().take(like).flat_map(|at| keys[at].iter().copied()));
        }
        let (mut counts, mut seen, mut looked) = (vec![count], BTreeSet::from([count]), BTreeSet::new());
        let mut next = 0;
        while next < counts.len() {
            for equation in &self.of_count[counts[next]] {
                if !looked.insert(*equation) {
                    continue;
                }
                for (other, _) in &self.equations[*equation].terms {
                    let is_alike = keys.get(*other).is_none_or(|key| key.iter().all(|pair| allowed.contains(pair)));
                    if is_alike && can_move(*other) && seen.insert(*other) {
                        counts.push(*other);
                    }
                }
            }
            next += 1;
        }
        Some(counts)
    }

    /// The counts around one that can move, the nearest first, and whether there are no more.
    pub(super) fn around(&self, count: usize, near: usize, helpers: Helpers) -> (Vec<usize>, bool) {
        let may_hide = |at: usize| helpers == Helpers::AnyAllowed && self.may_hide(at);
        let can_move = |at: usize| self.hidden[at] || may_hide(at) || self.model.counts[at].shown.known().is_none();
        let (mut counts, mut seen) = (vec![count], BTreeSet::from([count]));
        let mut looked = BTreeSet::new();
        let mut next = 0;
        while next < counts.len() {
            for equation in &self.of_count[counts[next]] {
                if !looked.insert(*equation) {
                    continue;
                }
                for (other, _) in &self.equations[*equation].terms {
                    if can_move(*other) && seen.insert(*other) {
                        counts.push(*other);
                    }
                }
            }
            next += 1;
            if counts.len() > near {
                return (counts, false);
            }
        }
        (counts, true)
    }
}
