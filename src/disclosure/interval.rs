//! What a reader can work out of each hidden count.

use rayon::prelude::*;

use super::facts::{Bounds, Contradiction, Facts};
use super::narrow::narrow;
use super::part::parts;
use super::witnesses::Witnesses;

/// The numbers that each wanted count can be, by everything that is known: the least and the most for which a table of whole
/// numbers agrees.
///
/// # Errors
/// If no table agrees.
pub fn intervals(facts: &Facts, wanted: &[bool]) -> Result<Vec<Option<Bounds>>, Contradiction> {
    let known = narrow(facts)?;
    let mut all: Vec<Option<Bounds>> =
        known.iter().zip(wanted).map(|(bounds, wanted)| wanted.then(|| bounds.known().map(Bounds::exactly))?).collect();
    let parts = parts(&known, &facts.equations);
    let found = parts.par_iter().map(|part| {
        let mut witnesses = Witnesses::any(part).ok_or(Contradiction)?;
        let of = |at: usize| (part.cells[at], witnesses.whole_interval(part, at));
        Ok((0..part.cells.len()).filter(|at| wanted[part.cells[*at]]).map(of).collect::<Vec<_>>())
    });
    let found: Vec<Vec<(usize, Bounds)>> = found.collect::<Result<_, Contradiction>>()?;
    found.into_iter().flatten().for_each(|(cell, bounds)| all[cell] = Some(bounds));
    Ok(all)
}

/// The counts whose interval is narrower than they need, each with the interval that was found. `None` in `truth` is a number that
/// nobody has.
///
/// # Errors
/// If no table agrees.
pub fn too_narrow(facts: &Facts, needed: &[i64], truth: &[Option<i64>]) -> Result<Vec<(usize, Bounds)>, Contradiction> {
    let known = narrow(facts)?;
    let exact = known.iter().enumerate().filter(|(at, _)| needed[*at] > 0).filter_map(|(at, bounds)| {
        let number = bounds.known()?;
        Some((at, Bounds::exactly(number)))
    });
    let mut all: Vec<(usize, Bounds)> = exact.collect();
    let parts = parts(&known, &facts.equations);
    let found = parts.par_iter().map(|part| {
        let widths: Vec<i64> = part.cells.iter().map(|cell| needed[*cell]).collect();
        if widths.iter().all(|width| *width == 0) {
            return Ok(Vec::new());
        }
        let true_table: Option<Vec<i64>> = part.cells.iter().map(|cell| truth[*cell]).collect();
        let witnesses = true_table.and_then(|table| Witnesses::from(part, table)).or_else(|| Witnesses::any(part));
        let mut witnesses = witnesses.ok_or(Contradiction)?;
        witnesses.widen(part, &widths);
        let is_narrow = |at: &usize| witnesses.width(*at) < widths[*at];
        let of = |at: usize| {
            let (least, most) = witnesses.interval(at);
            (part.cells[at], Bounds { least, most: Some(most) })
        };
        Ok((0..widths.len()).filter(is_narrow).map(of).collect::<Vec<_>>())
    });
    let found: Vec<Vec<(usize, Bounds)>> = found.collect::<Result<_, Contradiction>>()?;
    all.extend(found.into_iter().flatten());
    all.sort_unstable_by_key(|(cell, _)| *cell);
    Ok(all)
}
