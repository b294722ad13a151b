//! [`Workspace`]: a portal whose datasets are kept, so that an edit takes only what it touched through the stages again.
//!
//! In: the portal's folder, then [`Part`]s of it that changed. Out: a [`Prepared`] site, and findings.
//! Invariant: after any edits the site and its findings are those that a new workspace would have.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use super::Prepared;
use super::across::Across;
use super::outcome::Outcome;
use super::shared::{Shared, moved_targets, policy, vocabulary, vocabulary_of};
use super::site_links::SiteLinks;
use crate::check::raise;
use crate::diagnostic::{Diagnostic, Findings, Severity};
use crate::load::{Root, Settings};
use crate::measure::{Kpi, Measured};
use crate::model::{DatasetId, Date};
use crate::site::{Catalogue, Site, assemble, plan};
use crate::write::read_rows;

/// How many datasets are looked at for a sample.
const LOOKED_AT: usize = 200;

/// A part of a portal that changes by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What cannot be told: everything is read again.
    Everything,
    /// `portal.yaml`, prose, theme or logo.
    Shared,
    /// A folder of `datasets/`, by its name.
    Dataset(String),
}

impl Part {
    /// The name of the dataset's folder.
    #[must_use]
    pub fn dataset(&self) -> Option<&str> {
        match self {
            Self::Dataset(name) => Some(name),
            Self::Everything | Self::Shared => None,
        }
    }
}

/// A portal and what became of each of its datasets.
pub struct Workspace {
    root: Root,
    as_of: Date,
    last_rows: BTreeMap<String, usize>,
    shared: Shared,
    /// The settings by which datasets were read.
    judged_by: Option<Arc<Settings>>,
    /// Folders of `datasets/` that are none of a dataset.
    refused: BTreeMap<String, Diagnostic>,
    outcomes: BTreeMap<DatasetId, Outcome>,
    /// Those that have errors.
    broken: BTreeSet<DatasetId>,
    /// The warnings of all.
    warnings: usize,
    /// Names that several datasets have.
    across: Across,
    shared_names: Findings,
    /// Addresses that two files have.
    clashes: Findings,
    /// Links to what the site does not have.
    site_links: SiteLinks,
    dead_links: Findings,
    /// All datasets together, but for those that have changed since.
    catalogue: Option<Arc<Catalogue>>,
    stale: BTreeSet<DatasetId>,
}

impl Workspace {
    /// Takes every dataset through the stages.
    ///
    /// # Errors
    /// If `datasets/` cannot be read.
    pub fn open(root: &Root, as_of: Date) -> io::Result<Self> {
        let mut workspace = Self::closed(root, as_of);
        workspace.read_all()?;
        Ok(workspace)
    }

    /// Reads what all datasets share, and no dataset yet.
    #[must_use]
    pub fn closed(root: &Root, as_of: Date) -> Self {
        let shared = Shared::read(root, as_of);
        Self {
            root: root.clone(),
            as_of,
            // What is wrong with the record is said when every dataset is read.
            last_rows: read_rows(root).unwrap_or_default(),
            judged_by: shared.settings.clone(),
            shared,
            refused: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            broken: BTreeSet::new(),
            warnings: 0,
            across: Across::default(),
            shared_names: Findings::new(),
            clashes: Findings::new(),
            site_links: SiteLinks::default(),
            dead_links: Findings::new(),
            catalogue: None,
            stale: BTreeSet::new(),
        }
    }

    /// Takes every dataset there is through the stages.
    ///
    /// # Errors
    /// If `datasets/` cannot be read.
    pub fn read_all(&mut self) -> io::Result<()> {
        self.read_in_steps(usize::MAX, |_, _| {})
    }

    /// As [`Workspace::read_all`], with a call after each `step` datasets that says how many there are.
    ///
    /// # Errors
    /// If `datasets/` cannot be read, or what the last build remembered.
    pub fn read_in_steps(&mut self, step: usize, mut after: impl FnMut(&Self, usize)) -> io::Result<()> {
        let ids = self.list()?;
        self.last_rows = read_rows(&self.root)?;
        self.judged_by.clone_from(&self.shared.settings);
        self.outcomes.clear();
        self.broken.clear();
        self.site_links = SiteLinks::default();
        self.stale.clear();
        (self.warnings, self.catalogue) = (0, None);
        (self.across, self.shared_names) = (Across::default(), Findings::new());
        for some in ids.chunks(step) {
            self.read(some);
            after(self, ids.len());
        }
        Ok(())
    }

    /// A site of the first datasets of a portal that has more, with how many there are; none of them is kept.
    ///
    /// # Errors
    /// If `datasets/` cannot be read.
    pub fn glance_first(&self, count: usize) -> io::Result<Option<(Prepared, usize)>> {
        let (ids, _) = self.root.datasets()?;
        let Some(settings) = self.shared.settings.as_ref().filter(|_| ids.len() > count) else { return Ok(None) };
        let outcomes: Vec<Outcome> = ids[..count].par_iter().map(|id| self.outcome(id, settings)).collect();
        Ok(self.site_of(sound(&outcomes)).map(|prepared| (prepared, ids.len())))
    }

