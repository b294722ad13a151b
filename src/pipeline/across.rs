//! Names shared by several datasets, kept up to date so that an edit examines its own dataset only.
//!
//! In: versions of datasets as they come and go. Out: findings about names used by several datasets.
//! Invariant: equals a full rescan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::catalogue::folded;
use crate::diagnostic::Findings;
use crate::measure::Card;
use crate::model::DatasetId;
use crate::review::{duplicate_ids, duplicate_titles};

/// Titles and KPI ids of all datasets.
#[derive(Default)]
pub(super) struct Across {
    titles: Names<()>,
    kpis: Names<usize>,
    /// Whether a shared name has gained or lost an owner since the findings were last returned.
    is_untold: bool,
}

impl Across {
    /// Adds a dataset.
    pub(super) fn enter(&mut self, dataset: &Arc<Card>) {
        self.is_untold |= self.titles.enter(folded(&dataset.title), dataset, ());
        for (at, kpi) in dataset.kpis.iter().enumerate() {
            self.is_untold |= self.kpis.enter(kpi.id.to_string(), dataset, at);
        }
    }

    /// Removes a dataset that was added.
    pub(super) fn remove(&mut self, dataset: &Arc<Card>) {
        self.is_untold |= self.titles.remove(&folded(&dataset.title), dataset, ());
        for (at, kpi) in dataset.kpis.iter().enumerate() {
            self.is_untold |= self.kpis.remove(kpi.id.as_str(), dataset, at);
        }
    }

    /// Call this when the settings have changed: severities may be different, so all findings are reported again.
    pub(super) fn unsettle(&mut self) {
        self.is_untold = true;
    }

    /// What is wrong, if it may be other than when it was last told. Before that, nothing is.
    pub(super) fn news(&mut self) -> Option<Findings> {
        if !std::mem::take(&mut self.is_untold) {
            return None;
        }
        let mut findings = duplicate_titles(self.titles.pairs().map(|((first, ()), (other, ()))| (first, other)));
        findings.extend(duplicate_ids(self.kpis.pairs()));
        Some(findings)
    }
}

/// A dataset, and which of its items has the name.
type Owner<'a, T> = (&'a Card, T);

/// The owners of each name.
#[derive(Default)]
struct Names<T> {
    owners: BTreeMap<String, BTreeMap<(DatasetId, T), Arc<Card>>>,
    /// Names with more than one owner.
    shared: BTreeSet<String>,
}

impl<T: Ord + Copy> Names<T> {
    /// Adds an owner. Returns whether the name is now shared.
    fn enter(&mut self, name: String, dataset: &Arc<Card>, what: T) -> bool {
        let owners = self.owners.entry(name.clone()).or_default();
        owners.insert((dataset.id.clone(), what), Arc::clone(dataset));
        let is_shared = owners.len() > 1;
        if is_shared {
            self.shared.insert(name);
        }
        is_shared
    }

    /// Removes an owner. Returns whether the name was shared before.
    fn remove(&mut self, name: &str, dataset: &Card, what: T) -> bool {
        let Some(owners) = self.owners.get_mut(name) else { return false };
        owners.remove(&(dataset.id.clone(), what));
        let left = owners.len();
        if left < 2 {
            self.shared.remove(name);
        }
        if left == 0 {
            self.owners.remove(name);
        }
        left > 0
    }

    /// For each shared name, the first owner by id paired with each of the others.
    fn pairs(&self) -> impl Iterator<Item = (Owner<'_, T>, Owner<'_, T>)> {
        let owners = self.shared.iter().filter_map(|name| self.owners.get(name));
        let owners = owners.map(|owners| owners.iter().map(|((_, what), dataset)| (&**dataset, *what)));
        owners.flat_map(|mut owners| {
            owners.next().into_iter().flat_map(move |first| owners.clone().map(move |other| (first, other)))
        })
    }
}
