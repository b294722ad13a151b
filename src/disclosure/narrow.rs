//! What follows from each equation alone, again and again: the cheap part of what a reader can work out.
//!
//! Invariant: no table that agrees with the facts is lost, so whoever stops early only knows less.

use std::collections::VecDeque;

use super::facts::{Bounds, Contradiction, Equation, Facts};

/// How often an equation is looked at, at most. Percentages can narrow bounds by one at a time for ever.
const LOOKS: usize = 60;

/// The same facts with bounds as narrow as single equations make them.
///
/// # Errors
/// If no table agrees with the facts.
pub(super) fn narrow(facts: &Facts) -> Result<Vec<Bounds>, Contradiction> {
    let mut bounds = facts.cells.clone();
    if bounds.iter().any(|bounds| bounds.most.is_some_and(|most| most < bounds.least)) {
        return Err(Contradiction);
    }
    let mut of_cell: Vec<Vec<usize>> = vec![Vec::new(); bounds.len()];
    for (at, equation) in facts.equations.iter().enumerate() {
        equation.terms.iter().for_each(|(cell, _)| of_cell[*cell].push(at));
    }
    let mut waiting: VecDeque<usize> = (0..facts.equations.len()).collect();
    let mut is_waiting = vec![true; facts.equations.len()];
    let mut looks = vec![0; facts.equations.len()];
    while let Some(at) = waiting.pop_front() {
        is_waiting[at] = false;
        looks[at] += 1;
        for cell in look(&facts.equations[at], &mut bounds)? {
            for other in &of_cell[cell] {
                if !is_waiting[*other] && looks[*other] < LOOKS {
                    is_waiting[*other] = true;
                    waiting.push_back(*other);
                }
            }
        }
    }
    Ok(bounds)
}

/// The least and the most of a sum, each with how many of its terms have no limit.
struct Reach {
    least: i128,
    below: usize,
    most: i128,
    above: usize,
}

/// The end of a term: `None` if it has no limit.
fn ends(bounds: Bounds, times: i64) -> (Option<i128>, Option<i128>) {
    let times = i128::from(times);
    let least = Some(i128::from(bounds.least) * times);
    let most = bounds.most.map(|most| i128::from(most) * times);
    if times >= 0 { (least, most) } else { (most, least) }
}

/// Narrows the bounds of the cells of an equation, and returns those that changed.
fn look(equation: &Equation, bounds: &mut [Bounds]) -> Result<Vec<usize>, Contradiction> {
    let mut reach = Reach { least: 0, below: 0, most: 0, above: 0 };
    for (cell, times) in &equation.terms {
        let (least, most) = ends(bounds[*cell], *times);
        least.map_or_else(|| reach.below += 1, |least| reach.least += least);
        most.map_or_else(|| reach.above += 1, |most| reach.most += most);
    }
    let is_above = reach.below == 0 && equation.most.is_some_and(|most| reach.least > most);
    let is_below = reach.above == 0 && equation.least.is_some_and(|least| reach.most < least);
    if is_above || is_below {
        return Err(Contradiction);
    }
    let mut changed = Vec::new();
    for (cell, times) in &equation.terms {
        let (own_least, own_most) = ends(bounds[*cell], *times);
        // What the others reach without this term.
        let others_least = match own_least {
            Some(own) if reach.below == 0 => Some(reach.least - own),
            None if reach.below == 1 => Some(reach.least),
            _ => None,
        };
        let others_most = match own_most {
            Some(own) if reach.above == 0 => Some(reach.most - own),
            None if reach.above == 1 => Some(reach.most),
            _ => None,
        };
        let term_most = equation.most.zip(others_least).map(|(most, others)| most - others);
        let term_least = equation.least.zip(others_most).map(|(least, others)| least - others);
        let times = i128::from(*times);
        let (least, most) = if times > 0 {
            (term_least.map(|end| div_up(end, times)), term_most.map(|end| div_down(end, times)))
        } else {
            (term_most.map(|end| div_up(-end, -times)), term_least.map(|end| div_down(-end, -times)))
        };
        let mut next = bounds[*cell];
        if let Some(least) = least.and_then(|least| i64::try_from(least).ok()) {
            next.least = next.least.max(least);
        }
        if let Some(most) = most.and_then(|most| i64::try_from(most).ok()) {
            next.most = Some(next.most.map_or(most, |old| old.min(most)));
        }
        if next != bounds[*cell] {
            if next.most.is_some_and(|most| most < next.least) {
                return Err(Contradiction);
            }
            // The sums of this equation are now too wide, which is safe: it is looked at again.
            bounds[*cell] = next;
            changed.push(*cell);
        }
    }
    Ok(changed)
}

fn div_down(number: i128, by: i128) -> i128 {
    number.div_euclid(by)
}

fn div_up(number: i128, by: i128) -> i128 {
    -(-number).div_euclid(by)
}
