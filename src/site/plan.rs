//! [`Catalogue`] to [`Site`]: every route, not yet rendered.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::{Arc, OnceLock};

use crate::catalogue::{Catalogue, KpiRef, NoteRef};
use crate::load::Settings;
use crate::measure::{Body, Kpi};
use crate::model::ReleaseNote;
use crate::release::{Facts, NewRelease};
use crate::route::{
    FIELDS_A_PAGE, FileFormat, Formats, ITEMS_A_PAGE, KPIS_A_PAGE, Needs, Route, SitePath, TableRef, URLS_A_SITEMAP,
    content_paths,
};
use crate::search::search_index;
use crate::words::Words;

/// Files that every site has.
static FIXED: [Route; 8] = [
    Route::Home,
    Route::Themes,
    Route::Publishers,
    Route::Search,
    Route::Assurance,
    Route::Sitemap,
    Route::Robots,
    Route::NotFound,
];

/// A catalogue, and what else is needed to make the files of its site.
pub struct Site {
    /// What lists show.
    pub catalogue: Arc<Catalogue>,
    /// The content of each dataset's own pages, in the order of the catalogue.
    bodies: Vec<Arc<Body>>,
    /// The paths of prose pages by their paths within `content/`, for links between Markdown files.
    pub content: BTreeMap<String, SitePath>,
    /// The routes of files that belong to no dataset and no list, by path.
    pub(super) single: BTreeMap<String, Route>,
    /// The names of the theme's files.
    assets: Vec<String>,
    /// The formats of its files.
    pub formats: Formats,
    /// The words of the site's language.
    pub words: Words,
    /// The release that the site is, if it is one.
    release: Option<Arc<NewRelease>>,
    routes: OnceLock<Vec<Route>>,
    search: OnceLock<BTreeMap<String, String>>,
}

/// Plans the site. `bodies` are those of the catalogue's datasets, in the same order; `words` are those of its language,
/// `formats` the formats of its files, and `assets` the names of the theme's files.
#[must_use]
pub fn plan(catalogue: Arc<Catalogue>, bodies: Vec<Arc<Body>>, words: Words, formats: Formats, assets: Vec<String>) -> Site {
    let content = content_paths(&catalogue.settings);
    // If a page of prose has the same path as another file, the later one in this chain is found.
    let single = authored(&catalogue.settings, &assets).chain(notes(&catalogue.settings)).chain(FIXED.iter().cloned());
    let single = single
        .chain(journey(&catalogue))
        .chain(withdrawn(&catalogue))
        .chain(formats.catalogue.iter().map(|format| Route::Catalogue(*format)));
    let single = single.map(|route| (route.path(&catalogue).to_string(), route)).collect();
    Site {
        catalogue,
        bodies,
        content,
        single,
        assets,
        formats,
        words,
        release: None,
        routes: OnceLock::new(),
        search: OnceLock::new(),
    }
}

impl Site {
    /// The same site as a release: it says what changed, and its downloads name their version.
    #[must_use]
    pub fn released(self, release: NewRelease) -> Self {
        Self { release: Some(Arc::new(release)), routes: OnceLock::new(), ..self }
    }

    /// The release that the site is. `None` for a site that `build` writes or a preview shows.
    #[must_use]
    pub fn release(&self) -> Option<&NewRelease> {
        self.release.as_deref()
    }

    /// What the site says of itself to programs.
    #[must_use]
    pub fn facts(&self) -> Facts {
        self.release.as_ref().map_or_else(|| Facts::of(&self.catalogue), |release| release.facts(&self.catalogue))
    }

    /// The content of a dataset's own pages.
    #[must_use]
    pub fn body(&self, dataset: usize) -> &Body {
        &self.bodies[dataset]
    }

    /// A KPI with all its figures.
    #[must_use]
    pub fn kpi(&self, at: KpiRef) -> &Kpi {
        &self.bodies[at.dataset].kpis[at.kpi]
    }

    /// Whether a KPI has a file in a format.
    pub(super) fn has_kpi_file(&self, at: KpiRef, format: FileFormat) -> bool {
        format.needs == Needs::Data || self.catalogue.kpi(at).has_chart
    }

    /// A release note with its text.
    #[must_use]
    pub fn note(&self, at: NoteRef) -> &ReleaseNote {
        match at {
            NoteRef::Dataset(dataset, note) => &self.bodies[dataset].notes[note],
            NoteRef::Portal(note) => &self.catalogue.settings.notes[note],
        }
    }

    /// The routes of all files except those of the search index. They are made when first needed: a preview finds the route for
    /// a request with [`Site::find`] and rarely needs them all.
    #[must_use]
    pub fn routes(&self) -> &[Route] {
        self.routes.get_or_init(|| routes(self))
    }

    /// The routes of all files, including the search index.
    #[must_use]
    pub fn files(&self) -> Vec<Route> {
        let search = self.search().keys().cloned().map(Route::SearchFile);
        self.routes().iter().cloned().chain(search).collect()
    }

    /// The first two pages of each list, and of the longest lists of a theme, a publisher and a column.
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
        routes.extend(starts(catalogue.notes.len(), ITEMS_A_PAGE).map(Route::Notes));
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

    /// The files of the search index, by name. Making them reads the whole catalogue, so they are made when first needed.
    #[must_use]
    pub fn search(&self) -> &BTreeMap<String, String> {
        self.search.get_or_init(|| search_index(&self.catalogue, &self.formats.table, &self.words))
    }

