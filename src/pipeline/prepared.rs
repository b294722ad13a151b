//! A site from which any route can be rendered.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::part::Part;
use crate::catalogue::KpiRef;
use crate::check::GIVEN_AWAY;
use crate::diagnostic::{Diagnostic, Findings, Judged, Severities};
use crate::export::table_csv;
use crate::markup::escape;
use crate::model::{Absent, Cell};
use crate::release::NewRelease;
use crate::render::{not_found, render};
use crate::review::{AbsentNames, HiddenCells, absent_named, clashes, clashes_after};
use crate::route::Route;
use crate::scan::{LeftAlone, Scope, published};
use crate::site::Site;
use crate::theme::{TEMPLATE, Theme};

/// The most datasets whose pages are rendered to try the templates after an edit.
const TRIED: usize = 8;

/// A site whose routes can be rendered.
pub struct Prepared {
    /// Every route, not yet rendered.
    pub site: Site,
    theme: Arc<Theme>,
    severities: Severities,
    hidden: OnceLock<HiddenCells>,
    /// Codes in its tables that have as many digits as the number of a patient.
    codes: OnceLock<LeftAlone>,
    /// Datasets that the edition does not hold.
    absent: Vec<Absent>,
    absent_names: OnceLock<AbsentNames>,
}

impl Prepared {
    pub(super) fn new(site: Site, theme: Arc<Theme>, severities: Severities, absent: Vec<Absent>) -> Self {
        let (hidden, codes, absent_names) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { site, theme, severities, hidden, codes, absent, absent_names }
    }

    /// The same site as a release.
    #[must_use]
    pub fn released(self, release: NewRelease) -> Self {
        Self { site: self.site.released(release), ..self }
    }

    /// The bytes of a route's file.
    ///
    /// # Errors
    /// A finding that points to the template that failed.
    pub fn render(&self, route: &Route) -> Result<Vec<u8>, Box<Diagnostic>> {
        let bytes = render(&self.site, &self.theme, route)?;
        if let Route::Table(table, _) = route {
            self.prove(table.dataset, table.table, &bytes)?;
        }
        self.show_no_hidden_cell(route, &bytes)?;
        self.show_nothing_personal(route, &bytes)?;
        self.name_nothing_absent(route, &bytes)?;
        self.say_that_it_is_for_review(route, &bytes)?;
        Ok(bytes)
    }

    /// The last look at a file: a hidden cell is not shown in it.
    fn show_no_hidden_cell(&self, route: &Route, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
        let path = route.path(&self.site.catalogue);
        let hidden = self.hidden.get_or_init(|| HiddenCells::of(&self.site));
        let Some(column) = hidden.shown_in(route.dataset(), path.as_str(), bytes) else { return Ok(()) };
        let message = format!("{path} is not published: it shows a cell of `{column}` that must be hidden");
        let help = "look at the guidance, notes and templates from which it is made; if they do not show the cell, this is a fault of \
            the program: please report it";
        Err(Box::new(GIVEN_AWAY.finding(message).help(help)))
    }

    /// Nor are numbers of patients and secrets.
    fn show_nothing_personal(&self, route: &Route, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
        let catalogue = &self.site.catalogue;
        let codes = self.codes.get_or_init(|| {
            let tables = (0..catalogue.datasets.len()).flat_map(|dataset| &self.site.body(dataset).tables);
            let columns = tables.flat_map(|table| &table.data.columns);
            LeftAlone::among(columns.flat_map(|column| &column.pool).map(Cell::published))
        });
        let found = published(route.path(catalogue).as_str(), bytes, codes, &Scope::of(&catalogue.settings));
        found.map_or(Ok(()), |found| Err(Box::new(found)))
    }

    /// Nor are datasets named that the edition does not hold.
    fn name_nothing_absent(&self, route: &Route, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
        if self.absent.is_empty() {
            return Ok(());
        }
        let found = self.absent_names().on_page(&self.absent, route.path(&self.site.catalogue).as_str(), bytes);
        found.map_or(Ok(()), |found| Err(Box::new(found)))
    }

    /// And a page of an edition for review says so, whatever the theme.
    fn say_that_it_is_for_review(&self, route: &Route, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
        let catalogue = &self.site.catalogue;
        let path = route.path(catalogue);
        let edition = catalogue
            .settings
            .edition()
            .filter(|edition| !edition.is_indexed() && path.as_str().rsplit('.').next() == Some("html"));
        let Some(edition) = edition else { return Ok(()) };
        let page = String::from_utf8_lossy(bytes);
        let lacks = match edition.is_for_review() {
            true if !page.contains(&escape(self.site.words.text("review-banner"))) => {
                "that it is for review: print `t.review_banner` if `portal.is_for_review`"
            }
            _ if !page.contains("noindex") => "to search engines that they must not list it: see `portal.is_indexed`",
            _ => return Ok(()),
        };
        let message = format!("{path} is not published: the theme's page does not say {lacks}");
        Err(Box::new(TEMPLATE.finding(message).help("copy the lines that say it from base.html of the built-in theme")))
    }

    /// Datasets that the edition does not hold.
    #[must_use]
    pub fn absent(&self) -> &[Absent] {
        &self.absent
    }

    /// What in the texts of authors names them.
    pub(super) fn absent_named(&self) -> Findings {
        if self.absent.is_empty() { Findings::new() } else { absent_named(self.absent_names(), &self.absent, &self.site) }
    }

    fn absent_names(&self) -> &AbsentNames {
        self.absent_names.get_or_init(|| AbsentNames::of(&self.absent, &self.site))
    }

    /// Proves a dataset from its tables as they are published. This is done once, with the first of its tables; `bytes` is one of
    /// them.
    fn prove(&self, dataset: usize, table: usize, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
        let body = self.site.body(dataset);
        let Some(proof) = body.proof.as_ref().filter(|proof| proof.tables().next() == Some(table)) else { return Ok(()) };
        let others = proof.tables().skip(1).map(|at| table_csv(&body.tables[at]));
        let files: Vec<Vec<u8>> = std::iter::once(bytes.to_vec()).chain(others).collect();
        proof.holds_for(&files).map_err(|reason| {
            let message = format!("the tables of this dataset are not published: {reason}");
            Box::new(
                GIVEN_AWAY.finding(message).at(body.file.whole(), "").help("this is a fault of the program: please report it"),
            )
        })
    }

    /// The page for addresses that do not exist, for a site served under `prefix`.
    ///
    /// # Errors
    /// A finding that points to the template that failed.
    pub fn not_found(&self, prefix: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
        not_found(&self.site, &self.theme, prefix)
    }

    /// Renders every route and returns only the findings.
    #[must_use]
    pub fn render_all(&self) -> Judged {
        self.render_some(&self.site.files().iter().collect::<Vec<_>>())
    }

    /// Renders one route of each kind and returns only the findings. This is enough to find a template that fails.
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

    /// Renders the pages that depend on some parts of the portal, and returns only the findings. For a dataset, these are its
    /// page and those of its KPIs, because a template may fail on their content; if the part is shared by all datasets, the
    /// home page and the first pages of each list. Only the first `TRIED` datasets are rendered.
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

    /// Addresses wanted by two files after a change to these parts, if there were none before.
    #[must_use]
    pub fn clashes_after(&self, parts: &BTreeSet<Part>) -> Judged {
        let is_all = parts.contains(&Part::Everything);
        let found = if is_all { clashes(&self.site) } else { clashes_after(&self.site, &self.positions(parts)) };
        self.severities.judge(found)
    }

    /// The findings from rendering, without repeats: a mistake in a template is found again on every page it makes.
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
