//! [`Workspace`]: a portal whose datasets are kept, so that an edit takes only what it touched through the stages again.
//!
//! In: the portal's folder, then [`Part`]s of it that changed. Out: a [`Prepared`] site, and findings.
//! Invariant: after any edits the site and the findings are those that a new workspace would have.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use super::Prepared;
use super::shared::{Compiled, Shared};
use crate::check::{check, duplicate_titles, raise};
use crate::diagnostic::{Findings, Severity};
use crate::load::{Root, Settings, load_dataset};
use crate::measure::{Measured, measure};
use crate::model::{DatasetId, Date, Markdown};
use crate::protect::protect;
use crate::render::{PortalView, Theme};
use crate::site::{Site, assemble, bounds, plan};
use crate::write::read_rows;

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
    /// Of the folder `datasets/` itself.
    listing: Findings,
    outcomes: BTreeMap<DatasetId, Outcome>,
    /// Of all datasets together.
    across: Findings,
}

/// What became of a dataset.
struct Outcome {
    measured: Option<Arc<Measured>>,
    findings: Findings,
    errors: usize,
    warnings: usize,
}

impl Outcome {
    fn new(measured: Option<Arc<Measured>>, findings: Findings) -> Self {
        let (errors, warnings) = (findings.count(Severity::Error), findings.count(Severity::Warning));
        Self { measured, findings, errors, warnings }
    }
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
        let (root, last_rows, shared) = (root.clone(), read_rows(root), Shared::read(root));
        let (listing, across) = (Findings::new(), Findings::new());
        Self { root, as_of, last_rows, shared, listing, outcomes: BTreeMap::new(), across }
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
    /// If `datasets/` cannot be read.
    pub fn read_in_steps(&mut self, step: usize, mut after: impl FnMut(&Self, usize)) -> io::Result<()> {
        let ids = self.list()?;
        self.outcomes.clear();
        for some in ids.chunks(step) {
            self.read(some);
            after(self, ids.len());
        }
        Ok(())
    }

    /// Takes the first datasets of a portal that has more through the stages, and says how many there are.
    ///
    /// # Errors
    /// If `datasets/` cannot be read.
    pub fn read_first(&mut self, count: usize) -> io::Result<usize> {
        let ids = self.list()?;
        if ids.len() > count {
            self.read(&ids[..count]);
        }
        Ok(ids.len())
    }

    /// A site of one dataset alone, whose own pages are those of the whole site. `None` if a finding stops it.
    #[must_use]
    pub fn glance(&self, id: &DatasetId) -> Option<Prepared> {
        let outcome = self.outcome(id, self.shared.settings.as_ref()?);
        if outcome.errors == 0 { self.site_of(outcome.measured.into_iter().collect()) } else { None }
    }

    /// A site of the datasets that have been read and are without errors.
    #[must_use]
    pub fn so_far(&self) -> Option<Prepared> {
        let sound = self.outcomes.values().filter(|outcome| outcome.errors == 0);
        self.site_of(sound.filter_map(|outcome| outcome.measured.clone()).collect())
    }

    fn site_of(&self, datasets: Vec<Arc<Measured>>) -> Option<Prepared> {
        let settings = self.shared.settings.clone().filter(|_| !self.shared.findings.has_errors())?;
        let theme = Theme::compile(&settings.portal.theme.name, &settings.theme).ok()?;
        let site = plan(assemble(settings, datasets, self.as_of).0?, &theme.assets());
        let theme = Arc::new(theme.with_portal(&PortalView::of(&site)));
        Some(Prepared { site, theme })
    }

