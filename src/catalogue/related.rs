//! Related datasets: those that share columns and themes with a dataset.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Catalogue;

/// The most related datasets to name.
const MOST: usize = 5;
/// A column or theme shared by more datasets than this says little, and every one of them would have to be examined.
const COMMON: usize = 200;

/// Positions of related datasets, closest first. A column shared by few datasets counts for more than one shared by many; a
/// theme counts as much as the rarest column. Ties are in order of title.
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
