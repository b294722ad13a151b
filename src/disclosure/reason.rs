//! Why a hidden count can be worked out: the few equations that are enough for it.

use std::collections::BTreeSet;

use super::facts::Facts;
use super::interval::too_narrow;

/// The counts in a set of equations from which a hidden count can be worked out too closely, and none of which can be left out.
/// Empty if they could not be found.
#[must_use]
pub fn reason(facts: &Facts, count: usize, width: i64) -> BTreeSet<usize> {
    let mut needed = around(facts, count, width);
    let mut size = needed.len().div_ceil(2);
    while size > 0 {
        let mut at = 0;
        while at < needed.len() {
            let mut fewer = needed.clone();
            fewer.drain(at..(at + size).min(needed.len()));
            if is_too_narrow(facts, &fewer, count, width) {
                needed = fewer;
            } else {
                at += size;
            }
        }
        size = if size == 1 { 0 } else { size.div_ceil(2) };
    }
    let counts = needed.iter().flat_map(|equation| &facts.equations[*equation].terms).map(|(other, _)| *other);
    counts.filter(|other| *other != count).collect()
}

/// The equations around a count, as far from it as it takes to work it out.
fn around(facts: &Facts, count: usize, width: i64) -> Vec<usize> {
    let mut of_count = vec![Vec::new(); facts.cells.len()];
    for (at, equation) in facts.equations.iter().enumerate() {
        equation.terms.iter().for_each(|(other, _)| of_count[*other].push(at));
    }
    let (mut found, mut seen, mut edge) = (BTreeSet::new(), BTreeSet::from([count]), vec![count]);
    loop {
        let next: Vec<usize> =
            edge.iter().flat_map(|other| &of_count[*other]).copied().filter(|equation| found.insert(*equation)).collect();
        if next.is_empty() {
            return Vec::new();
        }
        let all: Vec<usize> = found.iter().copied().collect();
        if is_too_narrow(facts, &all, count, width) {
            return all;
        }
        // What is known ties nothing together.
        let terms = next.iter().flat_map(|equation| &facts.equations[*equation].terms).map(|(other, _)| *other);
        edge = terms.filter(|other| facts.cells[*other].known().is_none() && seen.insert(*other)).collect();
    }
}

/// Whether a count can be worked out too closely from some of the equations.
fn is_too_narrow(facts: &Facts, equations: &[usize], count: usize, width: i64) -> bool {
    let equations = equations.iter().map(|at| facts.equations[*at].clone()).collect();
    let some = Facts { cells: facts.cells.clone(), equations };
    let mut widths = vec![0; facts.cells.len()];
    widths[count] = width;
    too_narrow(&some, &widths, &vec![None; widths.len()]).is_ok_and(|narrow| !narrow.is_empty())
}

#[cfg(test)]
mod tests {
    use super::reason;
    use crate::disclosure::{Bounds, Equation, Facts};

    #[test]
    fn only_what_is_needed_is_named() {
        // 0 + 1 = 2 gives nothing away; 1 + 3 = 4 tells 1, and then 0 is known; 5 and 6 are elsewhere.
        let hidden = Bounds::from(1);
        let cells = vec![hidden, hidden, Bounds::exactly(9), Bounds::exactly(4), Bounds::exactly(6), hidden, hidden];
        let equations = vec![Equation::total(2, [0, 1]), Equation::total(4, [1, 3]), Equation::total(2, [5, 6])];
        let facts = Facts { cells, equations };
        assert_eq!(reason(&facts, 0, 1).into_iter().collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert_eq!(reason(&facts, 1, 1).into_iter().collect::<Vec<_>>(), [3, 4]);
        assert!(reason(&facts, 5, 1).is_empty(), "it is safe");
    }
}
