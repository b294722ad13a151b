//! [`Catalogue`] to [`Site`]: every route, nothing rendered.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::route::content_paths;
use super::{Catalogue, KpiRef, ReleaseRef, Route, SitePath};
use crate::diagnostic::{Findings, Rule, Severity};
use crate::export::search_index;
use crate::load::Settings;
use crate::source::Place;

/// Two files at the same address.
pub static ADDRESS: Rule = Rule {
    id: "names/address",
    severity: Severity::Error,
    finds: "Two pages or files of the site that would have the same address on at least one system.",
    matters: "One would overwrite the other, and it would be left to chance which.",
    example: "content/datasets/index.md        (the catalogue is at /datasets/)",
    put_right: "Rename one of them.",
};

/// Datasets and release notes on a page of a list.
pub const ITEMS_A_PAGE: usize = 20;
/// KPIs on a page of the board, which sorts and filters what it shows.
pub const KPIS_A_PAGE: usize = 100;
/// Columns on a page of the A to Z, and tables on a column's page.
pub const FIELDS_A_PAGE: usize = 100;
/// Addresses in one site map; the protocol allows 50,000.
pub const URLS_A_SITEMAP: usize = 40_000;

/// Files that every site has.
static FIXED: [Route; 10] = [
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

/// A catalogue and what else the files of its site are made from.
pub struct Site {
    /// What the site shows.
    pub catalogue: Arc<Catalogue>,
    /// Pages of prose by their path below `content/`, for links between Markdown files.
    pub content: BTreeMap<String, SitePath>,
    /// The routes of files that are of no dataset and in no list, by their paths.
    pub(super) single: BTreeMap<String, Route>,
    /// The files of the theme.
    assets: Vec<String>,
    routes: OnceLock<Vec<Route>>,
    search: OnceLock<BTreeMap<String, String>>,
}

/// Plans the site. `assets` are the files of the theme.
#[must_use]
pub fn plan(catalogue: Arc<Catalogue>, assets: Vec<String>) -> Site {
    let content = content_paths(&catalogue.settings);
    // Where prose stands in the way of another file, that is found.
    let single = authored(&catalogue.settings, &assets).chain(notes(&catalogue.settings)).chain(FIXED.iter().cloned());
    let single = single.map(|route| (route.path(&catalogue).to_string(), route)).collect();
    Site { catalogue, content, single, assets, routes: OnceLock::new(), search: OnceLock::new() }
}

impl Site {
    /// The routes of all files but those of the search index. They are made when first asked for: a preview finds the route of
    /// a request by [`Site::find`] and seldom needs them all.
    #[must_use]
    pub fn routes(&self) -> &[Route] {
        self.routes.get_or_init(|| routes(self))
    }

    /// The routes of all files.
    #[must_use]
    pub fn files(&self) -> Vec<Route> {
        let search = self.search().keys().cloned().map(Route::SearchFile);
        self.routes().iter().cloned().chain(search).collect()
    }

    /// The first two pages of the lists, and of the longest list of a theme, a publisher and a column.
    #[must_use]
    pub fn list_starts(&self) -> Vec<Route> {
        let catalogue = &*self.catalogue;
        let starts = |items: usize, size: usize| pages(items, size).take(2);
        let longest = |groups: &BTreeMap<String, Vec<usize>>| {
            let longest = groups.iter().max_by_key(|(_, members)| members.len());
            longest.map(|(name, members)| (name.clone(), members.len()))
        };
        let mut routes: Vec<Route> = starts(catalogue.datasets.len(), ITEMS_A_PAGE).map(Route::Datasets).collect();
        routes.extend(starts(catalogue.kpis.len(), KPIS_A_PAGE).map(Route::Kpis));
        routes.extend(starts(catalogue.releases.len(), ITEMS_A_PAGE).map(Route::Releases));
        routes.extend(starts(catalogue.fields.len(), FIELDS_A_PAGE).map(Route::Fields));
        if let Some((theme, members)) = longest(&catalogue.themes) {
            routes.extend(starts(members, ITEMS_A_PAGE).map(|page| Route::Theme(theme.clone(), page)));
        }
        if let Some((publisher, members)) = longest(&catalogue.publishers) {
            routes.extend(starts(members, ITEMS_A_PAGE).map(|page| Route::Publisher(publisher.clone(), page)));
        }
        if let Some((at, entry)) = catalogue.fields.iter().enumerate().max_by_key(|(_, entry)| entry.uses.len()) {
            routes.extend(starts(entry.uses.len(), FIELDS_A_PAGE).map(|page| Route::Field(at, page)));
        }
        routes
    }

    /// The files of the search index by their names. It reads the whole catalogue, so it is made when first asked for.
    #[must_use]
    pub fn search(&self) -> &BTreeMap<String, String> {
        self.search.get_or_init(|| search_index(&self.catalogue))
    }

    /// Addresses that two files want.
    #[must_use]
    pub fn clashes(&self) -> Findings {
        self.clashes_among(self.routes().iter().cloned().collect())
    }

    /// Addresses that two files want, if there were none before some datasets changed, or what all datasets share. Among files
    /// that are made of data no two of different datasets meet, so few need be looked at.
    #[must_use]
    pub fn clashes_after(&self, changed: &[usize]) -> Findings {
        let catalogue = &*self.catalogue;
        let mut routes: BTreeSet<Route> = named(self).collect();
        for at in changed {
            let notes = 0..catalogue.datasets[*at].releases.len();
            routes.extend(of_dataset(catalogue, *at));
            routes.extend(notes.map(|note| Route::Release(ReleaseRef::Dataset(*at, note))));
        }
        self.clashes_among(routes)
    }

    fn clashes_among(&self, mut routes: BTreeSet<Route>) -> Findings {
        // Prose may stand anywhere: where any other file does, or with a file where it needs a folder.
        let mut paths: BTreeSet<&str> = BTreeSet::new();
        for path in self.content.values().map(SitePath::as_str) {
            paths.extend(path.match_indices('/').map(|(end, _)| &path[..end]).chain([path]));
        }
        routes.extend(paths.into_iter().filter_map(|path| self.find(path)));
        same_address(&self.catalogue, &routes.into_iter().collect::<Vec<_>>())
    }
}

fn routes(site: &Site) -> Vec<Route> {
    let catalogue = &*site.catalogue;
    let mut routes = FIXED.to_vec();
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
    catalogue.by_title.iter().for_each(|at| routes.extend(of_dataset(catalogue, *at)));
    routes.extend(catalogue.releases.iter().map(|release| Route::Release(*release)));
    for (at, entry) in catalogue.fields.iter().enumerate() {
        routes.extend(pages(entry.uses.len(), FIELDS_A_PAGE).map(|page| Route::Field(at, page)));
    }
    routes.extend(authored(&catalogue.settings, &site.assets));
    let listed = routes.iter().filter(|route| route.is_page()).count();
    if listed > URLS_A_SITEMAP {
        routes.extend(pages(listed, URLS_A_SITEMAP).map(Route::SitemapPart));
    }
    routes
}

/// The files of a dataset and its KPIs, but for its release notes.
fn of_dataset(catalogue: &Catalogue, at: usize) -> Vec<Route> {
    let dataset = &catalogue.datasets[at];
    let mut routes = vec![Route::Dataset(at), Route::Badge(at), Route::BadgeJson(at)];
    routes.extend((0..dataset.tables.len()).map(|table| Route::Download(at, table)));
    for kpi in 0..dataset.kpis.len() {
        let kpi = KpiRef { dataset: at, kpi };
        routes.extend([Route::Kpi(kpi), Route::KpiJson(kpi), Route::KpiCsv(kpi)]);
        routes.extend(catalogue.kpi(kpi).has_chart().then_some(Route::KpiSvg(kpi)));
    }
    routes
}

/// Pages of prose, and the files of the theme.
fn authored(settings: &Settings, assets: &[String]) -> impl Iterator<Item = Route> {
    let prose = (0..settings.pages.len()).filter(|at| settings.pages[*at].path != "index").map(Route::Content);
    let assets = assets.iter().cloned().map(Route::Asset);
    prose.chain(assets).chain(settings.logo.iter().map(|_| Route::Logo))
}

/// The portal's own release notes.
fn notes(settings: &Settings) -> impl Iterator<Item = Route> {
    (0..settings.releases.len()).map(|note| Route::Release(ReleaseRef::Portal(note)))
}

/// What an author chooses the address of, apart from datasets.
fn named(site: &Site) -> impl Iterator<Item = Route> {
    let catalogue = &site.catalogue;
    let themes = catalogue.themes.keys().map(|theme| Route::Theme(theme.clone(), 1));
    let publishers = catalogue.publishers.keys().map(|publisher| Route::Publisher(publisher.clone(), 1));
    let settings = &catalogue.settings;
    authored(settings, &site.assets).chain(themes).chain(publishers).chain(notes(settings))
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
    let of_dataset = |at: usize| catalogue.datasets[at].file.path().to_owned();
    let source = |route: &Route| match route {
        Route::Content(at) => catalogue.settings.pages[*at].body.file.path().to_owned(),
        Route::Release(at) => catalogue.release(*at).0.body.file.path().to_owned(),
        Route::Dataset(at) | Route::Download(at, _) | Route::Badge(at) | Route::BadgeJson(at) => of_dataset(*at),
        Route::Kpi(at) | Route::KpiJson(at) | Route::KpiCsv(at) | Route::KpiSvg(at) => of_dataset(at.dataset),
        _ => "portal.yaml".to_owned(),
    };
    twice
        .map(|pair| {
            let found = ADDRESS.finding(format!("two pages would have the address {}", pair[0].0.replace('\0', "/")));
            pair.iter().fold(found, |found, (_, route)| found.at(Place::of_file(&source(route)), "")).help("rename one of them")
        })
        .collect()
}

/// The numbers of the pages that `items` need; one page for none.
pub(super) fn pages(items: usize, a_page: usize) -> RangeInclusive<usize> {
    1..=items.div_ceil(a_page).max(1)
}
