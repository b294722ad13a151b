//! Links in prose to pages of the site, kept up to date so that an edit checks its own links only.
//!
//! In: versions of datasets as they come and go, and each new site. Out: findings about links that lead nowhere.
//! Invariant: equals a full rescan. The links of unchanged datasets are checked again only if an address was added or removed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::outcome::Outcome;
use crate::diagnostic::Findings;
use crate::measure::Card;
use crate::model::{DatasetId, Destination};
use crate::review::{PlacedLink, dead_links};
use crate::site::Site;

/// The state of all links to pages of the site.
#[derive(Default)]
pub(super) struct SiteLinks {
    /// Datasets with links to the site.
    linking: BTreeSet<DatasetId>,
    /// Links that lead nowhere, by dataset. Those in the portal's own prose are kept separately.
    dead: BTreeMap<DatasetId, Findings>,
    dead_of_shared: Findings,
    /// Datasets not checked since they changed.
    changed: BTreeSet<DatasetId>,
    /// Whether no address has been added or removed since all links were checked.
    are_settled: bool,
}

impl SiteLinks {
    /// Replaces one version of a dataset by another. `None` if there is no such version.
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

    /// Marks all links to be checked again, because a change to what all datasets share may have changed addresses or links.
    pub(super) fn unsettle(&mut self) {
        self.are_settled = false;
    }

    /// The links that lead nowhere in a new site.
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

/// Whether two versions of a dataset give the site the same addresses.
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
