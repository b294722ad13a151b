//! [`Catalogue`] to [`Site`]: every route, nothing rendered.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::{Catalogue, KpiRef, Route, SitePath};
use crate::diagnostic::{Findings, Rule, Severity};
use crate::export::search_index;
use crate::measure::Measured;
use crate::source::Place;

/// Two files at one address.
pub static ADDRESS: Rule = Rule {
    id: "names/address",
    severity: Severity::Error,
    finds: "Two pages or files of the site that would stand at the same address, on any system.",
    matters: "One of the two would overwrite the other, and which one would be left to chance.",
    example: "content/datasets/index.md        (the catalogue stands at /datasets/)",
    put_right: "Rename one of the two.",
};

/// Datasets and release notes on a page of a list.
pub const ITEMS_A_PAGE: usize = 20;
/// KPIs on a page of the board, which sorts and filters what it shows.
pub const KPIS_A_PAGE: usize = 100;
/// Columns on a page of the A to Z, and tables on a column's page.
pub const FIELDS_A_PAGE: usize = 100;
/// Addresses in one site map; the protocol allows 50,000.
pub const URLS_A_SITEMAP: usize = 40_000;

/// A catalogue and the route of every file of its site.
pub struct Site {
    /// What the site shows.
    pub catalogue: Catalogue,
    /// Its files, without those of the search index until [`Site::with_search`] adds them.
    pub routes: Arc<Vec<Route>>,
    /// Pages of prose by their path below `content/`, for links between Markdown files.
    pub content: BTreeMap<String, SitePath>,
    search: OnceLock<BTreeMap<String, String>>,
}

impl Site {
    /// The site with other versions of some of its datasets, if no list and no address changes by that.
    #[must_use]
    pub fn with(&self, changed: &[Arc<Measured>]) -> Option<Self> {
        let catalogue = self.catalogue.with(changed)?;
        Some(Self { catalogue, routes: Arc::clone(&self.routes), content: self.content.clone(), search: OnceLock::new() })
    }

    /// The files of the search index by their names. It reads the whole catalogue, so it is made when first asked for.
    #[must_use]
    pub fn search(&self) -> &BTreeMap<String, String> {
        self.search.get_or_init(|| search_index(&self.catalogue))
    }

    /// With a route for each file of the search index: now the routes are all files of the site.
    #[must_use]
    pub fn with_search(mut self) -> Self {
        let names: Vec<String> = self.search().keys().cloned().collect();
        Arc::make_mut(&mut self.routes).extend(names.into_iter().map(Route::SearchFile));
        self
    }

    /// The route of a path, if the site has one.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<Route> {
        let is_it = |route: &Route| route.path(&self.catalogue).as_str() == path;
        if let Some(route) = self.routes.par_iter().find_any(|route| is_it(route)) {
            return Some(route.clone());
        }
        let below = Route::SearchFile(String::new()).path(&self.catalogue);
        let name = path.strip_prefix(below.as_str())?;
        self.search().contains_key(name).then(|| Route::SearchFile(name.to_owned()))
    }

    /// Addresses that two routes want.
    #[must_use]
    pub fn clashes(&self) -> Findings {
        same_address(&self.catalogue, &self.routes)
    }
}

