//! How much each member of a column was in each period.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use super::Absence;
use crate::model::{Decimal, Period};

/// How much each member was in each period, and all together. `None` if a figure is hidden or missing.
pub(super) struct Sizes {
    pub(super) members: BTreeMap<u32, BTreeMap<usize, Option<Decimal>>>,
    pub(super) totals: BTreeMap<usize, Option<Decimal>>,
    /// For each last period of a member that was small: how much of the total all that ended then were, in percent.
    small: BTreeMap<usize, Decimal>,
}

impl Sizes {
    pub(super) fn of(members: BTreeMap<u32, BTreeMap<usize, Option<Decimal>>>, totals: BTreeMap<usize, Option<Decimal>>) -> Self {
        let mut sizes = Self { members, totals, small: BTreeMap::new() };
        let mut small: BTreeMap<usize, Decimal> = BTreeMap::new();
        for (last, share) in sizes.members.keys().filter_map(|member| sizes.small_share(*member)) {
            *small.entry(last).or_default() += share;
        }
        sizes.small = small;
        sizes
    }

    pub(super) fn first(&self, member: u32) -> Option<usize> {
        self.members.get(&member)?.keys().next().copied()
    }

    pub(super) fn last(&self, member: u32) -> Option<usize> {
        self.members.get(&member)?.keys().next_back().copied()
    }

    /// The last period before a place in which a member had a figure that is not 0, or one that is hidden.
    pub(super) fn last_before(&self, member: u32, at: usize) -> Option<usize> {
        let there = self.members.get(&member)?.range(..at);
        there.rev().find(|(_, size)| size.is_none_or(|size| !size.is_zero())).map(|(at, _)| *at)
    }

    /// How much of the total a member was, in percent.
    pub(super) fn share(&self, member: u32, at: usize) -> Option<Decimal> {
        let own = self.members.get(&member)?.get(&at).copied()??;
        own.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(self.totals.get(&at).copied()??)
    }

    /// The last share of a member that is known, up to a period.
    pub(super) fn known_share(&self, member: u32, at: usize) -> Option<Decimal> {
        self.members.get(&member)?.range(..=at).rev().find_map(|(at, _)| self.share(member, *at))
    }

    /// The last period of a member that was less than 1% of the total then, and its share.
    fn small_share(&self, member: u32) -> Option<(usize, Decimal)> {
        let last = self.last(member)?;
        self.share(member, last).filter(|share| *share < Decimal::ONE).map(|share| (last, share))
    }

    /// Whether a member is one of the small ones that close and merge all the time: less than 1% of the total, gone for longer than
    /// `patience`, and not together with so many others that the figure would be refused.
    pub(super) fn is_small(&self, member: u32, newest: usize, patience: usize) -> bool {
        let Some((last, _)) = self.small_share(member) else { return false };
        let around = self.small.range(last.saturating_sub(patience)..=(last + patience).min(newest.saturating_sub(1)));
        newest - last > patience && around.map(|(_, share)| share).sum::<Decimal>() < Absence::REFUSED_FROM
    }

    /// Whether some other member was there in both periods.
    pub(super) fn has_others(&self, member: u32, before: usize, at: usize) -> bool {
        self.members.iter().any(|(other, there)| *other != member && there.contains_key(&before) && there.contains_key(&at))
    }

    /// Whether a member was absent from the same time of every other year, and there in between: a pool that opens in summer.
    pub(super) fn is_seasonal(&self, member: u32, at: usize, periods: &[Period]) -> bool {
        let there = &self.members[&member];
        let same = (0..periods.len()).filter(|other| *other != at && is_same_time_of_year(&periods[*other], &periods[at]));
        let mut same = same.filter(|other| self.totals.contains_key(other)).peekable();
        // A season is a stretch of the year, and not every third month.
        let is_between = |other: usize| {
            let (from, to) = (other.min(at), other.max(at));
            let is_there = |at: usize| there.contains_key(&at);
            let begun = (from..to).filter(|at| is_there(*at) && !is_there(at + 1)).count();
            let years = Self::years_between(periods, from, to);
            (1..=2 * years).contains(&begun)
        };
        same.peek().is_some() && same.all(|other| !there.contains_key(&other) && is_between(other))
    }

