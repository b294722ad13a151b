//! A site that any route can be rendered from.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::part::Part;
use crate::catalogue::KpiRef;
use crate::diagnostic::{Diagnostic, Findings, Judged, Severities};
use crate::render::{not_found, render};
use crate::review::{clashes, clashes_after};
use crate::route::Route;
use crate::site::Site;
use crate::theme::Theme;

/// How many datasets are tried at the most after an edit.
const TRIED: usize = 8;

/// A site whose routes can be rendered.
pub struct Prepared {
    /// Every route, nothing rendered.
    pub site: Site,
    theme: Arc<Theme>,
    severities: Severities,
}

impl Prepared {
    pub(super) fn new(site: Site, theme: Arc<Theme>, severities: Severities) -> Self {
        Self { site, theme, severities }
    }

    /// The bytes of a route's file.
    ///
    /// # Errors
    /// A finding that points into the template that failed.
    pub fn render(&self, route: &Route) -> Result<Vec<u8>, Box<Diagnostic>> {
        render(&self.site, &self.theme, route)
    }

    /// The page for addresses that are not there, for a site that is served below `prefix`.
    ///
    /// # Errors
    /// A finding that points into the template that failed.
    pub fn not_found(&self, prefix: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
        not_found(&self.site, &self.theme, prefix)
    }

    /// Renders every route and keeps nothing but the findings.
    #[must_use]
    pub fn render_all(&self) -> Judged {
        self.render_some(&self.site.files().iter().collect::<Vec<_>>())
    }

    /// Renders one route of each kind and keeps nothing but the findings: enough to tell a template that fails.
    #[must_use]
    pub fn render_one_of_each(&self) -> Judged {
        let mut kinds = Vec::new();
        let mut firsts = Vec::new();
        for route in self.site.routes() {
            let kind = std::mem::discriminant(route);
            if !kinds.contains(&kind) {
                kinds.push(kind);
                firsts.push(route);
            }
        }
        self.render_some(&firsts)
    }

    /// Renders what some parts of the portal alone decide on, and keeps nothing but the findings: the pages of datasets and of
    /// their KPIs, since a template may fail for what one of them holds, and where all share the part the beginning of each
    /// list. Of very many datasets, the first.
    #[must_use]
    pub fn render_parts(&self, parts: &BTreeSet<Part>) -> Judged {
        let catalogue = &self.site.catalogue;
        let mut routes = Vec::new();
        for dataset in self.positions(parts).into_iter().take(TRIED) {
            let kpis = (0..catalogue.datasets[dataset].kpis.len()).map(|kpi| Route::Kpi(KpiRef { dataset, kpi }));
            routes.extend(std::iter::once(Route::Dataset(dataset)).chain(kpis));
        }
        if parts.iter().any(|part| part.dataset().is_none()) {
            routes.push(Route::Home);
            routes.extend(self.site.list_starts());
        }
        self.render_some(&routes.iter().collect::<Vec<_>>())
    }

    /// Addresses that two files want, if there were none before these parts changed.
    #[must_use]
    pub fn clashes_after(&self, parts: &BTreeSet<Part>) -> Judged {
        let is_all = parts.contains(&Part::Everything);
        let found = if is_all { clashes(&self.site) } else { clashes_after(&self.site, &self.positions(parts)) };
        self.severities.judge(found)
    }

    /// What rendering found, each finding once: the same mistake of one template is found on every page that it makes.
    pub(super) fn judge(&self, findings: Findings) -> Judged {
        self.severities.judge(findings.distinct())
    }

    fn positions(&self, parts: &BTreeSet<Part>) -> Vec<usize> {
        parts.iter().filter_map(|part| self.site.catalogue.dataset_of(part.dataset()?)).collect()
    }

    fn render_some(&self, routes: &[&Route]) -> Judged {
        let failed = |route: &&Route| self.render(route).err().map(|finding| *finding);
        let findings: Vec<Diagnostic> = routes.par_iter().filter_map(failed).collect();
        self.judge(findings.into_iter().collect::<Findings>())
    }
}
