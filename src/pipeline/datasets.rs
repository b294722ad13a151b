//! What became of all datasets, kept so that an edit enters its own alone.
//!
//! In: outcomes as they come and go. Out: how many findings there are, and what is found across datasets.
//! Invariant: what is known equals what entering all outcomes anew would give.

use std::collections::{BTreeMap, BTreeSet};

use super::across::Across;
use super::outcome::Outcome;
use super::site_links::SiteLinks;
use crate::diagnostic::{Findings, Judged, Severity};
use crate::model::DatasetId;
use crate::review::PlacedLink;
use crate::site::Site;

/// What became of each dataset.
#[derive(Default)]
pub(super) struct Datasets {
    outcomes: BTreeMap<DatasetId, Outcome>,
    /// Those that have errors.
    broken: BTreeSet<DatasetId>,
    /// The warnings of all.
    warnings: usize,
    /// Names that several datasets have.
    across: Across,
    /// Links to pages of the site.
    site_links: SiteLinks,
    /// Those that have changed since they were last taken into a catalogue.
    stale: BTreeSet<DatasetId>,
}

impl Datasets {
    /// Puts a dataset's outcome in the place of the one before; `None` if the dataset is gone.
    pub(super) fn enter(&mut self, id: DatasetId, outcome: Option<Outcome>) {
        self.stale.insert(id.clone());
        let before = self.outcomes.remove(&id);
        self.site_links.enter(&id, before.as_ref(), outcome.as_ref());
        if let Some(before) = before {
            self.broken.remove(&id);
            self.warnings -= before.warnings;
            before.measured.iter().for_each(|measured| self.across.remove(measured.card()));
        }
        let Some(outcome) = outcome else { return };
        if outcome.errors > 0 {
            self.broken.insert(id.clone());
        }
        self.warnings += outcome.warnings;
        outcome.measured.iter().for_each(|measured| self.across.enter(measured.card()));
        self.outcomes.insert(id, outcome);
    }

    /// What became of a dataset.
    pub(super) fn outcome(&self, id: &DatasetId) -> Option<&Outcome> {
        self.outcomes.get(id)
    }

    /// What became of each, by id.
    pub(super) fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        self.outcomes.values()
    }

    /// The ids, in order.
    pub(super) fn ids(&self) -> impl Iterator<Item = &DatasetId> {
        self.outcomes.keys()
    }

    /// Each id with its outcome, for threads to share out.
    pub(super) fn by_id(&self) -> &BTreeMap<DatasetId, Outcome> {
        &self.outcomes
    }

    /// Those that have errors.
    pub(super) fn broken(&self) -> impl Iterator<Item = &DatasetId> {
        self.broken.iter()
    }

    /// How many findings of a severity the datasets have.
    pub(super) fn count(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.broken.iter().filter_map(|id| self.outcomes.get(id)).map(|outcome| outcome.errors).sum(),
            Severity::Warning => self.warnings,
        }
    }

    /// The findings of all.
    pub(super) fn findings(&self) -> Judged {
        let mut findings = Judged::default();
        self.outcomes.values().for_each(|outcome| findings.extend(outcome.findings.clone()));
        findings
    }

    /// Names that several have, if they may be other than when this was last asked.
    pub(super) fn news(&mut self) -> Option<Findings> {
        self.across.news()
    }

    /// Links of prose that lead nowhere in a new site. `shared` are the links of the portal's own prose.
    pub(super) fn dead_links(&mut self, shared: &[PlacedLink], site: &Site) -> Findings {
        self.site_links.look(shared, &self.outcomes, site)
    }

    /// What all datasets share has changed, and with it addresses, links or severities.
    pub(super) fn unsettle(&mut self) {
        self.across.unsettle();
        self.site_links.unsettle();
    }

    /// Those that have changed since this was last asked.
    pub(super) fn take_stale(&mut self) -> BTreeSet<DatasetId> {
        std::mem::take(&mut self.stale)
    }
}
