//! What is found across datasets, kept so that an edit looks at its own dataset only.
//!
//! In: versions of datasets as they come and go. Out: names that several of them have, as findings.
//! Invariant: what is known is that of looking at all datasets anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::{duplicate_ids, duplicate_titles};
use crate::diagnostic::Findings;
use crate::measure::Measured;
use crate::model::DatasetId;

/// Titles and KPI ids of all datasets.
#[derive(Default)]
pub(super) struct Across {
    titles: Names<()>,
    kpis: Names<usize>,
}

impl Across {
    /// Enters a dataset.
    pub(super) fn enter(&mut self, dataset: &Arc<Measured>) {
        self.titles.enter(title(dataset), dataset, ());
        for (at, kpi) in dataset.kpis.iter().enumerate() {
            self.kpis.enter(kpi.spec.id.to_string(), dataset, at);
        }
    }

    /// Takes out a dataset that was entered.
    pub(super) fn remove(&mut self, dataset: &Arc<Measured>) {
        self.titles.remove(&title(dataset), dataset, ());
        for (at, kpi) in dataset.kpis.iter().enumerate() {
            self.kpis.remove(kpi.spec.id.as_str(), dataset, at);
        }
    }

    /// What is wrong.
    pub(super) fn findings(&self) -> Findings {
        let titles = self.titles.shared().map(|same| same.map(|(dataset, ())| dataset).collect());
        let mut findings = duplicate_titles(titles);
        findings.extend(duplicate_ids(self.kpis.shared().map(Iterator::collect)));
        findings
    }
}

/// A title as readers tell it apart from others.
fn title(dataset: &Measured) -> String {
    dataset.metadata.title.trim().to_lowercase()
}

/// Who has each name.
#[derive(Default)]
struct Names<T> {
    owners: BTreeMap<String, BTreeMap<(DatasetId, T), Arc<Measured>>>,
    /// Names that more than one has.
    shared: BTreeSet<String>,
}

impl<T: Ord + Copy> Names<T> {
    fn enter(&mut self, name: String, dataset: &Arc<Measured>, what: T) {
        let owners = self.owners.entry(name.clone()).or_default();
        owners.insert((dataset.id.clone(), what), Arc::clone(dataset));
        if owners.len() > 1 {
            self.shared.insert(name);
        }
    }

    fn remove(&mut self, name: &str, dataset: &Measured, what: T) {
        let Some(owners) = self.owners.get_mut(name) else { return };
        owners.remove(&(dataset.id.clone(), what));
        let left = owners.len();
        if left < 2 {
            self.shared.remove(name);
        }
        if left == 0 {
            self.owners.remove(name);
        }
    }

    /// The owners of each name that several have, by id.
    fn shared(&self) -> impl Iterator<Item = impl Iterator<Item = (&Measured, T)>> {
        let owners = self.shared.iter().filter_map(|name| self.owners.get(name));
        owners.map(|owners| owners.iter().map(|((_, what), dataset)| (&**dataset, *what)))
    }
}