    /// Takes what changed through the stages again.
    ///
    /// # Errors
    /// If `datasets/` cannot be read.
    pub fn refresh(&mut self, parts: &BTreeSet<Part>) -> io::Result<()> {
        let mut again = BTreeSet::new();
        if parts.iter().any(|part| part.dataset().is_none()) {
            let before = std::mem::replace(&mut self.shared, Shared::read(&self.root));
            // What was read decides, not which file was named: one file of several may have been read with another already.
            let has_its_places = before.text() == self.shared.text() || !self.has_findings_in("portal.yaml");
            let is_ruled_alike = before.rules() == self.shared.rules() && has_its_places;
            if parts.contains(&Part::Everything) || !is_ruled_alike {
                self.last_rows = read_rows(&self.root);
                return self.read_all();
            }
            if before.link_targets() != self.shared.link_targets() {
                again.extend(self.with_links());
            }
        }
        let changed: BTreeSet<&str> = parts.iter().filter_map(Part::dataset).collect();
        let known: BTreeSet<DatasetId> = changed.iter().filter_map(|name| self.known(name)).collect();
        if known.len() < changed.len() {
            let ids: BTreeSet<DatasetId> = self.list()?.into_iter().collect();
            self.outcomes.retain(|id, _| ids.contains(id));
            again.extend(ids.into_iter().filter(|id| changed.contains(id.as_str()) || !self.outcomes.contains_key(id)));
        }
        again.extend(known);
        self.read(&again.into_iter().collect::<Vec<_>>());
        Ok(())
    }

    /// The site after `before`, since which these parts have changed, if they are datasets, and nothing has changed that lists
    /// or addresses are made of. `None` if more has, or if a finding is in the way: then [`Workspace::assemble`] says.
    #[must_use]
    pub fn amend(&self, before: &Prepared, parts: &BTreeSet<Part>) -> Option<Prepared> {
        if self.has_errors() {
            return None;
        }
        let changed = |part: &Part| self.outcomes.get(&DatasetId::new(part.dataset()?).ok()?)?.measured.clone();
        let changed: Vec<Arc<Measured>> = parts.iter().map(changed).collect::<Option<_>>()?;
        // What is found across datasets stays found, unless it is about one of these.
        if !self.across.is_empty() && changed.iter().any(|dataset| self.is_across(before, dataset)) {
            return None;
        }
        Some(Prepared { site: before.site.with(&changed)?, theme: Arc::clone(&before.theme) })
    }

    /// Whether what is found across datasets may be other for this version of one.
    fn is_across(&self, before: &Prepared, dataset: &Measured) -> bool {
        let old = before.site.catalogue.datasets.iter().find(|old| old.id == dataset.id);
        let has_its_title = old.is_some_and(|old| *old.metadata.title == *dataset.metadata.title);
        !has_its_title || names(&self.across, dataset.file.path())
    }

    /// Whether a dataset's finding names a file that all datasets share.
    fn has_findings_in(&self, path: &str) -> bool {
        self.outcomes.values().any(|outcome| names(&outcome.findings, path))
    }

    /// Brings everything together and plans the site. `None` if a finding stops it. The search index is left for when it is
    /// asked for, and what two routes want is not looked for: that takes long, and few edits can change it.
    pub fn assemble(&mut self) -> Option<Prepared> {
        let site = self.plan()?;
        self.prepared(site)
    }

    /// As [`Workspace::assemble`], with the search index, and every finding there is.
    pub fn assemble_whole(&mut self) -> Option<Prepared> {
        let site = self.plan()?.with_search();
        self.across.extend(site.clashes());
        self.prepared(site)
    }

    fn plan(&mut self) -> Option<Site> {
        self.across = Findings::new();
        let settings = self.shared.settings.clone()?;
        let assets = match self.shared.theme.as_ref()? {
            Compiled::Bare(theme) => theme.assets(),
            Compiled::Whole(theme) => theme.assets(),
        };
        let measured: Vec<Arc<Measured>> = self.outcomes.values().filter_map(|outcome| outcome.measured.clone()).collect();
        self.across.extend(duplicate_titles(&measured));
        raise(&mut self.across, &settings);
        let (catalogue, found) = assemble(settings, measured, self.as_of);
        self.across.extend(found);
        Some(plan(catalogue?, &assets))
    }

