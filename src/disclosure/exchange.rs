//! Protection by exchange: a hidden count is safe if it can be larger or smaller while others make up for it, and hiding those
//! others is what protects it.
//!
//! In: a model and a [`Way`]. Out: the counts to hide. Each hidden count is given a shift: numbers to add to the true table so
//! that everything published still holds. The solver finds the cheapest; a count that it moves and that is shown is hidden.
//! When all are protected, counts that turn out not to be needed are shown again.
//! Invariant: shifts are whole numbers, and are checked as such.

mod near;

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Equation;
use super::model::{Model, Share, Standing};
use super::solve::{Aim, Ended, Move, Steps, float, moved};
use super::way::{Order, Price, Way};
use super::witnesses::whole_steps;

/// How many counts around one the first search looks at. The next look at eight times as many.
const NEAR: usize = 160;
/// How many counts like one are looked at first in each dimension.
const LIKE: [usize; 2] = [4, 9];
/// Where so many counts around one did not help, more do not either.
const FARTHEST: usize = 1_200;
/// How many shifts away from the true number are enough in one go, in widths: others may have to move farther than the count.
const FAR: i64 = 64;

/// A table that agrees with what is published, as its differences from the true one.
type Shift = Vec<(usize, i64)>;

/// Which counts may make up for a hidden one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Helpers {
    /// Those that are hidden.
    Hidden,
    /// Also those that may be hidden for it.
    AnyAllowed,
}

/// The work on one model.
pub(super) struct Exchange<'a> {
    model: &'a Model,
    way: Way,
    /// The shares that tell something of counts that are shown.
    shares: Vec<&'a Share>,
    /// A table that agrees with the true numbers.
    numbers: &'a [i64],
    hidden: Vec<bool>,
    /// Equations of the model, then those of its shares.
    equations: Vec<&'a Equation>,
    /// How far each sum is from its ends in the true table.
    slack: Vec<(Option<i128>, Option<i128>)>,
    /// The equations of each count.
    of_count: Vec<Vec<usize>>,
    shifts: Vec<Shift>,
    /// The shift in which each count is smallest, and that in which it is largest. `None` for the true table.
    ends: Vec<[Option<usize>; 2]>,
}

impl<'a> Exchange<'a> {
    /// Starts with the primary counts hidden.
    pub(super) fn of(model: &'a Model, numbers: &'a [i64], way: Way) -> Self {
        Self::with(model, numbers, way, model.primaries())
    }

    /// Starts with some counts hidden.
    pub(super) fn with(model: &'a Model, numbers: &'a [i64], way: Way, hidden: Vec<bool>) -> Self {
        // Of counts that are shown as they are, a share tells nothing more; and it is hidden when one of them is.
        let is_exact = |share: &&Share| share.hidden_with.iter().all(|count| model.counts[*count].shown.known().is_some());
        let shares: Vec<&Share> = model.shares.iter().filter(|share| share.hidden_with.is_empty() || !is_exact(share)).collect();
        let equations: Vec<&Equation> = model.equations.iter().chain(shares.iter().map(|share| &share.equation)).collect();
        let slack = equations.iter().map(|equation| {
            let sum = equation.sum(|count| numbers[count]);
            (equation.least.map(|least| least - sum), equation.most.map(|most| most - sum))
        });
        let slack = slack.collect();
        let mut of_count = vec![Vec::new(); model.counts.len()];
        for (at, equation) in equations.iter().enumerate() {
            equation.terms.iter().for_each(|(count, _)| of_count[*count].push(at));
        }
        let ends = vec![[None; 2]; model.counts.len()];
        Self { model, shares, numbers, way, hidden, equations, slack, of_count, shifts: Vec::new(), ends }
    }

    /// The counts that are hidden.
    pub(super) fn hidden(&self) -> Vec<bool> {
        self.hidden.clone()
    }

