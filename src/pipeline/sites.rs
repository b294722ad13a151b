//! Sites made from a workspace: with all of its datasets or with some of them.
//!
//! In: the outcome of each dataset. Out: a [`Prepared`] site, if no finding stops it.
//! Invariant: a site contains only datasets without errors.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use super::outcome::Outcome;
use super::prepared::Prepared;
use super::workspace::Workspace;
use crate::catalogue::assemble;
use crate::diagnostic::Judged;
use crate::load::{editions, load_settings};
use crate::measure::{Body, Card, Measured};
use crate::model::{DatasetId, EditionSpec};
use crate::render::formats;
use crate::review::{clashes, shown_elsewhere};
use crate::site::{Site, plan};
use crate::timings::Stage;

/// The most datasets to search for a sample.
const LOOKED_AT: usize = 200;

impl Workspace {
    /// A site of a portal's first `count` datasets, and the number of all its datasets. `None` if it has no more than `count`.
    /// The workspace does not keep these datasets.
    ///
    /// # Errors
    /// If `datasets/` cannot be read.
    pub fn glance_first(&self, count: usize) -> io::Result<Option<(Prepared, usize)>> {
        let (ids, _) = self.root.datasets()?;
        let Some(settings) = self.shared.settings.as_ref().filter(|_| ids.len() > count) else { return Ok(None) };
        let outcomes: Vec<Outcome> = ids[..count].par_iter().map(|id| self.outcome(id, settings)).collect();
        Ok(self.site_of(&sound(&outcomes)).map(|prepared| (prepared, ids.len())))
    }

    /// A site of a single dataset, whose pages are the same as in the whole site. `None` if a finding stops it.
    #[must_use]
    pub fn glance(&self, id: &DatasetId) -> Option<Prepared> {
        let outcome = self.outcome(id, self.shared.settings.as_ref()?);
        if outcome.errors == 0 { self.site_of(&sound([&outcome])) } else { None }
    }

    /// A site of the datasets read so far that have no errors.
    #[must_use]
    pub fn so_far(&self) -> Option<Prepared> {
        self.site_of(&sound(self.datasets.outcomes()))
    }

    /// A small site on which to try the templates: a few datasets that between them have everything a dataset can have. They
    /// are chosen from the first `LOOKED_AT`.
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
        self.prepared(plan(Arc::new(assemble(settings, cards, self.occasion.day)), bodies, words, formats(), assets))
    }

    /// The site of all datasets. `None` if a finding stops it. This does not check whether two files have the same address: a
    /// preview checks only the files that changed ([`Prepared::clashes_after`]), nor whether one dataset shows what another hides.
    pub fn assemble(&mut self) -> Option<Prepared> {
        self.look_across();
        if self.has_errors() {
            return None;
        }
        let site = self.plan()?;
        self.look_for_dead_links(&site);
        if self.has_errors() { None } else { self.silent_on_absent(site) }
    }

    /// The same as [`Workspace::assemble`], and `None` too if two files have the same address, or a dataset shows a count that
    /// another hides.
    pub fn assemble_whole(&mut self) -> Option<Prepared> {
        self.look_across();
        if self.shared_names.has_errors() {
            return None;
        }
        let site = self.plan()?;
        self.look_for_dead_links(&site);
        self.clashes = self.shared.severities.judge(clashes(&site));
        let elsewhere = self.held_elsewhere();
        let of_site = site.catalogue.datasets.iter().enumerate().map(|(at, card)| (&**card, site.body(at)));
        let of_others = elsewhere.iter().map(|measured| (&**measured.card(), &**measured.body()));
        let all: Vec<(&Card, &Body)> = of_site.chain(of_others).collect();
        self.shown_elsewhere = self.shared.severities.judge(shown_elsewhere(&all));
        if self.has_errors() { None } else { self.silent_on_absent(site) }
    }

    /// The datasets that this edition does not hold and another does. Somebody may read both.
    fn held_elsewhere(&self) -> Vec<Arc<Measured>> {
        let absent = self.datasets.by_id().iter().filter(|(_, outcome)| outcome.absent.is_some());
        let mut absent: Vec<&DatasetId> = absent.map(|(id, _)| id).collect();
        let mut found = Vec::new();
        let (narrowest, others) = if absent.is_empty() { (None, Vec::new()) } else { editions(&self.root) };
        for name in narrowest.into_iter().chain(others) {
            // What is wrong with another edition is reported when that one is made.
            let Some(settings) = load_settings(&self.root, Some(&name)).0 else { continue };
            // One for review compares all that it holds, and what is not finished does not stop the others.
            if settings.edition().is_some_and(EditionSpec::is_for_review) {
                continue;
            }
            let outcomes = absent.par_iter().map(|id| (*id, self.outcome(id, &settings).measured));
            let held: Vec<(&DatasetId, Option<Arc<Measured>>)> = outcomes.collect();
            absent = held.iter().filter(|(_, measured)| measured.is_none()).map(|(id, _)| *id).collect();
            found.extend(held.into_iter().filter_map(|(_, measured)| measured));
        }
        found
    }

    /// The site, if no text names a dataset that the edition does not hold.
    fn silent_on_absent(&mut self, site: Site) -> Option<Prepared> {
        let prepared = self.prepared(site)?;
        self.absent_named = self.judge(prepared.absent_named());
        (!self.absent_named.has_errors()).then_some(prepared)
    }

    /// Checks for names that several datasets should not share.
    fn look_across(&mut self) {
        // Dead links can be found only in a site.
        self.dead_links = Judged::default();
        self.absent_named = Judged::default();
        self.shown_elsewhere = Judged::default();
        if let Some(findings) = self.datasets.news() {
            self.shared_names = self.shared.severities.judge(findings);
        }
    }

    /// Checks links only if there are no other errors: a dataset that was stopped will have its pages once it is fixed.
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
        let mut catalogue = timings.of(Stage::Assemble, || match self.catalogue.take() {
            Some(before) => before.amended(settings, stale.into_iter().map(|id| (id.clone(), version(&id))).collect()),
            None => assemble(settings, self.datasets.ids().filter_map(version), self.occasion.day),
        });
        catalogue.journeys = self.datasets.outcomes().filter_map(|outcome| outcome.journey.clone()).collect();
        let catalogue = Arc::new(catalogue);
        self.catalogue = Some(Arc::clone(&catalogue));
        // Outcomes are in order of id, as are the datasets of the catalogue.
        let bodies = self.datasets.outcomes().filter_map(Outcome::body).collect();
        Some(timings.of(Stage::Plan, || plan(catalogue, bodies, words, formats(), assets)))
    }

    fn prepared(&self, site: Site) -> Option<Prepared> {
        let absent = self.datasets.outcomes().filter_map(|outcome| outcome.absent.clone()).collect();
        Some(Prepared::new(site, self.shared.theme.clone()?, self.shared.severities.clone(), absent))
    }
}

/// The datasets without errors.
fn sound<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Vec<Arc<Measured>> {
    let sound = outcomes.into_iter().filter(|outcome| outcome.errors == 0);
    sound.filter_map(|outcome| outcome.measured.clone()).collect()
}
