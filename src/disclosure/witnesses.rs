//! Tables that agree with everything that is published, as proof of what cannot be worked out.
//!
//! In: a part and how wide the interval of each of its counts has to be. Out: the widest intervals for which tables were found.
//! Invariant: every table is checked in whole numbers before it counts. A solver that errs makes an interval look narrower than
//! it is, never wider.

use super::facts::{Bounds, Equation};
use super::part::Part;
use super::solve::{Aim, Ended, Move, Steps, float, moved};

/// After so many searches that widen nothing, each count is looked at alone.
const IDLE: usize = 3;
/// How far counts may move while tables are sought for many counts at once, in widths.
const BOX: i64 = 64;

/// Tables that agree with a part, and how far apart they are at each count.
#[derive(Clone, Debug)]
pub(super) struct Witnesses {
    /// The tables. The first is the one that the others were made from.
    pub tables: Vec<Vec<i64>>,
    /// For each count, the table with the least and the table with the most.
    pub ends: Vec<(usize, usize)>,
}

impl Witnesses {
    /// Starts from a table that agrees with a part. `None` if it does not.
    #[must_use]
    pub(super) fn from(part: &Part, table: Vec<i64>) -> Option<Self> {
        part.agrees(&table).then(|| Self { ends: vec![(0, 0); table.len()], tables: vec![table] })
    }

    /// Starts from any table that agrees with a part, if there is one.
    #[must_use]
    pub(super) fn any(part: &Part) -> Option<Self> {
        let least: Vec<i64> = part.bounds.iter().map(|bounds| bounds.least).collect();
        let steps = [Steps::Any, Steps::Whole];
        steps.into_iter().find_map(|steps| {
            let table = table(&least, moved(&moves(part, &least, None), &away(part, &least), &Aim::Push(&[]), steps))?;
            Self::from(part, table)
        })
    }

    /// The numbers of a count in these tables.
    #[must_use]
    pub(super) fn interval(&self, cell: usize) -> (i64, i64) {
        let (low, high) = self.ends[cell];
        (self.tables[low][cell], self.tables[high][cell])
    }

    /// How far apart they are.
    #[must_use]
    pub(super) fn width(&self, cell: usize) -> i64 {
        let (low, high) = self.interval(cell);
        high - low
    }

    /// Takes a table if it agrees with the part. Returns whether an interval is wider now.
    pub(super) fn offer(&mut self, part: &Part, table: Vec<i64>) -> bool {
        if !part.agrees(&table) {
            return false;
        }
        let mut is_wider = false;
        for (cell, number) in table.iter().enumerate() {
            let (low, high) = self.interval(cell);
            if *number < low {
                self.ends[cell].0 = self.tables.len();
            } else if *number > high {
                self.ends[cell].1 = self.tables.len();
            } else {
                continue;
            }
            is_wider = true;
        }
        if is_wider {
            self.tables.push(table);
        }
        is_wider
    }

    /// Looks for tables until each count is as wide as needed, or it is clear that it cannot be.
    pub(super) fn widen(&mut self, part: &Part, needed: &[i64]) {
        let mut random = Random(part.cells.len() as u64);
        let mut idle = 0;
        while idle < IDLE {
            let narrow = self.narrow(needed);
            let Some(most) = narrow.iter().map(|cell| needed[*cell]).max() else { return };
            if narrow.len() < 3 {
                break;
            }
            let push: Vec<(usize, f64)> = narrow.iter().map(|cell| (*cell, random.sign())).collect();
            let first = &self.tables[0];
            let moves = moves(part, first, Some(most * BOX));
            let found = table(first, moved(&moves, &away(part, first), &Aim::Push(&push), Steps::Any));
            let is_wider = found.is_some_and(|table| self.offer(part, table));
            idle = if is_wider { 0 } else { idle + 1 };
        }
        for cell in self.narrow(needed) {
            self.widen_one(part, cell, needed[cell]);
        }
    }

