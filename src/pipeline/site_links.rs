//! Links of prose to pages of the site, kept so that an edit looks at its own links only.
//!
//! In: versions of datasets as they come and go, and each new site. Out: the links that lead nowhere, as findings.
//! Invariant: what is found is that of looking at all links anew. Those of other datasets are looked at when an address came or went.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::outcome::Outcome;
use crate::diagnostic::Findings;
use crate::measure::Card;
use crate::model::{DatasetId, Destination};
use crate::review::{PlacedLink, dead_links};
use crate::site::Site;

/// What is known of links to pages of the site.
#[derive(Default)]
pub(super) struct SiteLinks {
    /// Datasets that have any.
    linking: BTreeSet<DatasetId>,
    /// What leads nowhere, by dataset, and of what all share.
    dead: BTreeMap<DatasetId, Findings>,
    dead_of_shared: Findings,
    /// Datasets that were not looked at since they changed.
    changed: BTreeSet<DatasetId>,
    /// Whether no address came or went since all were looked at.
    are_settled: bool,
}

impl SiteLinks {
    /// Takes a version of a dataset in the place of another; `None` where there is none.
    pub(super) fn enter(&mut self, id: &DatasetId, before: Option<&Outcome>, now: Option<&Outcome>) {
        let version = |outcome: Option<&'_ Outcome>| {
            outcome.and_then(|outcome| outcome.measured.as_ref()).map(|measured| Arc::clone(measured.card()))
        };
        self.are_settled &= match (version(before), version(now)) {
            (Some(before), Some(now)) => has_same_addresses(&before, &now),
            (None, None) => true,
            _ => false,
        };
        if now.is_some_and(|outcome| outcome.links.iter().any(|(to, _)| matches!(to, Destination::Site(_)))) {
            self.linking.insert(id.clone());
        } else {
            self.linking.remove(id);
        }
        self.changed.insert(id.clone());
    }

    /// Forgets what was found: what all share has changed, and with it addresses or links.
    pub(super) fn unsettle(&mut self) {
        self.are_settled = false;
    }

    /// What leads nowhere in a new site.
    pub(super) fn look(&mut self, shared: &[PlacedLink], outcomes: &BTreeMap<DatasetId, Outcome>, site: &Site) -> Findings {
        if !self.are_settled {
            self.dead.clear();
            self.changed = self.linking.clone();
            self.dead_of_shared = dead_links(shared.iter(), site);
            self.are_settled = true;
        }
        for id in std::mem::take(&mut self.changed) {
            self.dead.remove(&id);
            let links = outcomes.get(&id).filter(|_| self.linking.contains(&id)).map(|outcome| &outcome.links);
            let found = dead_links(links.into_iter().flatten(), site);
            if !found.is_empty() {
                self.dead.insert(id, found);
            }
        }
        let mut findings = self.dead_of_shared.clone();
        self.dead.values().for_each(|found| findings.extend(found.clone()));
        findings
    }
}

/// Whether two versions of a dataset give the site the same pages and files.
fn has_same_addresses(one: &Card, other: &Card) -> bool {
    fn kpis(dataset: &Card) -> impl Iterator<Item = (&str, bool)> {
        dataset.kpis.iter().map(|kpi| (kpi.id.as_str(), kpi.has_chart))
    }
    fn columns(dataset: &Card) -> impl Iterator<Item = &str> {
        dataset.tables.iter().flat_map(|table| &table.fields).map(|field| field.name.as_str())
    }
    one.tables.iter().map(|table| &table.name).eq(other.tables.iter().map(|table| &table.name))
        && columns(one).eq(columns(other))
        && kpis(one).eq(kpis(other))
        && one.notes.iter().map(|note| &note.version).eq(other.notes.iter().map(|note| &note.version))
        && one.themes == other.themes
        && one.publisher == other.publisher
}
