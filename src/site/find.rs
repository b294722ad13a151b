//! Finds the [`Route`] for a path.
//!
//! In: a planned [`Site`], and a path or an address. Out: the route of the file with that path.
//! Invariant: names are read from the path with the same patterns that [`Route::path`] uses to write it. This never searches
//! through all datasets; it searches through all routes only for parts of the site map.

use super::plan::{Site, pages};
use crate::catalogue::NoteRef;
use crate::model::slug;
use crate::route::{
    BADGE, DATASET, DATASET_NOTE, DATASETS, FIELD, FIELDS, FIELDS_A_PAGE, ITEMS_A_PAGE, KPI, KPI_FILE, KPIS, KPIS_A_PAGE, NOTES,
    PUBLISHER, Route, SEARCH_FILE, SITEMAP_PART, SitePath, TABLE, THEME, TableRef,
};

impl Site {
    /// The route for a path, if the site has one. If a page of prose has the same path as another file, the other file is
    /// returned.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<Route> {
        let readers = [list, of_dataset, of_kpi, part];
        let is_it = |route: &Route| route.path(&self.catalogue).as_str() == path;
        let found = readers.iter().find_map(|read| read(self, path).filter(is_it));
        found.or_else(|| self.single.get(path).cloned())
    }

    /// The path that an address relative to the root means: `datasets/ae-waits/` is its `index.html`, and `feed.xml` is a file.
    /// `None` if the site has neither.
    #[must_use]
    pub fn resolve(&self, address: &str) -> Option<SitePath> {
        let plain = address.trim_end_matches('/');
        let is_there = |path: &SitePath| self.find(path.as_str()).is_some();
        let file = (plain == address && !plain.is_empty()).then(|| SitePath::new(plain)).filter(is_there);
        file.or_else(|| Some(SitePath::page(plain)).filter(is_there)).or_else(|| self.withdrawn(plain))
    }

    /// The page that says that something was withdrawn, for an address below it.
    fn withdrawn(&self, address: &str) -> Option<SitePath> {
        let mut parts = address.split('/');
        let (kind, name) = (parts.next()?, parts.next()?);
        let page = SitePath::page(&format!("{kind}/{}", name.split('.').next()?));
        matches!(self.single.get(page.as_str()), Some(Route::Withdrawn(_) | Route::WithdrawnKpi(..))).then_some(page)
    }
}

/// A page of a list.
fn list(site: &Site, path: &str) -> Option<Route> {
    let catalogue = &site.catalogue;
    let plain = [
        (DATASETS, catalogue.datasets.len(), ITEMS_A_PAGE, Route::Datasets as fn(usize) -> Route),
        (KPIS, catalogue.kpis.len(), KPIS_A_PAGE, Route::Kpis),
        (NOTES, catalogue.notes.len(), ITEMS_A_PAGE, Route::Notes),
        (FIELDS, catalogue.fields.len(), FIELDS_A_PAGE, Route::Fields),
    ];
    let is_there = |page: &usize, items: usize, size: usize| pages(items, size).contains(page);
    for (pattern, items, size, route) in plain {
        if let Some(page) = pattern.read(path).filter(|page| is_there(page, items, size)) {
            return Some(route(page));
        }
    }
    let groups = [
        (THEME, &catalogue.themes, Route::Theme as fn(String, usize) -> Route),
        (PUBLISHER, &catalogue.publishers, Route::Publisher),
    ];
    for (pattern, groups, route) in groups {
        let Some((name, page)) = pattern.read_named(path) else { continue };
        let (group, members) = groups.iter().find(|(group, _)| slug(group) == name)?;
        return is_there(&page, members.len(), ITEMS_A_PAGE).then(|| route(group.clone(), page));
    }
    let (name, page) = FIELD.read_named(path)?;
    let field = catalogue.fields.iter().position(|entry| entry.slug == name)?;
    is_there(&page, catalogue.fields[field].uses.len(), FIELDS_A_PAGE).then_some(Route::Field(field, page))
}

/// A dataset's page, tables, release notes and badges.
fn of_dataset(site: &Site, path: &str) -> Option<Route> {
    let catalogue = &site.catalogue;
    if let Some([id]) = DATASET.read(path, "") {
        return Some(Route::Dataset(catalogue.dataset_of(id)?));
    }
    if let Some([id, version]) = DATASET_NOTE.read(path, "") {
        let dataset = catalogue.dataset_of(id)?;
        let note = catalogue.datasets[dataset].notes.iter().position(|note| slug(&note.version) == version)?;
        return Some(Route::Note(NoteRef::Dataset(dataset, note)));
    }
    let badge = |format| BADGE.read(path, format).and_then(|[id]| catalogue.dataset_of(id));
    if let Some((dataset, format)) = site.formats.badge.iter().find_map(|format| Some((badge(format.ending)?, format))) {
        return Some(Route::Badge(dataset, *format));
    }
    site.formats.table.iter().find_map(|format| {
        let [id, name] = TABLE.read(path, format.ending)?;
        let dataset = catalogue.dataset_of(id)?;
        let table = catalogue.datasets[dataset].tables.iter().position(|table| slug(&table.name) == name)?;
        Some(Route::Table(TableRef { dataset, table }, *format))
    })
}

/// A KPI's page and files.
fn of_kpi(site: &Site, path: &str) -> Option<Route> {
    if let Some([id]) = KPI.read(path, "") {
        return site.catalogue.kpi_of(id).map(Route::Kpi);
    }
    site.formats.kpi.iter().find_map(|format| {
        let [id] = KPI_FILE.read(path, format.ending)?;
        let at = site.catalogue.kpi_of(id)?;
        site.has_kpi_file(at, *format).then_some(Route::KpiFile(at, *format))
    })
}

/// A part of the search index or of the site map.
fn part(site: &Site, path: &str) -> Option<Route> {
    // The index is made only if the path may be one of its files.
    if let Some(name) = path.strip_prefix(SEARCH_FILE).filter(|name| name.strip_suffix(".js").is_some()) {
        return site.search().contains_key(name).then(|| Route::SearchFile(name.to_owned()));
    }
    let [part] = SITEMAP_PART.read(path, "")?;
    let route = Route::SitemapPart(part.parse().ok()?);
    site.routes().contains(&route).then_some(route)
}