    /// Protects every primary count, and returns those for which it found nothing.
    pub(super) fn protect(&mut self) -> Vec<usize> {
        let mut primaries: Vec<usize> = (0..self.hidden.len()).filter(|at| self.hidden[*at] && self.width(*at) > 0).collect();
        match self.way.order {
            Order::Smallest => primaries.sort_by_key(|at| (self.numbers[*at], *at)),
            Order::Largest => primaries.sort_by_key(|at| (-self.numbers[*at], *at)),
        }
        primaries.retain(|at| !self.is_wide(*at, Helpers::AnyAllowed));
        primaries
    }

    /// Whether every primary count is protected by what is hidden.
    pub(super) fn confirm(&mut self) -> bool {
        let is_primary = |at: &usize| self.hidden[*at] && self.model.counts[*at].standing != Standing::Optional;
        let primaries: Vec<usize> = (0..self.hidden.len()).filter(is_primary).collect();
        primaries.into_iter().all(|at| self.is_wide(at, Helpers::Hidden))
    }

    /// Shows again what need not be hidden, the greatest losses first.
    pub(super) fn give_back(&mut self) {
        let mut extra = self.extra();
        extra.sort_by_key(|at| (std::cmp::Reverse(self.model.counts[*at].loss), *at));
        for at in extra {
            self.show(at);
        }
        // A count that is known although it is hidden might as well be shown; and if it need not be, it is not.
        for at in self.extra() {
            if !self.is_wide(at, Helpers::Hidden) {
                self.show(at);
            }
        }
    }

    /// The counts that are hidden and need not be.
    fn extra(&self) -> Vec<usize> {
        let is_extra = |at: &usize| self.hidden[*at] && self.model.counts[*at].standing == Standing::Optional;
        (0..self.hidden.len()).filter(is_extra).collect()
    }

    /// Shows a count if all others stay protected.
    fn show(&mut self, count: usize) {
        let needs = |of: &Shift| of.iter().any(|(at, _)| *at == count);
        let broken: BTreeSet<usize> = (0..self.shifts.len()).filter(|at| needs(&self.shifts[*at])).collect();
        let before = (self.ends.clone(), self.shifts.len());
        self.hidden[count] = false;
        self.ends[count] = [None; 2];
        for ends in &mut self.ends {
            for end in ends.iter_mut() {
                *end = end.filter(|shift| !broken.contains(shift));
            }
        }
        for at in 0..self.shifts.len() {
            if !broken.contains(&at) {
                self.claim(at);
            }
        }
        let is_primary = |at: &usize| self.model.counts[*at].standing != Standing::Optional;
        let affected: Vec<usize> = (0..self.hidden.len())
            .filter(|at| self.hidden[*at] && is_primary(at) && self.reached(*at) < self.width(*at))
            .collect();
        let was_protected = |at: usize, ends: &[[Option<usize>; 2]], model: &Model, shifts: &[Shift]| {
            let shift = |end: Option<usize>| end.map_or(0, |end| amount(&shifts[end], at));
            shift(ends[at][1]) - shift(ends[at][0]) >= model.counts[at].width
        };
        for at in affected {
            let was = was_protected(at, &before.0, self.model, &self.shifts);
            if was && !self.stretch(at, Helpers::Hidden) {
                self.hidden[count] = true;
                self.ends = before.0;
                self.shifts.truncate(before.1);
                return;
            }
        }
        // What stood on this count is of no more use.
        for at in broken {
            self.shifts[at].clear();
        }
    }

    /// How wide the interval of a count must be.
    fn width(&self, count: usize) -> i64 {
        self.model.counts[count].width
    }

    /// How far apart its numbers are in the shifts found.
    fn reached(&self, count: usize) -> i64 {
        let [low, high] = self.reach(count);
        high - low
    }

    fn reach(&self, count: usize) -> [i64; 2] {
        self.ends[count].map(|end| end.map_or(0, |shift| amount(&self.shifts[shift], count)))
    }