/// Plans the site. `assets` are the files of the theme.
#[must_use]
pub fn plan(catalogue: Catalogue, assets: &[String]) -> Site {
    let mut routes = vec![
        Route::Home,
        Route::Themes,
        Route::Publishers,
        Route::Search,
        Route::Assurance,
        Route::AssuranceJson,
        Route::Feed,
        Route::Sitemap,
        Route::Robots,
        Route::NotFound,
    ];
    routes.extend(pages(catalogue.datasets.len(), ITEMS_A_PAGE).map(Route::Datasets));
    routes.extend(pages(catalogue.kpis.len(), KPIS_A_PAGE).map(Route::Kpis));
    routes.extend(pages(catalogue.releases.len(), ITEMS_A_PAGE).map(Route::Releases));
    routes.extend(pages(catalogue.fields.len(), FIELDS_A_PAGE).map(Route::Fields));
    for (theme, datasets) in &catalogue.themes {
        routes.extend(pages(datasets.len(), ITEMS_A_PAGE).map(|page| Route::Theme(theme.clone(), page)));
    }
    for (publisher, datasets) in &catalogue.publishers {
        routes.extend(pages(datasets.len(), ITEMS_A_PAGE).map(|page| Route::Publisher(publisher.clone(), page)));
    }
    for (at, dataset) in catalogue.datasets.iter().enumerate() {
        routes.extend([Route::Dataset(at), Route::Badge(at), Route::BadgeJson(at)]);
        routes.extend((0..dataset.tables.len()).map(|table| Route::Download(at, table)));
        for kpi in 0..dataset.kpis.len() {
            let kpi = KpiRef { dataset: at, kpi };
            routes.extend([Route::Kpi(kpi), Route::KpiJson(kpi), Route::KpiCsv(kpi)]);
            routes.extend(catalogue.kpi(kpi).has_chart().then_some(Route::KpiSvg(kpi)));
        }
    }
    routes.extend(catalogue.releases.iter().map(|release| Route::Release(*release)));
    for (at, entry) in catalogue.fields.iter().enumerate() {
        routes.extend(pages(entry.uses.len(), FIELDS_A_PAGE).map(|page| Route::Field(at, page)));
    }
    let prose = catalogue.settings.pages.iter().enumerate().filter(|(_, page)| page.path != "index");
    routes.extend(prose.map(|(at, _)| Route::Content(at)));
    routes.extend(assets.iter().map(|name| Route::Asset(name.clone())));
    if catalogue.settings.logo.is_some() {
        routes.push(Route::Logo);
    }
    let listed = routes.iter().filter(|route| route.is_page()).count();
    if listed > URLS_A_SITEMAP {
        routes.extend(pages(listed, URLS_A_SITEMAP).map(Route::SitemapPart));
    }
    let content = catalogue.settings.pages.iter().enumerate().map(|(at, page)| {
        let route = if page.path == "index" { Route::Home } else { Route::Content(at) };
        (page.path.clone(), route.path(&catalogue))
    });
    let content = content.collect();
    Site { catalogue, routes: Arc::new(routes), content, search: OnceLock::new() }
}

/// Addresses that two routes want. Case does not tell them apart: Windows and macOS would not either.
fn same_address(catalogue: &Catalogue, routes: &[Route]) -> Findings {
    // With `/` before all other characters, what stands below a name follows it directly.
    let key = |route| (Route::path(route, catalogue).as_str().to_lowercase().replace('/', "\0"), route);
    let mut paths: Vec<(String, &Route)> = routes.par_iter().map(key).collect();
    paths.par_sort_by(|a, b| a.0.cmp(&b.0));
    // A file cannot stand where another needs a folder: `feed.xml` and `feed.xml/index.html`.
    let clash = |pair: &&[(String, &Route)]| {
        pair[0].0 == pair[1].0 || pair[1].0.strip_prefix(&pair[0].0).is_some_and(|rest| rest.starts_with('\0'))
    };
    let twice = paths.windows(2).filter(clash);
    let source = |route: &Route| match route {
        Route::Content(at) => catalogue.settings.pages[*at].body.file.path().to_owned(),
        Route::Release(at) => catalogue.release(*at).0.body.file.path().to_owned(),
        _ => "portal.yaml".to_owned(),
    };
    twice
        .map(|pair| {
            let found = ADDRESS.finding(format!("two pages would stand at {}", pair[0].0.replace('\0', "/")));
            pair.iter()
                .fold(found, |found, (_, route)| found.at(Place::of_file(&source(route)), ""))
                .help("rename one of the two")
        })
        .collect()
}

/// The numbers of the pages that `items` need; one page for none.
fn pages(items: usize, a_page: usize) -> impl Iterator<Item = usize> {
    1..=items.div_ceil(a_page).max(1)
}
