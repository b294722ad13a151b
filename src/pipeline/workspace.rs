//! [`Workspace`]: a portal whose datasets are kept, so that only what an edit touched goes through the stages again.
//!
//! In: the portal's folder, then the [`Part`]s of it that changed. Out: findings and, in `sites.rs`, a site.
//! Invariant: after any edits, the site and its findings are the same as those of a new workspace.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use super::datasets::Datasets;
use super::outcome::Outcome;
use super::part::Part;
use super::shared::{Shared, has_same_vocabulary, moved_targets, vocabulary_of};
use crate::catalogue::Catalogue;
use crate::check::Criteria;
use crate::diagnostic::{Diagnostic, Findings, Judged, Severity};
use crate::load::{Root, Settings};
use crate::model::{DatasetId, EditionSpec, Occasion};
use crate::review::APPROVAL_OUTDATED;
use crate::rules::RULES;
use crate::timings::{Stage, Timings};
use crate::write::read_rows;

/// What is done with datasets in which something is still to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drafts {
    /// They are errors: nothing unfinished is published.
    Refused,
    /// They are shown with their gaps.
    Shown,
}

/// A portal and the outcome of each of its datasets.
pub struct Workspace {
    pub(super) root: Root,
    pub(super) occasion: Occasion,
    drafts: Drafts,
    last_rows: BTreeMap<String, usize>,
    /// The number of rows in each table of an earlier release, if there is one to compare with.
    pub(super) rows_before: Option<BTreeMap<String, usize>>,
    pub(super) shared: Shared,
    /// The settings that were in force when the datasets were read.
    judged_by: Option<Arc<Settings>>,
    /// Folders in `datasets/` that are not datasets, with the reason.
    refused: BTreeMap<String, Diagnostic>,
    pub(super) datasets: Datasets,
    /// Findings about names used by several datasets.
    pub(super) shared_names: Judged,
    /// Findings about addresses used by two files.
    pub(super) clashes: Judged,
    /// Findings about counts that one dataset hides and another shows.
    pub(super) shown_elsewhere: Judged,
    /// Findings about links to pages and files that are not on the site.
    pub(super) dead_links: Judged,
    /// Findings about texts that name what the edition does not hold.
    pub(super) absent_named: Judged,
    /// The latest catalogue, without the datasets that have changed since.
    pub(super) catalogue: Option<Arc<Catalogue>>,
    pub(super) timings: Arc<Timings>,
}

impl Workspace {
    /// Takes every dataset through the stages.
    ///
    /// # Errors
    /// If `datasets/` cannot be read.
    pub fn open(root: &Root, occasion: &Occasion) -> io::Result<Self> {
        let mut workspace = Self::closed(root, occasion);
        workspace.read_all()?;
        Ok(workspace)
    }

    /// Reads what all datasets share, but no datasets yet.
    #[must_use]
    pub fn closed(root: &Root, occasion: &Occasion) -> Self {
        Self::timed(root, occasion, Arc::new(Timings::off()))
    }

    /// The same as [`Workspace::closed`], and times each stage.
    #[must_use]
    pub(super) fn timed(root: &Root, occasion: &Occasion, timings: Arc<Timings>) -> Self {
        let shared = timings.of(Stage::Load, || Shared::read(root, occasion));
        Self {
            root: root.clone(),
            occasion: occasion.clone(),
            drafts: Drafts::Refused,
            // An invalid record is reported when every dataset is read.
            last_rows: read_rows(root).unwrap_or_default(),
            rows_before: None,
            judged_by: shared.settings.clone(),
            shared,
            refused: BTreeMap::new(),
            datasets: Datasets::default(),
            shared_names: Judged::default(),
            clashes: Judged::default(),
            shown_elsewhere: Judged::default(),
            dead_links: Judged::default(),
            absent_named: Judged::default(),
            catalogue: None,
            timings,
        }
    }

    /// The same for a preview: datasets that are not finished are shown, with their gaps.
    #[must_use]
    pub fn showing_drafts(self) -> Self {
        Self { drafts: Drafts::Shown, ..self }
    }

    /// Takes every dataset through the stages again.
    ///
    /// # Errors
    /// If `datasets/` cannot be read.
    pub fn read_all(&mut self) -> io::Result<()> {
        self.read_in_steps(usize::MAX, |_, _| {})
    }

    /// The same as [`Workspace::read_all`], but calls `after` after every `step` datasets, with the number of all datasets.
    ///
    /// # Errors
    /// If `datasets/` or the record of the last build cannot be read.
    pub fn read_in_steps(&mut self, step: usize, mut after: impl FnMut(&Self, usize)) -> io::Result<()> {
        let ids = self.list()?;
        self.last_rows = match &self.rows_before {
            Some(rows) => rows.clone(),
            None => read_rows(&self.root)?,
        };
        self.judged_by.clone_from(&self.shared.settings);
        (self.datasets, self.catalogue, self.shared_names) = (Datasets::default(), None, Judged::default());
        for some in ids.chunks(step) {
            self.read(some);
            after(self, ids.len());
        }
        Ok(())
    }