    fn years_between(periods: &[Period], from: usize, to: usize) -> usize {
        let year = |at: usize| periods[at].start().year();
        usize::try_from(year(to) - year(from)).unwrap_or(0).max(1)
    }

    /// The periods in which members ended whose place others took.
    pub(super) fn replaced(&self, is_declared: impl Fn(u32) -> bool) -> BTreeSet<usize> {
        let lasts: BTreeSet<usize> = self.members.keys().filter_map(|member| self.last(*member)).collect();
        lasts.into_iter().filter(|last| self.is_replaced(*last, &is_declared)).collect()
    }

    /// Whether others took the place of the members that ended in a period: new ones of about the same size, as when age bands are
    /// cut anew, or one that grew by as much, as when places merge. Members whose end is declared are left out.
    fn is_replaced(&self, last: usize, is_declared: impl Fn(u32) -> bool) -> bool {
        let Some((next, _)) = self.totals.range(last + 1..).next() else { return false };
        let sum = |is_one: &dyn Fn(u32) -> bool, at: usize| {
            let members = self.members.iter().filter(|(member, _)| is_one(**member));
            members
                .map(|(_, there)| there.get(&at).copied().flatten())
                .try_fold(Decimal::ZERO, |sum, size| sum.checked_add(size?))
        };
        let Some(ended) = sum(&|member| self.last(member) == Some(last) && !is_declared(member), last) else { return false };
        // One that began in the last period of another may be its new name, too. They may have shared that period.
        let is_overlap = |first: usize| first == last && self.totals.range(..last).next().is_some();
        let begun = sum(&|member| self.first(member).is_some_and(|first| first == *next || is_overlap(first)), *next);
        let shared = sum(&|member| self.first(member).is_some_and(is_overlap), last).and_then(|size| size.checked_add(ended));
        // In the newest period one may be missing while another begins, so the sizes must be nearer to each other.
        let within = if self.totals.range(next + 1..).next().is_none() { Decimal::TEN } else { Decimal::from(3) };
        let is_new =
            |begun: Decimal| is_about(begun, ended, within) || shared.is_some_and(|shared| is_about(begun, shared, within));
        begun.is_some_and(is_new) || self.members.values().any(|there| grew(there, last, *next, ended, within))
    }
}

/// Whether a member grew by about so much from one period to the next, and more than ever before.
fn grew(there: &BTreeMap<usize, Option<Decimal>>, last: usize, next: usize, by: Decimal, within: Decimal) -> bool {
    let size = |at: usize| there.get(&at).copied().flatten();
    let Some(growth) = size(next).zip(size(last)).and_then(|(next, last)| next.checked_sub(last)) else { return false };
    let earlier: Vec<Decimal> = there.range(..=last).filter_map(|(_, size)| *size).collect();
    let steps = earlier.windows(2).filter_map(|two| two[1].checked_sub(two[0])).map(|step| step.abs());
    earlier.len() > 3 && is_about(growth, by, within) && steps.max().is_some_and(|usual| growth > usual)
}

/// Whether two sizes are within a third or a tenth of each other: from one period to the next, figures move too.
fn is_about(size: Decimal, other: Decimal, within: Decimal) -> bool {
    let apart = size.checked_sub(other).and_then(|apart| apart.abs().checked_mul(within));
    !size.is_zero() && !other.is_zero() && apart.is_some_and(|apart| apart <= size.max(other))
}

fn is_same_time_of_year(a: &Period, b: &Period) -> bool {
    match (a, b) {
        (Period::Month(_, a), Period::Month(_, b))
        | (Period::Quarter(_, a), Period::Quarter(_, b))
        | (Period::FinancialQuarter(_, a), Period::FinancialQuarter(_, b)) => a == b,
        _ => false,
    }
}
