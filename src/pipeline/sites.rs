//! Sites of a workspace: of all its datasets, or of some of them.
//!
//! In: what became of each dataset. Out: a [`Prepared`] site, if no finding stops it.
//! Invariant: only datasets without errors are in a site.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use super::outcome::Outcome;
use super::prepared::Prepared;
use super::workspace::Workspace;
use crate::catalogue::assemble;
use crate::diagnostic::Judged;
use crate::measure::{Card, Measured};
use crate::model::DatasetId;
use crate::render::formats;
use crate::review::clashes;
use crate::site::{Site, plan};
use crate::timings::Stage;

/// How many datasets are looked at for a sample.
const LOOKED_AT: usize = 200;

impl Workspace {
    /// A site of the first datasets of a portal that has more, with how many there are; none of them is kept.
    ///
    /// # Errors
    /// If `datasets/` cannot be read.
    pub fn glance_first(&self, count: usize) -> io::Result<Option<(Prepared, usize)>> {
        let (ids, _) = self.root.datasets()?;
        let Some(settings) = self.shared.settings.as_ref().filter(|_| ids.len() > count) else { return Ok(None) };
        let outcomes: Vec<Outcome> = ids[..count].par_iter().map(|id| self.outcome(id, settings)).collect();
        Ok(self.site_of(&sound(&outcomes)).map(|prepared| (prepared, ids.len())))
    }

    /// A site of one dataset alone, whose own pages are those of the whole site. `None` if a finding stops it.
    #[must_use]
    pub fn glance(&self, id: &DatasetId) -> Option<Prepared> {
        let outcome = self.outcome(id, self.shared.settings.as_ref()?);
        if outcome.errors == 0 { self.site_of(&sound([&outcome])) } else { None }
    }

    /// A site of the datasets that have been read and are without errors.
    #[must_use]
    pub fn so_far(&self) -> Option<Prepared> {
        self.site_of(&sound(self.datasets.outcomes()))
    }

    /// A site of a few datasets that have what a dataset can have: templates are tried on it. Of very many, the first are
    /// looked at.
    #[must_use]
    pub fn sample(&self) -> Option<Prepared> {
        let holds: [fn(&Card) -> bool; 5] = [
            |_| true,
            |dataset| !dataset.tables.is_empty(),
            |dataset| dataset.kpis.iter().any(|kpi| kpi.has_chart),
            |dataset| dataset.kpis.iter().any(|kpi| !kpi.has_chart),
            |dataset| !dataset.notes.is_empty(),
        ];
        let measured = || self.datasets.outcomes().filter_map(|outcome| outcome.measured.as_ref()).take(LOOKED_AT);
        let some = holds.iter().filter_map(|holds| measured().find(|dataset| holds(dataset.card())));
        let distinct: BTreeMap<&DatasetId, &Arc<Measured>> = some.map(|dataset| (&dataset.card().id, dataset)).collect();
        self.site_of(&distinct.into_values().cloned().collect::<Vec<_>>())
    }

    fn site_of(&self, datasets: &[Arc<Measured>]) -> Option<Prepared> {
        let settings = self.shared.settings.clone().filter(|_| !self.shared.findings.has_errors())?;
        let (assets, words) = (self.shared.theme.as_ref()?.assets(), self.shared.words.clone()?);
        let (mut cards, mut bodies) = (Vec::with_capacity(datasets.len()), Vec::with_capacity(datasets.len()));
        for dataset in datasets {
            cards.push(Arc::clone(dataset.card()));
            bodies.push(Arc::clone(dataset.body()));
        }
        self.prepared(plan(Arc::new(assemble(settings, cards, self.as_of)), bodies, words, formats(), assets))
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
        self.clashes = self.shared.severities.judge(clashes(&site));
        if self.has_errors() { None } else { self.prepared(site) }
    }

    /// What several datasets share that they should not.
    fn look_across(&mut self) {
        // Only a site can tell.
        self.dead_links = Judged::default();
        if let Some(findings) = self.datasets.news() {
            self.shared_names = self.shared.severities.judge(findings);
        }
    }

    /// Without other errors only: a dataset that is stopped has its pages as soon as it is mended.
    fn look_for_dead_links(&mut self, site: &Site) {
        if self.has_errors() {
            return;
        }
        self.dead_links = self.shared.severities.judge(self.datasets.dead_links(&self.shared.links, site));
    }

    fn plan(&mut self) -> Option<Site> {
        let settings = self.shared.settings.clone()?;
        let (assets, words) = (self.shared.theme.as_ref()?.assets(), self.shared.words.clone()?);
        let stale = self.datasets.take_stale();
        let version = |id: &DatasetId| self.datasets.outcome(id).and_then(Outcome::card);
        let timings = Arc::clone(&self.timings);
        let catalogue = timings.of(Stage::Assemble, || match self.catalogue.take() {
            Some(before) => before.amended(settings, stale.into_iter().map(|id| (id.clone(), version(&id))).collect()),
            None => assemble(settings, self.datasets.ids().filter_map(version), self.as_of),
        });
        let catalogue = Arc::new(catalogue);
        self.catalogue = Some(Arc::clone(&catalogue));
        // Outcomes stand in the order of their ids, as the datasets of the catalogue do.
        let bodies = self.datasets.outcomes().filter_map(Outcome::body).collect();
        Some(timings.of(Stage::Plan, || plan(catalogue, bodies, words, formats(), assets)))
    }

    fn prepared(&self, site: Site) -> Option<Prepared> {
        Some(Prepared::new(site, self.shared.theme.clone()?, self.shared.severities.clone()))
    }
}

/// The datasets that are without errors.
fn sound<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Vec<Arc<Measured>> {
    let sound = outcomes.into_iter().filter(|outcome| outcome.errors == 0);
    sound.filter_map(|outcome| outcome.measured.clone()).collect()
}