    /// Whether a count's interval is as wide as it must be, or can be made so.
    fn is_wide(&mut self, count: usize, helpers: Helpers) -> bool {
        self.reached(count) >= self.width(count) || self.stretch(count, helpers)
    }

    /// Finds a shift that makes a count's interval wide enough, or as wide as one can.
    fn stretch(&mut self, count: usize, helpers: Helpers) -> bool {
        let [low, high] = self.reach(count);
        let width = self.width(count);
        for part in (1..=(width - (high - low))).rev() {
            let full = high - low + part;
            // Where nothing more has to be hidden, the other way cannot be cheaper.
            let mut cheapest: Option<(f64, Shift)> = None;
            for amount in [low + full, high - full].into_iter().filter(|amount| *amount != 0) {
                let found = self.cheapest(count, amount, helpers);
                let is_free = found.as_ref().is_some_and(|(_, shift)| shift.iter().all(|(at, _)| self.is_free(*at)));
                cheapest = match (cheapest, found) {
                    (Some(one), Some(other)) => Some(if other.0 < one.0 { other } else { one }),
                    (one, other) => one.or(other),
                };
                if is_free {
                    break;
                }
            }
            let Some((_, shift)) = cheapest else { continue };
            for (at, _) in &shift {
                if self.model.counts[*at].shown.known().is_some() {
                    self.hidden[*at] = true;
                }
            }
            self.shifts.push(shift);
            self.claim(self.shifts.len() - 1);
            return self.is_wide(count, helpers);
        }
        false
    }

    /// Notes where a shift goes farther than those before.
    fn claim(&mut self, shift: usize) {
        for (count, amount) in self.shifts[shift].clone() {
            let [low, high] = self.reach(count);
            if amount < low {
                self.ends[count][0] = Some(shift);
            } else if amount > high {
                self.ends[count][1] = Some(shift);
            }
        }
    }

    /// Whether a count may be hidden to protect others.
    fn may_hide(&self, at: usize) -> bool {
        let count = &self.model.counts[at];
        count.standing == Standing::Optional && count.hidden.holds(self.numbers[at])
    }

    /// The cheapest shift in which a count moves by an amount.
    fn cheapest(&self, count: usize, amount: i64, helpers: Helpers) -> Option<(f64, Shift)> {
        let own = self.room(count, amount.abs());
        if amount < -own.room.0 || own.room.1.is_some_and(|up| amount > up) {
            return None;
        }
        // Most counts are protected by a few like them in each dimension.
        for like in LIKE {
            if let Some(found) = self.alike(count, like, helpers).and_then(|counts| self.solved(&counts, count, amount)) {
                return Some(found);
            }
        }
        let mut near = NEAR;
        loop {
            let (counts, is_all) = self.around(count, near, helpers);
            if let Some(found) = self.solved(&counts, count, amount) {
                return Some(found);
            }
            if is_all || near > FARTHEST {
                return None;
            }
            near *= 8;
        }
    }

    /// Whether an equation is published as things stand.
    fn is_published(&self, equation: usize) -> bool {
        let share = equation.checked_sub(self.model.equations.len()).map(|at| self.shares[at]);
        share.is_none_or(|share| !share.hidden_with.iter().any(|count| self.hidden[*count]))
    }