    /// A site of one dataset alone, whose own pages are those of the whole site. `None` if a finding stops it.
    #[must_use]
    pub fn glance(&self, id: &DatasetId) -> Option<Prepared> {
        let outcome = self.outcome(id, self.shared.settings.as_ref()?);
        if outcome.errors == 0 { self.site_of(sound([&outcome])) } else { None }
    }

    /// A site of the datasets that have been read and are without errors.
    #[must_use]
    pub fn so_far(&self) -> Option<Prepared> {
        self.site_of(sound(self.outcomes.values()))
    }

    /// A site of a few datasets that have what a dataset can have: templates are tried on it. Of very many, the first are
    /// looked at.
    #[must_use]
    pub fn sample(&self) -> Option<Prepared> {
        let holds: [fn(&Measured) -> bool; 5] = [
            |_| true,
            |dataset| !dataset.tables.is_empty(),
            |dataset| dataset.kpis.iter().any(Kpi::has_chart),
            |dataset| dataset.kpis.iter().any(|kpi| !kpi.has_chart()),
            |dataset| !dataset.releases.is_empty(),
        ];
        let measured = || self.outcomes.values().filter_map(|outcome| outcome.measured.as_ref()).take(LOOKED_AT);
        let some = holds.iter().filter_map(|holds| measured().find(|dataset| holds(dataset)));
        let distinct: BTreeMap<&DatasetId, &Arc<Measured>> = some.map(|dataset| (&dataset.id, dataset)).collect();
        self.site_of(distinct.into_values().cloned().collect())
    }

    fn site_of(&self, datasets: Vec<Arc<Measured>>) -> Option<Prepared> {
        let settings = self.shared.settings.clone().filter(|_| !self.shared.findings.has_errors())?;
        let assets = self.shared.theme.as_ref()?.assets();
        self.prepared(plan(Arc::new(assemble(settings, datasets, self.as_of)), assets))
    }

