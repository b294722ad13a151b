//! Datasets that a reader of one may want: those that share columns and themes with it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Catalogue;

/// How many are named.
const MOST: usize = 5;
/// A column or theme that more datasets share says little, and costs a look at each of them.
const COMMON: usize = 200;

/// Positions of related datasets, nearest first. What few datasets share weighs more than what many do; a theme weighs as
/// much as the rarest column. Equal ones stand by title.
#[must_use]
pub fn related(catalogue: &Catalogue, at: usize) -> Vec<usize> {
    let dataset = &catalogue.datasets[at];
    let mut weights: BTreeMap<usize, usize> = BTreeMap::new();
    let mut add = |others: BTreeSet<usize>, weight: usize| {
        for other in others.into_iter().filter(|other| *other != at) {
            *weights.entry(other).or_default() += weight;
        }
    };
    for theme in &dataset.themes {
        let others = catalogue.themes.get(theme.as_str()).map_or(&[][..], Vec::as_slice);
        if others.len() <= COMMON {
            add(others.iter().copied().collect(), COMMON);
        }
    }
    let names: BTreeSet<&str> = dataset.tables.iter().flat_map(|table| &table.fields).map(|field| field.name.as_str()).collect();
    for name in names {
        let Some(entry) = catalogue.field(name).filter(|entry| entry.uses.len() <= COMMON) else { continue };
        let others: BTreeSet<usize> = entry.uses.iter().map(|used| used.dataset).collect();
        let weight = COMMON / others.len().max(1);
        add(others, weight);
    }
    let mut nearest: Vec<(usize, usize)> = weights.into_iter().collect();
    nearest.sort_by_key(|(other, weight)| (Reverse(*weight), catalogue.rank(*other)));
    nearest.into_iter().take(MOST).map(|(other, _)| other).collect()
}