    /// Takes what changed through the stages again.
    ///
    /// # Errors
    /// If `datasets/` cannot be read.
    pub fn refresh(&mut self, parts: &BTreeSet<Part>) -> io::Result<()> {
        let mut again = BTreeSet::new();
        if parts.iter().any(|part| part.dataset().is_none()) {
            self.shared = Shared::read(&self.root, &self.occasion);
            if let (None, Some(before)) = (&self.shared.settings, &self.judged_by) {
                self.shared.severities = before.severities(self.occasion.day);
            }
            self.datasets.unsettle();
            // What was read decides, not which file was named: one file of several may have been read with another already.
            let is_everything = parts.contains(&Part::Everything);
            match (self.judged_by.clone(), &self.shared.settings) {
                (Some(before), Some(now)) if !is_everything && is_judged_alike(&before, now) => {
                    again.extend(self.judged_otherwise(&before, now));
                    self.judged_by = Some(Arc::clone(now));
                }
                // Until the settings can be read again, keep what was read with the previous ones.
                (Some(_), None) if !is_everything => {}
                _ => {
                    return self.read_all();
                }
            }
        }
        for name in parts.iter().filter_map(Part::dataset) {
            self.refused.remove(name);
            match self.root.dataset(name) {
                Some(Ok(id)) => drop(again.insert(id)),
                gone => {
                    self.refused.extend(gone.and_then(Result::err).map(|finding| (name.to_owned(), *finding)));
                    if let Ok(id) = DatasetId::new(name) {
                        again.remove(&id);
                        self.datasets.enter(id, None);
                    }
                }
            }
        }
        self.read(&again.into_iter().collect::<Vec<_>>());
        Ok(())
    }

    /// Datasets whose findings may differ after shared files changed, plus those with no published version yet.
    fn judged_otherwise(&self, before: &Settings, now: &Settings) -> Vec<DatasetId> {
        let has_words = !has_same_vocabulary(before, now);
        let moved = moved_targets(before, now);
        if !has_words && moved.is_empty() {
            return Vec::new();
        }
        let is_other = |outcome: &Outcome| {
            let Some(measured) = &outcome.measured else { return true };
            let is_named_otherwise = || vocabulary_of(before, measured.card()) != vocabulary_of(now, measured.card());
            (has_words && is_named_otherwise()) || outcome.links_to(&moved)
        };
        self.datasets.by_id().par_iter().filter(|(_, outcome)| is_other(outcome)).map(|(id, _)| id.clone()).collect()
    }

    /// Whether a finding stops the site.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// The number of findings of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.shared_findings().count(severity) + self.datasets.count(severity)
    }

    /// The findings in some parts, in datasets with errors, and those that belong to no single dataset.
    #[must_use]
    pub fn findings_of(&self, parts: &BTreeSet<Part>) -> Judged {
        if parts.contains(&Part::Everything) {
            return self.findings();
        }
        let mut findings = self.shared_findings();
        let changed = parts.iter().filter_map(|part| DatasetId::new(part.dataset()?).ok());
        let ids: BTreeSet<DatasetId> = changed.chain(self.datasets.broken().cloned()).collect();
        let own = ids.iter().filter_map(|id| self.datasets.outcome(id));
        own.for_each(|outcome| findings.extend(outcome.findings.clone()));
        findings
    }

    /// All findings.
    #[must_use]
    pub fn findings(&self) -> Judged {
        let mut findings = self.shared_findings();
        findings.extend(self.datasets.findings());
        findings
    }

    /// The findings that belong to no single dataset.
    fn shared_findings(&self) -> Judged {
        let refused: Findings = self.refused.values().cloned().collect();
        let mut findings = self.shared.severities.judge(refused);
        let of_site = [&self.clashes, &self.shown_elsewhere, &self.dead_links, &self.absent_named];
        for others in [&self.shared.findings, &self.shared_names].into_iter().chain(of_site) {
            findings.extend(others.clone());
        }
        findings
    }

    /// Findings with the severities that the portal sets.
    pub(super) fn judge(&self, findings: Findings) -> Judged {
        self.shared.severities.judge(findings)
    }

    /// How many datasets there are.
    #[must_use]
    pub fn datasets(&self) -> usize {
        self.datasets.ids().count()
    }

    fn list(&mut self) -> io::Result<Vec<DatasetId>> {
        let (mut ids, refused) = self.root.datasets()?;
        self.refused = refused;
        if let Some(settings) = &self.shared.settings {
            ids.retain(|id| !settings.portal.is_withdrawn(id.as_str(), self.occasion.day));
        }
        Ok(ids)
    }

    fn read(&mut self, ids: &[DatasetId]) {
        let Some(settings) = self.judged_by.clone() else { return };
        let outcomes: Vec<Outcome> = ids.par_iter().map(|id| self.outcome(id, &settings)).collect();
        ids.iter().cloned().zip(outcomes).for_each(|(id, outcome)| self.datasets.enter(id, Some(outcome)));
    }

    /// Takes a dataset through the stages.
    pub(super) fn outcome(&self, id: &DatasetId, settings: &Settings) -> Outcome {
        let criteria = Criteria::new(settings, &RULES, &self.occasion, &self.last_rows);
        let shows_drafts = self.drafts == Drafts::Shown || settings.edition().is_some_and(EditionSpec::is_for_review);
        let criteria = if shows_drafts { criteria.showing_drafts(&[&APPROVAL_OUTDATED]) } else { criteria };
        Outcome::of(&self.root, id, &criteria, &self.occasion, &self.timings)
    }
}

/// Whether two settings judge findings in the same way.
fn is_judged_alike(before: &Settings, now: &Settings) -> bool {
    let (one, other) = (&before.portal, &now.portal);
    let has_same_editions = before.edition == now.edition && one.editions == other.editions;
    has_same_editions && one.policy == other.policy && one.waivers == other.waivers
}
