//! Which counts to hide so that no hidden one can be worked out.
//!
//! In: a model whose primary counts are hidden. Out: the counts to hide, at the least loss that was found.
//! Invariant: what is chosen here is only a proposal. Whoever publishes asks [`too_narrow`](super::interval::too_narrow).

use rayon::prelude::*;

use super::exact::cheapest;
use super::exchange::Exchange;
use super::facts::Contradiction;
use super::model::{Model, Standing};
use super::way::WAYS;

/// Up to so many counts, all ways of choosing are tried and the best is kept.
const ALL_WAYS: usize = 400;
/// Of more, up to so many, the first two; of more still, the first alone.
const TWO_WAYS: usize = 800;

/// The counts to hide.
pub struct Selection {
    /// Whether each count is hidden.
    pub hidden: Vec<bool>,
    /// The hidden counts for which nothing was found that protects them.
    pub unprotected: Vec<usize>,
}

/// Chooses which counts to hide beside the primary ones.
///
/// # Errors
/// If no numbers fit where the source has hidden some.
pub fn select(model: &Model) -> Result<Selection, Contradiction> {
    if model.is_open() {
        return Ok(Selection { hidden: model.primaries(), unprotected: Vec::new() });
    }
    let numbers = model.completed()?;
    let exposed: Vec<usize> = (0..numbers.len()).filter(|at| model.counts[*at].standing == Standing::Exposed).collect();
    let ways = match model.counts.len() {
        few if few <= ALL_WAYS => &WAYS[..],
        some if some <= TWO_WAYS => &WAYS[..2],
        _ => &WAYS[..1],
    };
    let rated = ways.par_iter().map(|way| {
        let mut exchange = Exchange::of(model, &numbers, *way);
        let unprotected: Vec<usize> = exposed.iter().copied().chain(exchange.protect()).collect();
        exchange.give_back();
        let hidden = exchange.hidden();
        (unprotected.len(), model.loss(&hidden), Selection { hidden, unprotected })
    });
    let mut rated: Vec<_> = rated.collect();
    if let Some(hidden) = cheapest(model, &numbers) {
        let mut exchange = Exchange::with(model, &numbers, WAYS[0], hidden);
        if exposed.is_empty() && exchange.confirm() {
            exchange.give_back();
            let hidden = exchange.hidden();
            rated.push((0, model.loss(&hidden), Selection { hidden, unprotected: Vec::new() }));
        }
    }
    // Of equals, the first.
    let best = rated.into_iter().reduce(|best, next| if (next.0, next.1) < (best.0, best.1) { next } else { best });
    Ok(best.map_or_else(|| Selection { hidden: model.primaries(), unprotected: Vec::new() }, |(_, _, selection)| selection))
}
