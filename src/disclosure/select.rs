//! Which counts to hide so that no hidden one can be worked out.
//!
//! In: a model whose primary counts are hidden. Out: the counts to hide, at the least loss that was found.
//! Invariant: what is chosen here is only a proposal. Whoever publishes asks [`too_narrow`](super::interval::too_narrow).

use rayon::prelude::*;

use super::exact::cheapest;
use super::exchange::Exchange;
use super::facts::Contradiction;
use super::model::{Model, Standing};

/// Up to so many counts, all ways of choosing are tried and the best is kept; of more, the first alone.
const ALL_WAYS: usize = 3_000;

/// How the next count to hide is chosen, and which hidden count is looked after first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) price: Price,
    pub(super) order: Order,
}

/// What it costs to hide a count.
#[derive(Clone, Copy, Debug)]
pub(super) enum Price {
    /// What is lost.
    Loss,
    /// The same for each.
    Equal,
    /// Less for large counts than what is lost, because they give more room.
    Root,
}

/// Which hidden count is looked after first.
#[derive(Clone, Copy, Debug)]
pub(super) enum Order {
    /// The smallest, which has the least room.
    Smallest,
    /// The largest.
    Largest,
}

const WAYS: [Way; 6] = [
    Way { price: Price::Loss, order: Order::Smallest },
    Way { price: Price::Root, order: Order::Smallest },
    Way { price: Price::Equal, order: Order::Smallest },
    Way { price: Price::Loss, order: Order::Largest },
    Way { price: Price::Root, order: Order::Largest },
    Way { price: Price::Equal, order: Order::Largest },
];

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
    let ways = if model.counts.len() <= ALL_WAYS { &WAYS[..] } else { &WAYS[..1] };
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
