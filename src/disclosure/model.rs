//! Counts that are to be published, and which of them are hidden.

use super::facts::{Bounds, Contradiction, Equation, Facts};
use super::narrow::narrow;
use super::part::parts;
use super::witnesses::Witnesses;

/// A count, with what only its publisher knows. It has no `Debug`: it must not be printed.
#[derive(Clone)]
pub struct Count {
    /// The true number. `None` where the source has hidden it, or it stands in no cell.
    pub number: Option<i64>,
    /// What a reader knows of it while it is shown.
    pub shown: Bounds,
    /// What a reader knows of it while it is hidden, before looking at any other.
    pub hidden: Bounds,
    /// How wide its interval must be while it is hidden.
    pub width: i64,
    /// Whether it may or must be hidden.
    pub standing: Standing,
    /// What is lost to readers if it is hidden.
    pub loss: u64,
}

/// Whether a count may or must be hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is small, or the source has hidden it.
    Primary,
    /// It may be hidden to protect others.
    Optional,
    /// It is shown whatever happens: it is known already, or is nobody's.
    Fixed,
    /// It is small, and known already: nothing can protect it.
    Exposed,
    /// Its cell is blank, or says that there is no number. It is taken for 0, unless sums show that it is not.
    Gap,
    /// It stands in no cell and follows from others.
    Unprinted,
}

impl Standing {
    /// The standing of a count that stands in two tables.
    pub(super) fn and(self, other: Self) -> Self {
        use Standing::{Exposed, Fixed, Gap, Optional, Primary, Unprinted};
        match (self, other) {
            (Exposed, _) | (_, Exposed) | (Primary, Fixed) | (Fixed, Primary) => Exposed,
            (Primary, _) | (_, Primary) => Primary,
            (Fixed, _) | (_, Fixed) => Fixed,
            (Optional, _) | (_, Optional) => Optional,
            (Gap, _) | (_, Gap) => Gap,
            (Unprinted, Unprinted) => Unprinted,
        }
    }
}

/// An equation that is published only while some counts are shown, such as a percentage that is hidden with its count.
#[derive(Clone)]
pub struct Share {
    /// The equation.
    pub equation: Equation,
    /// The counts.
    pub hidden_with: Vec<usize>,
}

/// Counts and what holds between them.
#[derive(Clone, Default)]
pub struct Model {
    /// The counts.
    pub counts: Vec<Count>,
    /// The equations that everybody knows. All hold for the true numbers.
    pub equations: Vec<Equation>,
    /// Those that are published with some of the counts.
    pub shares: Vec<Share>,
    /// Where each count stands: its value in each dimension in which it does not stand for all. Counts that stand in no table come
    /// last and have none.
    pub keys: Vec<Vec<(u32, u32)>>,
}

impl Model {
    /// The counts that are hidden before any is hidden to protect others.
    #[must_use]
    pub fn primaries(&self) -> Vec<bool> {
        self.counts.iter().map(|count| matches!(count.standing, Standing::Primary | Standing::Unprinted)).collect()
    }

    /// Whether an equation holds for the true numbers. `None` where the source has hidden one, so that nobody can tell.
    #[must_use]
    pub fn comes_out(&self, equation: &Equation) -> Option<bool> {
        let is_known = equation.terms.iter().all(|(count, _)| self.counts[*count].number.is_some());
        is_known.then(|| equation.allows(equation.sum(|count| self.counts[count].number.unwrap_or(0))))
    }

    /// Whether an equation can hold for numbers that are not known, each by itself.
    #[must_use]
    pub fn can_come_out(&self, equation: &Equation) -> bool {
        let (least, most) = equation.range(|count| {
            let Count { number, hidden, .. } = &self.counts[count];
            number.map_or(*hidden, Bounds::exactly)
        });
        let is_above = equation.least.zip(most).is_some_and(|(end, most)| most < end);
        let is_below = equation.most.zip(least).is_some_and(|(end, least)| least > end);
        !is_above && !is_below
    }

    /// Adds the equations that hold. Where the source has hidden a count, what comes out elsewhere is taken to come out there.
    pub fn add_true(&mut self, mut equations: Vec<Equation>) {
        equations.retain(|equation| self.comes_out(equation) != Some(false));
        self.equations.extend(equations);
    }

    /// What a reader knows when some counts are hidden.
    #[must_use]
    pub fn facts(&self, hidden: &[bool]) -> Facts {
        let bounds = |(count, hidden): (&Count, &bool)| if *hidden { count.hidden } else { count.shown };
        let is_shown = |share: &&Share| !share.hidden_with.iter().any(|count| hidden[*count]);
        let shares = self.shares.iter().filter(is_shown).map(|share| share.equation.clone());
        Facts {
            cells: self.counts.iter().zip(hidden).map(bounds).collect(),
            equations: self.equations.iter().cloned().chain(shares).collect(),
        }
    }

    /// How wide each interval must be when some counts are hidden.
    #[must_use]
    pub fn widths(&self, hidden: &[bool]) -> Vec<i64> {
        self.counts.iter().zip(hidden).map(|(count, hidden)| if *hidden { count.width } else { 0 }).collect()
    }

    /// What is lost by hiding counts that need not be, and how many those are.
    #[must_use]
    pub fn loss(&self, hidden: &[bool]) -> (u64, usize) {
        let lost = self.counts.iter().zip(hidden).filter(|(count, hidden)| **hidden && count.standing == Standing::Optional);
        lost.fold((0, 0), |(loss, number), (count, _)| (loss + count.loss, number + 1))
    }

    /// A table that agrees with the true numbers: those that nobody has are filled in with any that fit.
    ///
    /// # Errors
    /// If no numbers fit.
    pub fn completed(&self) -> Result<Vec<i64>, Contradiction> {
        if let Some(numbers) = self.counts.iter().map(|count| count.number).collect() {
            return Ok(numbers);
        }
        let bounds = |count: &Count| count.number.map_or(count.hidden, Bounds::exactly);
        let shares = self.shares.iter().map(|share| &share.equation);
        let facts = Facts {
            cells: self.counts.iter().map(bounds).collect(),
            equations: self.equations.iter().chain(shares).cloned().collect(),
        };
        let known = narrow(&facts)?;
        let mut numbers: Vec<i64> = known.iter().map(|bounds| bounds.least).collect();
        for part in parts(&known, &facts.equations) {
            let fitting = Witnesses::any(&part).ok_or(Contradiction)?;
            part.cells.iter().zip(&fitting.tables[0]).for_each(|(cell, number)| numbers[*cell] = *number);
        }
        Ok(numbers)
    }

    /// Whether nothing has to be protected.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let is_open =
            |count: &Count| count.width == 0 || matches!(count.standing, Standing::Optional | Standing::Fixed | Standing::Gap);
        self.counts.iter().all(is_open)
    }
}