    fn prepared(&mut self, site: Site) -> Option<Prepared> {
        if self.has_errors() {
            return None;
        }
        let theme = match self.shared.theme.take()? {
            Compiled::Bare(theme) => Arc::new(theme.with_portal(&PortalView::of(&site))),
            Compiled::Whole(theme) => theme,
        };
        self.shared.theme = Some(Compiled::Whole(Arc::clone(&theme)));
        Some(Prepared { site, theme })
    }

    /// Whether a finding stops the site.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many findings of a severity there are.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let of = |outcome: &Outcome| if severity == Severity::Error { outcome.errors } else { outcome.warnings };
        let shared = [&self.shared.findings, &self.listing, &self.across];
        shared.iter().map(|findings| findings.count(severity)).sum::<usize>() + self.outcomes.values().map(of).sum::<usize>()
    }

    /// The findings of some parts, and those that no dataset has to itself.
    #[must_use]
    pub fn findings_of(&self, parts: &BTreeSet<Part>) -> Findings {
        let mut findings = self.shared.findings.clone();
        findings.extend(self.listing.clone());
        findings.extend(self.across.clone());
        let datasets: BTreeSet<&str> = parts.iter().filter_map(Part::dataset).collect();
        for (id, outcome) in &self.outcomes {
            if outcome.errors > 0 || parts.contains(&Part::Everything) || datasets.contains(id.as_str()) {
                findings.extend(outcome.findings.clone());
            }
        }
        findings
    }

    /// All findings.
    #[must_use]
    pub fn into_findings(self) -> Findings {
        let mut findings = self.shared.findings;
        findings.extend(self.listing);
        self.outcomes.into_values().for_each(|outcome| findings.extend(outcome.findings));
        findings.extend(self.across);
        findings
    }

    /// How many datasets there are.
    #[must_use]
    pub fn datasets(&self) -> usize {
        self.outcomes.len()
    }

    /// The dataset of a name that was there before and still is: nothing else need be looked at.
    fn known(&self, name: &str) -> Option<DatasetId> {
        let id = DatasetId::new(name).ok().filter(|id| self.outcomes.contains_key(id))?;
        self.root.has(&format!("datasets/{name}/dataset.yaml")).then_some(id)
    }

    fn list(&mut self) -> io::Result<Vec<DatasetId>> {
        self.listing = Findings::new();
        self.root.datasets(&mut self.listing)
    }

    fn read(&mut self, ids: &[DatasetId]) {
        let Some(settings) = self.shared.settings.clone() else { return };
        let outcomes: Vec<Outcome> = ids.par_iter().map(|id| self.outcome(id, &settings)).collect();
        self.outcomes.extend(ids.iter().cloned().zip(outcomes));
    }

    /// One dataset through the stages.
    fn outcome(&self, id: &DatasetId, settings: &Settings) -> Outcome {
        let (loaded, findings) = load_dataset(&self.root, id);
        let Some(loaded) = loaded else { return Outcome::new(None, findings) };
        let (checked, mut findings) = check(loaded, findings, settings, self.as_of, &self.last_rows);
        let measured = checked.map(|checked| Arc::new(measure(protect(checked, &settings.portal), self.as_of)));
        if let Some(measured) = &measured {
            findings.extend(bounds(measured));
        }
        Outcome::new(measured, findings)
    }

    /// The datasets whose prose may link to a page, and those that say nothing.
    fn with_links(&self) -> Vec<DatasetId> {
        let may_link = |outcome: &Outcome| {
            let Some(measured) = &outcome.measured else { return true };
            let notes = measured.releases.iter().map(|note| note.body.text());
            let prose = measured.guidance.iter().map(Markdown::text).chain(notes);
            prose.chain(measured.metadata.description.as_ref().map(|text| text.as_str())).any(|text| text.contains(".md"))
        };
        self.outcomes.iter().filter(|(_, outcome)| may_link(outcome)).map(|(id, _)| id.clone()).collect()
    }
}

/// Whether findings name a file.
fn names(findings: &Findings, path: &str) -> bool {
    findings.iter().any(|finding| finding.labels.iter().any(|label| *label.place.path == *path))
}