    /// Takes what changed through the stages again.
    ///
    /// # Errors
    /// If `datasets/` cannot be read.
    pub fn refresh(&mut self, parts: &BTreeSet<Part>) -> io::Result<()> {
        let mut again = BTreeSet::new();
        if parts.iter().any(|part| part.dataset().is_none()) {
            self.shared = Shared::read(&self.root, self.as_of);
            self.site_links.unsettle();
            // What was read decides, not which file was named: one file of several may have been read with another already.
            let is_everything = parts.contains(&Part::Everything);
            match (self.judged_by.clone(), &self.shared.settings) {
                (Some(before), Some(now)) if !is_everything && policy(&before) == policy(now) => {
                    again.extend(self.judged_otherwise(&before, now));
                    self.judged_by = Some(Arc::clone(now));
                }
                // Until the settings can be read again, what was read by those before them stays.
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
                        self.enter(id, None);
                    }
                }
            }
        }
        self.read(&again.into_iter().collect::<Vec<_>>());
        Ok(())
    }

    /// The datasets of which what all share may say something else than before, and those that say nothing.
    fn judged_otherwise(&self, before: &Settings, now: &Settings) -> Vec<DatasetId> {
        let has_words = vocabulary(before) != vocabulary(now);
        let moved = moved_targets(before, now);
        if !has_words && moved.is_empty() {
            return Vec::new();
        }
        let is_other = |outcome: &Outcome| {
            let Some(measured) = &outcome.measured else { return true };
            let is_named_otherwise = || vocabulary_of(before, measured) != vocabulary_of(now, measured);
            (has_words && is_named_otherwise()) || outcome.links_to(&moved)
        };
        self.outcomes.par_iter().filter(|(_, outcome)| is_other(outcome)).map(|(id, _)| id.clone()).collect()
    }

    /// The site of all datasets. `None` if a finding stops it. Files that stand at one address are not looked for: a preview
    /// looks at those of what changed ([`Site::clashes_after`]).
    pub fn assemble(&mut self) -> Option<Prepared> {
        self.look_across();
        if self.has_errors() {
            return None;
        }
        let site = self.plan()?;
        self.look_for_dead_links(&site);
        if self.has_errors() { None } else { self.prepared(site) }
    }

    /// As [`Workspace::assemble`], if no two files stand at one address.
    pub fn assemble_whole(&mut self) -> Option<Prepared> {
        self.look_across();
        if self.shared_names.has_errors() {
            return None;
        }
        let site = self.plan()?;
        self.look_for_dead_links(&site);
        self.clashes = site.clashes();
        if self.has_errors() { None } else { self.prepared(site) }
    }

    fn look_across(&mut self) {
        // Only a site can tell.
        self.dead_links = Findings::new();
        if let Some(mut findings) = self.across.news() {
            self.judged_by.iter().for_each(|settings| raise(&mut findings, settings));
            self.shared_names = findings;
        }
    }

    /// Without other errors only: a dataset that is stopped has its pages as soon as it is mended.
    fn look_for_dead_links(&mut self, site: &Site) {
        if self.has_errors() {
            return;
        }
        self.dead_links = self.site_links.look(&self.shared.links, &self.outcomes, site);
    }

    fn plan(&mut self) -> Option<Site> {
        let settings = self.shared.settings.clone()?;
        let assets = self.shared.theme.as_ref()?.assets();
        let version = |id: &DatasetId| self.outcomes.get(id).and_then(|outcome| outcome.measured.clone());
        let stale = std::mem::take(&mut self.stale);
        let catalogue = match self.catalogue.take() {
            Some(before) => before.amended(settings, stale.into_iter().map(|id| (id.clone(), version(&id))).collect()),
            None => assemble(settings, self.outcomes.keys().filter_map(version), self.as_of),
        };
        let catalogue = Arc::new(catalogue);
        self.catalogue = Some(Arc::clone(&catalogue));
        Some(plan(catalogue, assets))
    }

    fn prepared(&self, site: Site) -> Option<Prepared> {
        Some(Prepared { site, theme: self.shared.theme.clone()? })
    }

    /// Whether a finding stops the site.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many findings of a severity there are.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let errors = || self.broken.iter().filter_map(|id| self.outcomes.get(id)).map(|outcome| outcome.errors).sum();
        let own: usize = if severity == Severity::Error { errors() } else { self.warnings };
        let shared = [&self.shared.findings, &self.shared_names, &self.clashes, &self.dead_links];
        let refused = self.refused.values().filter(|finding| finding.severity == severity).count();
        let shared = shared.iter().map(|findings| findings.count(severity)).sum::<usize>();
        refused + shared + own
    }

    /// The findings of some parts, and those that no dataset has to itself.
    #[must_use]
    pub fn findings_of(&self, parts: &BTreeSet<Part>) -> Findings {
        let mut findings = self.shared.findings.clone();
        self.refused.values().for_each(|finding| findings.push(finding.clone()));
        findings.extend(self.shared_names.clone());
        findings.extend(self.clashes.clone());
        findings.extend(self.dead_links.clone());
        if parts.contains(&Part::Everything) {
            self.outcomes.values().for_each(|outcome| findings.extend(outcome.findings.clone()));
            return findings;
        }
        let changed = parts.iter().filter_map(|part| DatasetId::new(part.dataset()?).ok());
        let ids: BTreeSet<DatasetId> = changed.chain(self.broken.iter().cloned()).collect();
        let own = ids.iter().filter_map(|id| self.outcomes.get(id));
        own.for_each(|outcome| findings.extend(outcome.findings.clone()));
        findings
    }

    /// All findings.
    #[must_use]
    pub fn into_findings(self) -> Findings {
        let mut findings = self.shared.findings;
        self.refused.into_values().for_each(|finding| findings.push(finding));
        self.outcomes.into_values().for_each(|outcome| findings.extend(outcome.findings));
        findings.extend(self.shared_names);
        findings.extend(self.clashes);
        findings.extend(self.dead_links);
        findings
    }

    /// How many datasets there are.
    #[must_use]
    pub fn datasets(&self) -> usize {
        self.outcomes.len()
    }

    fn list(&mut self) -> io::Result<Vec<DatasetId>> {
        let (ids, refused) = self.root.datasets()?;
        self.refused = refused;
        Ok(ids)
    }

    fn read(&mut self, ids: &[DatasetId]) {
        let Some(settings) = self.judged_by.clone() else { return };
        let outcomes: Vec<Outcome> = ids.par_iter().map(|id| self.outcome(id, &settings)).collect();
        ids.iter().cloned().zip(outcomes).for_each(|(id, outcome)| self.enter(id, Some(outcome)));
    }

    /// Takes what became of a dataset in the place of what had become of it; `None` if it is gone.
    fn enter(&mut self, id: DatasetId, outcome: Option<Outcome>) {
        self.stale.insert(id.clone());
        let before = self.outcomes.remove(&id);
        self.site_links.enter(&id, before.as_ref(), outcome.as_ref());
        if let Some(before) = before {
            self.broken.remove(&id);
            self.warnings -= before.warnings;
            before.measured.iter().for_each(|measured| self.across.remove(measured));
        }
        let Some(outcome) = outcome else { return };
        if outcome.errors > 0 {
            self.broken.insert(id.clone());
        }
        self.warnings += outcome.warnings;
        outcome.measured.iter().for_each(|measured| self.across.enter(measured));
        self.outcomes.insert(id, outcome);
    }

    fn outcome(&self, id: &DatasetId, settings: &Settings) -> Outcome {
        Outcome::of(&self.root, id, settings, self.as_of, &self.last_rows)
    }
}

/// The datasets that are without errors.
fn sound<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Vec<Arc<Measured>> {
    let sound = outcomes.into_iter().filter(|outcome| outcome.errors == 0);
    sound.filter_map(|outcome| outcome.measured.clone()).collect()
}
