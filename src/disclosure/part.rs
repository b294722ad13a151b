//! Facts in parts that have nothing to do with each other.

use super::facts::{Bounds, Equation};

/// Counts that are not known, tied to each other by equations and to no others.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The position of each count among all.
    pub cells: Vec<usize>,
    /// Its bounds.
    pub bounds: Vec<Bounds>,
    /// The equations, with counts by their positions in `cells`. What is known is taken off both ends.
    pub equations: Vec<Equation>,
}

impl Part {
    /// Whether some numbers agree with everything that is known of the part. This is exact.
    #[must_use]
    pub(super) fn agrees(&self, numbers: &[i64]) -> bool {
        numbers.len() == self.cells.len()
            && self.bounds.iter().zip(numbers).all(|(bounds, number)| bounds.holds(*number))
            && self.equations.iter().all(|equation| equation.allows(equation.sum(|cell| numbers[cell])))
    }
}

/// The parts of some facts whose bounds have been narrowed, in the order of their first count.
pub(super) fn parts(bounds: &[Bounds], equations: &[Equation]) -> Vec<Part> {
    let mut sets = Sets::new(bounds.len());
    let open: Vec<&Equation> = equations.iter().filter(|equation| says_something(equation, bounds)).collect();
    for equation in &open {
        let mut unknown = equation.terms.iter().map(|(cell, _)| *cell).filter(|cell| bounds[*cell].known().is_none());
        if let Some(first) = unknown.next() {
            unknown.for_each(|cell| sets.join(first, cell));
        }
    }
    let mut place = vec![(usize::MAX, usize::MAX); bounds.len()];
    let mut of_root = vec![usize::MAX; bounds.len()];
    let mut all: Vec<Part> = Vec::new();
    for (cell, known) in bounds.iter().enumerate().filter(|(_, bounds)| bounds.known().is_none()) {
        let root = sets.root(cell);
        if of_root[root] == usize::MAX {
            of_root[root] = all.len();
            all.push(Part { cells: Vec::new(), bounds: Vec::new(), equations: Vec::new() });
        }
        let part = &mut all[of_root[root]];
        place[cell] = (of_root[root], part.cells.len());
        part.cells.push(cell);
        part.bounds.push(*known);
    }
    for equation in open {
        let (mut terms, mut known) = (Vec::with_capacity(equation.terms.len()), 0_i128);
        let mut part = usize::MAX;
        for (cell, times) in &equation.terms {
            if let Some(number) = bounds[*cell].known() {
                known += i128::from(number) * i128::from(*times);
            } else {
                part = place[*cell].0;
                terms.push((place[*cell].1, *times));
            }
        }
        if part != usize::MAX {
            let less = |end: Option<i128>| end.map(|end| end - known);
            all[part].equations.push(Equation { terms, least: less(equation.least), most: less(equation.most) });
        }
    }
    all
}

/// Whether an equation rules anything out that the bounds allow.
fn says_something(equation: &Equation, bounds: &[Bounds]) -> bool {
    let (least, most) = equation.range(|cell| bounds[cell]);
    let cuts_below = equation.least.is_some_and(|end| least.is_none_or(|least| least < end));
    let cuts_above = equation.most.is_some_and(|end| most.is_none_or(|most| most > end));
    cuts_below || cuts_above
}

/// Disjoint sets of positions.
struct Sets(Vec<usize>);

impl Sets {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}
