//! Choices that were made before: a model that has not changed need not be solved again.
//!
//! Invariant: what is remembered is only a proposal, as what [`select`](super::select::select) chooses is. Whoever publishes asks
//! [`too_narrow`](super::interval::too_narrow) all the same.

use sha2::{Digest, Sha256};

use super::facts::{Bounds, Contradiction, Equation};
use super::model::{Model, Standing};
use super::select::{Selection, select};
use crate::model::hexadecimal;

/// Remembers which counts of a model are hidden, by the hash of the model.
pub trait Memory: Sync {
    /// The positions of the hidden counts, if the model was solved before.
    fn recall(&self, model: &str) -> Option<Vec<usize>>;
    /// Keeps them.
    fn keep(&self, model: &str, hidden: &[usize]);
}

/// Remembers nothing.
pub struct NoMemory;

impl Memory for NoMemory {
    fn recall(&self, _: &str) -> Option<Vec<usize>> {
        None
    }

    fn keep(&self, _: &str, _: &[usize]) {}
}

/// Where a choice comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It was remembered.
    Recalled,
    /// It was made now.
    Solved,
}

/// Models of so few counts are solved as fast as they are looked up.
const FEWEST: usize = 300;

/// Chooses as [`select`] does, or as it did before for the same model.
///
/// # Errors
/// If no numbers fit where the source has hidden some.
pub fn select_once(model: &Model, memory: &dyn Memory) -> Result<(Selection, Origin), Contradiction> {
    if model.counts.len() < FEWEST || model.is_open() {
        return Ok((select(model)?, Origin::Solved));
    }
    let hash = hash(model);
    if let Some(positions) = memory.recall(&hash) {
        let mut hidden = model.primaries();
        if positions.iter().all(|at| *at < hidden.len()) {
            for at in positions {
                hidden[at] = true;
            }
            return Ok((Selection { hidden, unprotected: Vec::new() }, Origin::Recalled));
        }
    }
    let chosen = select(model)?;
    if chosen.unprotected.is_empty() {
        let hidden: Vec<usize> = (0..chosen.hidden.len()).filter(|at| chosen.hidden[*at]).collect();
        memory.keep(&hash, &hidden);
    }
    Ok((chosen, Origin::Solved))
}

/// The hash of everything by which a choice is made, and of the version of this program.
fn hash(model: &Model) -> String {
    let mut hash = Sha256::new();
    let mut put = |number: i128| hash.update(number.to_le_bytes());
    let end = |end: Option<i128>| end.unwrap_or(i128::MAX);
    let bounds = |bounds: Bounds| [i128::from(bounds.least), end(bounds.most.map(i128::from))];
    for count in &model.counts {
        let standing = match count.standing {
            Standing::Primary => 0,
            Standing::Optional => 1,
            Standing::Fixed => 2,
            Standing::Exposed => 3,
            Standing::Gap => 4,
            Standing::Unprinted => 5,
        };
        let number = end(count.number.map(i128::from));
        let all = [number, i128::from(count.width), standing, i128::from(count.loss)];
        all.into_iter().chain(bounds(count.shown)).chain(bounds(count.hidden)).for_each(&mut put);
    }
    for key in &model.keys {
        put(i128::try_from(key.len()).unwrap_or(0));
        for (dimension, value) in key {
            put(i128::from(*dimension) << 64 | i128::from(*value));
        }
    }
    for share in &model.shares {
        share.hidden_with.iter().for_each(|count| put(i128::try_from(*count).unwrap_or(0)));
        put(-1);
    }
    let mut equation = |equation: &Equation| {
        put(i128::try_from(equation.terms.len()).unwrap_or(0));
        put(end(equation.least));
        put(end(equation.most));
        equation.terms.iter().for_each(|(count, times)| {
            put(i128::try_from(*count).unwrap_or(0));
            put(i128::from(*times));
        });
    };
    model.equations.iter().for_each(&mut equation);
    model.shares.iter().for_each(|share| equation(&share.equation));
    hash.update(env!("CARGO_PKG_VERSION"));
    hexadecimal(&hash.finalize())
}