    /// The counts that are not as wide as needed.
    fn narrow(&self, needed: &[i64]) -> Vec<usize> {
        (0..needed.len()).filter(|cell| self.width(*cell) < needed[*cell]).collect()
    }

    fn widen_one(&mut self, part: &Part, cell: usize, needed: i64) {
        for steps in [Steps::Any, Steps::Whole] {
            for push in [1.0, -1.0] {
                if self.width(cell) >= needed {
                    return;
                }
                let first = &self.tables[0];
                let moves = moves(part, first, Some(needed * BOX));
                let found = table(first, moved(&moves, &away(part, first), &Aim::Push(&[(cell, push)]), steps));
                if let Some(table) = found {
                    self.offer(part, table);
                }
            }
        }
    }

    /// The interval of one count: as wide as it can be.
    pub(super) fn whole_interval(&mut self, part: &Part, cell: usize) -> Bounds {
        let mut is_endless = false;
        for (push, is_up) in [(1.0, true), (-1.0, false)] {
            let first = self.tables[0].clone();
            let (moves, away) = (moves(part, &first, None), away(part, &first));
            let push = [(cell, push)];
            let far = moved(&moves, &away, &Aim::Push(&push), Steps::Any);
            if let (Ended::Endless, true) = (&far, is_up) {
                is_endless = true;
                continue;
            }
            // No table of whole numbers goes farther than the farthest of any.
            let end = if let Ended::Moved(by) = &far { Some(by[cell]) } else { None };
            if let Some(table) = table(&first, far) {
                self.offer(part, table);
            }
            let (low, high) = self.interval(cell);
            let reached = float(if is_up { high - first[cell] } else { low - first[cell] });
            if end.is_none_or(|end| (end - reached).abs() >= 1.0 - 1e-6) {
                let whole = moved(&moves, &away, &Aim::Push(&push), Steps::Whole);
                if let Some(table) = table(&first, whole) {
                    self.offer(part, table);
                }
            }
        }
        let (least, most) = self.interval(cell);
        Bounds { least, most: (!is_endless).then_some(most) }
    }
}

/// How far each count may move from a table, at most so far if there is a limit.
fn moves(part: &Part, table: &[i64], limit: Option<i64>) -> Vec<Move> {
    let within = |room: Option<i64>| match (room, limit) {
        (Some(room), Some(limit)) => Some(room.min(limit)),
        (room, limit) => room.or(limit),
    };
    let of = |(bounds, number): (&Bounds, &i64)| {
        let down = number - bounds.least;
        let up = bounds.most.map(|most| most - number);
        Move { room: (limit.map_or(down, |limit| down.min(limit)), within(up)), cost: 0.0 }
    };
    part.bounds.iter().zip(table).map(of).collect()
}

/// The equations of a part with their ends measured from a table.
fn away(part: &Part, table: &[i64]) -> Vec<Equation> {
    let of = |equation: &Equation| {
        let sum = equation.sum(|cell| table[cell]);
        let less = |end: Option<i128>| end.map(|end| end - sum);
        Equation { terms: equation.terms.clone(), least: less(equation.least), most: less(equation.most) }
    };
    part.equations.iter().map(of).collect()
}

/// The table to which moves lead, if they are whole.
fn table(first: &[i64], ended: Ended) -> Option<Vec<i64>> {
    let Ended::Moved(by) = ended else { return None };
    let steps = whole_steps(&by)?;
    Some(first.iter().zip(steps).map(|(number, by)| number + by).collect())
}

/// Moves as whole numbers, if they are.
pub(super) fn whole_steps(by: &[f64]) -> Option<Vec<i64>> {
    by.iter().map(|by| ((by - by.round()).abs() < 1e-5).then(|| whole(*by))).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "the table is checked in whole numbers")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

/// Signs by chance, the same on every machine.
struct Random(u64);

impl Random {
    fn sign(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if self.0 >> 63 == 0 { 1.0 } else { -1.0 }
    }
}
