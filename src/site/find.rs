//! A path to its [`Route`]: [`Route::path`] the other way.
//!
//! In: a planned [`Site`] and a path. Out: the route whose file has that path.
//! Invariant: what is found has exactly this path. Names are read off it: nothing is looked for among all datasets, and among
//! all routes only a part of a site map.

use super::plan::Site;
use super::plan::pages;
use crate::catalogue::NoteRef;
use crate::model::slug;
use crate::route::{FIELDS_A_PAGE, ITEMS_A_PAGE, KPIS_A_PAGE, Route};

impl Site {
    /// The route of a path, if the site has one. What a page of prose shares its path with is found before it.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<Route> {
        let readers = [list, of_dataset, of_kpi, part];
        let is_it = |route: &Route| route.path(&self.catalogue).as_str() == path;
        let found = readers.iter().find_map(|read| read(self, path).filter(is_it));
        found.or_else(|| self.single.get(path).cloned())
    }
}

/// A page of a list.
fn list(site: &Site, path: &str) -> Option<Route> {
    let (folder, rest) = path.split_once('/')?;
    let catalogue = &site.catalogue;
    let page = |below: &str, items: usize, size: usize| number(below).filter(|page| pages(items, size).contains(page));
    match folder {
        "datasets" => page(rest, catalogue.datasets.len(), ITEMS_A_PAGE).map(Route::Datasets),
        "kpis" => page(rest, catalogue.kpis.len(), KPIS_A_PAGE).map(Route::Kpis),
        "releases" => page(rest, catalogue.notes.len(), ITEMS_A_PAGE).map(Route::Notes),
        "themes" | "publishers" => {
            let (name, below) = rest.split_once('/')?;
            let groups = if folder == "themes" { &catalogue.themes } else { &catalogue.publishers };
            let (group, members) = groups.iter().find(|(group, _)| slug(group) == name)?;
            let page = page(below, members.len(), ITEMS_A_PAGE)?;
            Some(if folder == "themes" { Route::Theme(group.clone(), page) } else { Route::Publisher(group.clone(), page) })
        }
        "fields" => page(rest, catalogue.fields.len(), FIELDS_A_PAGE).map(Route::Fields).or_else(|| {
            let (name, below) = rest.split_once('/')?;
            let field = catalogue.fields.iter().position(|entry| entry.slug == name)?;
            Some(Route::Field(field, page(below, catalogue.fields[field].uses.len(), FIELDS_A_PAGE)?))
        }),
        _ => None,
    }
}

/// The number of a list's page, from what follows the list's folder.
fn number(below: &str) -> Option<usize> {
    match below.strip_prefix("page/") {
        Some(page) => page.strip_suffix("/index.html")?.parse().ok(),
        None => (below == "index.html").then_some(1),
    }
}

/// A dataset's page, its tables, release notes and badges.
fn of_dataset(site: &Site, path: &str) -> Option<Route> {
    let catalogue = &site.catalogue;
    let (folder, rest) = path.split_once('/')?;
    if folder == "badges" {
        let (id, ending) = rest.rsplit_once('.')?;
        let dataset = catalogue.dataset_of(id)?;
        return Some(if ending == "svg" { Route::Badge(dataset) } else { Route::BadgeJson(dataset) });
    }
    let (id, rest) = rest.split_once('/').filter(|_| folder == "datasets")?;
    let dataset = catalogue.dataset_of(id)?;
    let measured = &catalogue.datasets[dataset];
    if rest == "index.html" {
        return Some(Route::Dataset(dataset));
    }
    if let Some(name) = rest.strip_suffix(".csv") {
        let table = measured.tables.iter().position(|table| slug(&table.name) == name)?;
        return Some(Route::Download(dataset, table));
    }
    let version = rest.strip_prefix("releases/")?.strip_suffix("/index.html")?;
    let note = measured.notes.iter().position(|note| slug(&note.version) == version)?;
    Some(Route::Note(NoteRef::Dataset(dataset, note)))
}

/// A KPI's page and its files.
fn of_kpi(site: &Site, path: &str) -> Option<Route> {
    let name = path.strip_prefix("kpis/")?;
    let (id, file) = name.split_once(['/', '.'])?;
    let at = site.catalogue.kpi_of(id)?;
    match file {
        "index.html" => Some(Route::Kpi(at)),
        "json" => Some(Route::KpiJson(at)),
        "csv" => Some(Route::KpiCsv(at)),
        "svg" => site.catalogue.kpi(at).has_chart.then_some(Route::KpiSvg(at)),
        _ => None,
    }
}

/// A part of the search index or of the site map.
fn part(site: &Site, path: &str) -> Option<Route> {
    // The index is made for its own files alone.
    if let Some(name) = path.strip_prefix("search/").filter(|name| name.strip_suffix(".js").is_some()) {
        return site.search().contains_key(name).then(|| Route::SearchFile(name.to_owned()));
    }
    let part = path.strip_prefix("sitemap-")?.strip_suffix(".xml")?;
    let route = Route::SitemapPart(part.parse().ok()?);
    site.routes().contains(&route).then_some(route)
}
