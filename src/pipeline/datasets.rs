//! The outcomes of all datasets, kept up to date so that an edit only replaces its own.
//!
//! In: outcomes as they come and go. Out: how many findings there are, and the findings across datasets.
//! Invariant: equals entering all outcomes from scratch.

use std::collections::{BTreeMap, BTreeSet};

use super::across::Across;
use super::outcome::Outcome;
use super::site_links::SiteLinks;
use crate::diagnostic::{Findings, Judged, Severity};
use crate::model::DatasetId;
use crate::review::PlacedLink;
use crate::site::Site;

/// The outcome of each dataset.
#[derive(Default)]
pub(super) struct Datasets {
    outcomes: BTreeMap<DatasetId, Outcome>,
    /// The datasets with errors.
    broken: BTreeSet<DatasetId>,
    /// The number of warnings in all datasets.
    warnings: usize,
    /// Names used by several datasets.
    across: Across,
    /// Links to pages of the site.
    site_links: SiteLinks,
    /// The datasets that have changed since the catalogue was last updated.
    stale: BTreeSet<DatasetId>,
}

impl Datasets {
    /// Replaces a dataset's outcome. `None` if the dataset is gone.
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

    /// The outcome of a dataset.
    pub(super) fn outcome(&self, id: &DatasetId) -> Option<&Outcome> {
        self.outcomes.get(id)
    }

    /// The outcomes, in order of id.
    pub(super) fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        self.outcomes.values()
    }

    /// The ids, in order.
    pub(super) fn ids(&self) -> impl Iterator<Item = &DatasetId> {
        self.outcomes.keys()
    }

    /// Each id with its outcome, as a map that threads can share out.
    pub(super) fn by_id(&self) -> &BTreeMap<DatasetId, Outcome> {
        &self.outcomes
    }

    /// The ids of datasets with errors.
    pub(super) fn broken(&self) -> impl Iterator<Item = &DatasetId> {
        self.broken.iter()
    }

    /// The number of findings of a severity in all datasets.
    pub(super) fn count(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.broken.iter().filter_map(|id| self.outcomes.get(id)).map(|outcome| outcome.errors).sum(),
            Severity::Warning => self.warnings,
        }
    }

    /// The findings in all datasets.
    pub(super) fn findings(&self) -> Judged {
        let mut findings = Judged::default();
        self.outcomes.values().for_each(|outcome| findings.extend(outcome.findings.clone()));
        findings
    }

    /// Findings about names used by several datasets, if they may have changed since the last call.
    pub(super) fn news(&mut self) -> Option<Findings> {
        self.across.news()
    }

    /// Links in prose that lead nowhere in a new site. `shared` holds the links in the portal's own prose.
    pub(super) fn dead_links(&mut self, shared: &[PlacedLink], site: &Site) -> Findings {
        self.site_links.look(shared, &self.outcomes, site)
    }

    /// Call this when the settings, prose or theme have changed: addresses, links and severities may be different now.
    pub(super) fn unsettle(&mut self) {
        self.across.unsettle();
        self.site_links.unsettle();
    }

    /// Takes the ids of the datasets that have changed since the last call.
    pub(super) fn take_stale(&mut self) -> BTreeSet<DatasetId> {
        std::mem::take(&mut self.stale)
    }
}