    /// The routes whose addresses an author chooses, and all routes of some datasets.
    #[must_use]
    pub fn routes_of(&self, datasets: &[usize]) -> BTreeSet<Route> {
        let catalogue = &self.catalogue;
        let themes = catalogue.themes.keys().map(|theme| Route::Theme(theme.clone(), 1));
        let publishers = catalogue.publishers.keys().map(|publisher| Route::Publisher(publisher.clone(), 1));
        let settings = &catalogue.settings;
        let named = authored(settings, &self.assets).chain(themes).chain(publishers).chain(notes(settings));
        let own = datasets.iter().flat_map(|at| {
            let notes = 0..catalogue.datasets[*at].notes.len();
            of_dataset(self, *at).into_iter().chain(notes.map(|note| Route::Note(NoteRef::Dataset(*at, note))))
        });
        named.chain(own).collect()
    }
}

fn routes(site: &Site) -> Vec<Route> {
    let catalogue = &*site.catalogue;
    let mut routes = FIXED.to_vec();
    routes.extend(site.formats.catalogue.iter().map(|format| Route::Catalogue(*format)));
    routes.extend(pages(catalogue.datasets.len(), ITEMS_A_PAGE).map(Route::Datasets));
    routes.extend(pages(catalogue.kpis.len(), KPIS_A_PAGE).map(Route::Kpis));
    routes.extend(pages(catalogue.notes.len(), ITEMS_A_PAGE).map(Route::Notes));
    routes.extend(pages(catalogue.fields.len(), FIELDS_A_PAGE).map(Route::Fields));
    for (theme, datasets) in &catalogue.themes {
        routes.extend(pages(datasets.len(), ITEMS_A_PAGE).map(|page| Route::Theme(theme.clone(), page)));
    }
    for (publisher, datasets) in &catalogue.publishers {
        routes.extend(pages(datasets.len(), ITEMS_A_PAGE).map(|page| Route::Publisher(publisher.clone(), page)));
    }
    catalogue.by_title.iter().for_each(|at| routes.extend(of_dataset(site, *at)));
    routes.extend(catalogue.notes.iter().map(|note| Route::Note(*note)));
    for (at, entry) in catalogue.fields.iter().enumerate() {
        routes.extend(pages(entry.uses.len(), FIELDS_A_PAGE).map(|page| Route::Field(at, page)));
    }
    routes.extend(authored(&catalogue.settings, &site.assets));
    routes.extend(journey(catalogue));
    routes.extend(withdrawn(catalogue));
    if let Some(release) = site.release() {
        routes.extend([Route::SiteReleases, Route::SiteRelease(release.version.clone())]);
    }
    let listed = routes.iter().filter(|route| route.is_page()).count();
    if listed > URLS_A_SITEMAP {
        routes.extend(pages(listed, URLS_A_SITEMAP).map(Route::SitemapPart));
    }
    routes
}

/// The board of datasets on their way to publication, in an edition for review.
fn journey(catalogue: &Catalogue) -> Option<Route> {
    catalogue.settings.edition().filter(|edition| edition.is_for_review()).map(|_| Route::Journey)
}

/// The files of a dataset and of its KPIs, without its release notes.
fn of_dataset(site: &Site, at: usize) -> Vec<Route> {
    let (dataset, formats) = (&site.catalogue.datasets[at], &site.formats);
    let mut routes = vec![Route::Dataset(at)];
    routes.extend(formats.badge.iter().map(|format| Route::Badge(at, *format)));
    for table in 0..dataset.tables.len() {
        let table = TableRef { dataset: at, table };
        routes.extend(formats.table.iter().map(|format| Route::Table(table, *format)));
        if site.release().is_some() {
            routes.extend(formats.table.iter().map(|format| Route::TableVersion(table, *format)));
        }
    }
    for kpi in 0..dataset.kpis.len() {
        let kpi = KpiRef { dataset: at, kpi };
        routes.push(Route::Kpi(kpi));
        if site.release().is_some() {
            routes.extend([Route::KpiRevisions(kpi), Route::KpiRevisionsFile(kpi)]);
        }
        let formats = formats.kpi.iter().filter(|format| site.has_kpi_file(kpi, **format));
        routes.extend(formats.map(|format| Route::KpiFile(kpi, *format)));
    }
    routes
}

/// Pages of prose and the theme's files.
fn authored(settings: &Settings, assets: &[String]) -> impl Iterator<Item = Route> {
    let prose = (0..settings.pages.len()).filter(|at| settings.pages[*at].path != "index").map(Route::Content);
    let assets = assets.iter().cloned().map(Route::Asset);
    prose.chain(assets).chain(settings.logo.iter().map(|_| Route::Logo))
}

/// The pages of what was withdrawn.
fn withdrawn(catalogue: &Catalogue) -> impl Iterator<Item = Route> {
    let withdrawn = catalogue.settings.portal.withdrawn.iter().enumerate();
    let held = withdrawn.filter(|(_, dataset)| dataset.holds(catalogue.as_of));
    held.flat_map(|(at, dataset)| {
        let kpis = (0..dataset.kpis.len()).map(move |kpi| Route::WithdrawnKpi(at, kpi));
        std::iter::once(Route::Withdrawn(at)).chain(kpis)
    })
}

/// The portal's own release notes.
fn notes(settings: &Settings) -> impl Iterator<Item = Route> {
    (0..settings.notes.len()).map(|note| Route::Note(NoteRef::Portal(note)))
}

/// The page numbers needed for `items`. There is always at least one page.
pub(super) fn pages(items: usize, a_page: usize) -> RangeInclusive<usize> {
    1..=items.div_ceil(a_page).max(1)
}