    /// The cheapest shift of some counts alone.
    fn solved(&self, counts: &[usize], count: usize, amount: i64) -> Option<(f64, Shift)> {
        let place: BTreeMap<usize, usize> = counts.iter().enumerate().map(|(place, at)| (*at, place)).collect();
        let limit = self.width(count).max(amount.abs()) * FAR;
        let moves: Vec<Move> = counts.iter().map(|at| self.room(*at, limit)).collect();
        let published = |at: &usize| self.of_count[*at].iter().copied().filter(|equation| self.is_published(*equation));
        let touched: BTreeSet<usize> = counts.iter().flat_map(published).collect();
        let equation = |at: &usize| {
            let terms = self.equations[*at].terms.iter();
            let terms = terms.filter_map(|(count, times)| Some((*place.get(count)?, *times))).collect();
            Equation { terms, least: self.slack[*at].0, most: self.slack[*at].1 }
        };
        let equations: Vec<Equation> = touched.iter().map(equation).collect();
        let aim = Aim::Reach(place[&count], amount);
        let Ended::Moved(by) = moved(&moves, &equations, &aim, Steps::Any) else { return None };
        let shift = self.whole_shift(counts, &by).filter(|shift| self::amount(shift, count) == amount);
        let shift = shift.or_else(|| {
            // Only those that moved in fractions, and what is hidden anyway.
            let is_used = |place: &usize| by[*place].abs() > 1e-6 || self.hidden[counts[*place]];
            let used = |place: usize, of: &Move| if is_used(&place) { *of } else { Move { room: (0, Some(0)), cost: of.cost } };
            let fewer: Vec<Move> = moves.iter().enumerate().map(|(place, of)| used(place, of)).collect();
            [fewer, moves.clone()].into_iter().find_map(|moves| match moved(&moves, &equations, &aim, Steps::Whole) {
                Ended::Moved(by) => self.whole_shift(counts, &by),
                _ => None,
            })
        })?;
        let cost = |(at, by): &(usize, i64)| self.price(*at) * float(by.abs());
        Some((shift.iter().map(cost).sum(), shift))
    }

    /// How far a count may move, and what that costs.
    fn room(&self, at: usize, limit: i64) -> Move {
        let count = &self.model.counts[at];
        let bounds = if self.hidden[at] || count.shown.known().is_some() { count.hidden } else { count.shown };
        let number = self.numbers[at];
        let down = (number - bounds.least).clamp(0, limit);
        let up = bounds.most.map_or(limit, |most| (most - number).clamp(0, limit));
        Move { room: (down, Some(up)), cost: self.price(at) }
    }

    /// Whether a count may move without hiding it.
    fn is_free(&self, at: usize) -> bool {
        self.hidden[at] || self.model.counts[at].shown.known().is_none()
    }

    /// The cost of moving a count. What is hidden already is nearly free: the fewer move, the less depends on each.
    fn price(&self, at: usize) -> f64 {
        if self.is_free(at) {
            return 1e-4;
        }
        let loss = loss(self.model.counts[at].loss);
        match self.way.price {
            Price::Loss => loss.max(1e-3),
            Price::Equal => 1.0,
            Price::Root => loss.sqrt().max(1e-3),
        }
    }

    /// Moves as a shift, if they are whole and everything published still holds.
    fn whole_shift(&self, counts: &[usize], by: &[f64]) -> Option<Shift> {
        let shift: Shift = counts.iter().copied().zip(whole_steps(by)?).filter(|(_, by)| *by != 0).collect();
        let amounts: BTreeMap<usize, i64> = shift.iter().copied().collect();
        let is_within = |(at, by): &(usize, i64)| {
            let Move { room: (down, up), .. } = self.room(*at, i64::MAX / 4);
            *by >= -down && up.is_none_or(|up| *by <= up)
        };
        let published = |at: usize| self.of_count[at].iter().copied().filter(|equation| self.is_published(*equation));
        let touched: BTreeSet<usize> = shift.iter().flat_map(|(at, _)| published(*at)).collect();
        let holds = |at: &usize| {
            let sum = self.equations[*at].sum(|count| amounts.get(&count).copied().unwrap_or(0));
            self.slack[*at].0.is_none_or(|least| sum >= least) && self.slack[*at].1.is_none_or(|most| sum <= most)
        };
        (shift.iter().all(is_within) && touched.iter().all(holds)).then_some(shift)
    }
}

fn amount(shift: &Shift, count: usize) -> i64 {
    shift.iter().find(|(at, _)| *at == count).map_or(0, |(_, by)| *by)
}

#[expect(clippy::cast_precision_loss, reason = "a price")]
fn loss(loss: u64) -> f64 {
    loss as f64
}
