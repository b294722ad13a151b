//! The files of a site: a [`Route`] for each, and its address.
//!
//! In: a catalogue. Out: where each file stands.

mod path;

use std::collections::BTreeMap;

pub use path::SitePath;

use crate::catalogue::{Catalogue, KpiRef, NoteRef};
use crate::load::Settings;
use crate::model::slug;

/// Datasets and release notes on a page of a list.
pub const ITEMS_A_PAGE: usize = 20;
/// KPIs on a page of the board, which sorts and filters what it shows.
pub const KPIS_A_PAGE: usize = 100;
/// Columns on a page of the A to Z, and tables on a column's page.
pub const FIELDS_A_PAGE: usize = 100;
/// Addresses in one site map; the protocol allows 50,000.
pub const URLS_A_SITEMAP: usize = 40_000;

/// One file of the site. Numbers are positions in the catalogue; pages of lists are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// The home page.
    Home,
    /// All datasets, a page of them.
    Datasets(usize),
    /// All themes.
    Themes,
    /// The datasets of a theme, a page of them.
    Theme(String, usize),
    /// All publishers.
    Publishers,
    /// The datasets of a publisher, a page of them.
    Publisher(String, usize),
    /// A dataset.
    Dataset(usize),
    /// A table of a dataset, as CSV.
    Download(usize, usize),
    /// All KPIs, a page of them.
    Kpis(usize),
    /// A KPI.
    Kpi(KpiRef),
    /// A KPI for machines.
    KpiJson(KpiRef),
    /// The figures of a KPI as a table.
    KpiCsv(KpiRef),
    /// The chart of a KPI as a file of its own.
    KpiSvg(KpiRef),
    /// All release notes, a page of them.
    Notes(usize),
    /// A release note.
    Note(NoteRef),
    /// All columns, a page of them.
    Fields(usize),
    /// All tables with a column, a page of them.
    Field(usize, usize),
    /// The page that searches.
    Search,
    /// A file of the search index, by its path below `search/`.
    SearchFile(String),
    /// A page of prose.
    Content(usize),
    /// The portal's own KPIs.
    Assurance,
    /// The portal's own KPIs for machines.
    AssuranceJson,
    /// A dataset's badge.
    Badge(usize),
    /// A dataset's badge for shields.io.
    BadgeJson(usize),
    /// The Atom feed.
    Feed,
    /// The site map, or the index of site maps.
    Sitemap,
    /// One of several site maps.
    SitemapPart(usize),
    /// What crawlers may read, and where the site map is.
    Robots,
    /// The page for addresses that are not there.
    NotFound,
    /// A file of the theme.
    Asset(String),
    /// The portal's logo.
    Logo,
}

impl Route {
    /// The path of the file.
    #[must_use]
    pub fn path(&self, catalogue: &Catalogue) -> SitePath {
        let id = |dataset: &usize| catalogue.datasets[*dataset].id.as_str();
        match self {
            Self::Home => SitePath::page(""),
            Self::Datasets(page) => paged("datasets", *page),
            Self::Themes => SitePath::page("themes"),
            Self::Theme(theme, page) => paged(&format!("themes/{}", slug(theme)), *page),
            Self::Publishers => SitePath::page("publishers"),
            Self::Publisher(publisher, page) => paged(&format!("publishers/{}", slug(publisher)), *page),
            Self::Dataset(dataset) => SitePath::page(&format!("datasets/{}", id(dataset))),
            Self::Download(dataset, table) => {
                let name = &catalogue.datasets[*dataset].tables[*table].name;
                SitePath::new(format!("datasets/{}/{}.csv", id(dataset), slug(name)))
            }
            Self::Kpis(page) => paged("kpis", *page),
            Self::Kpi(at) => SitePath::page(&format!("kpis/{}", catalogue.kpi(*at).id)),
            Self::KpiJson(at) => SitePath::new(format!("kpis/{}.json", catalogue.kpi(*at).id)),
            Self::KpiCsv(at) => SitePath::new(format!("kpis/{}.csv", catalogue.kpi(*at).id)),
            Self::KpiSvg(at) => SitePath::new(format!("kpis/{}.svg", catalogue.kpi(*at).id)),
            Self::Notes(page) => paged("releases", *page),
            Self::Note(at) => match catalogue.note(*at) {
                (note, Some(dataset)) => SitePath::page(&format!("datasets/{}/releases/{}", dataset.id, slug(&note.version))),
                (note, None) => SitePath::page(&format!("releases/{}", slug(&note.version))),
            },
            Self::Fields(page) => paged("fields", *page),
            Self::Field(field, page) => paged(&format!("fields/{}", catalogue.fields[*field].slug), *page),
            Self::Content(page) => content_path(&catalogue.settings.pages[*page].path),
            Self::Search => SitePath::page("search"),
            Self::SearchFile(name) => SitePath::new(format!("search/{name}")),
            Self::Assurance => SitePath::page("assurance"),
            Self::AssuranceJson => SitePath::new("assurance.json"),
            Self::Badge(dataset) => SitePath::new(format!("badges/{}.svg", id(dataset))),
            Self::BadgeJson(dataset) => SitePath::new(format!("badges/{}.json", id(dataset))),
            Self::Feed => SitePath::new("feed.xml"),
            Self::Sitemap => SitePath::new("sitemap.xml"),
            Self::SitemapPart(part) => SitePath::new(format!("sitemap-{part}.xml")),
            Self::Robots => SitePath::new("robots.txt"),
            Self::NotFound => SitePath::new("404.html"),
            Self::Asset(name) => SitePath::new(format!("assets/{name}")),
            Self::Logo => logo_path(&catalogue.settings),
        }
    }

    /// The position of the dataset that the file is made from, if it is made from one alone.
    #[must_use]
    pub fn dataset(&self) -> Option<usize> {
        match self {
            Self::Dataset(at) | Self::Download(at, _) | Self::Badge(at) | Self::BadgeJson(at) => Some(*at),
            Self::Kpi(at) | Self::KpiJson(at) | Self::KpiCsv(at) | Self::KpiSvg(at) => Some(at.dataset),
            Self::Note(NoteRef::Dataset(at, _)) => Some(*at),
            _ => None,
        }
    }

    /// Whether a site map lists it.
    #[must_use]
    pub fn is_page(&self) -> bool {
        !matches!(
            self,
            Self::Download(..)
                | Self::KpiJson(_)
                | Self::KpiCsv(_)
                | Self::KpiSvg(_)
                | Self::Search
                | Self::SearchFile(_)
                | Self::AssuranceJson
                | Self::Badge(_)
                | Self::BadgeJson(_)
                | Self::Feed
                | Self::Sitemap
                | Self::SitemapPart(_)
                | Self::Robots
                | Self::NotFound
                | Self::Asset(_)
                | Self::Logo
        )
    }
}

/// The path of a page of a list: the first is the folder's page.
fn paged(folder: &str, page: usize) -> SitePath {
    if page <= 1 { SitePath::page(folder) } else { SitePath::page(&format!("{folder}/page/{page}")) }
}

/// The paths of pages of prose, by their paths below `content/`.
#[must_use]
pub fn content_paths(settings: &Settings) -> BTreeMap<String, SitePath> {
    settings.pages.iter().map(|page| (page.path.clone(), content_path(&page.path))).collect()
}

/// `guidance/index` is the page of `guidance`, `guidance/charts` that of `guidance/charts`.
fn content_path(path: &str) -> SitePath {
    if path == "index" {
        return SitePath::page("");
    }
    let folder = path.strip_suffix("/index").unwrap_or(path);
    let parts: Vec<String> = folder.split('/').map(slug).collect();
    SitePath::page(&parts.join("/"))
}

/// The path of the logo.
#[must_use]
pub fn logo_path(settings: &Settings) -> SitePath {
    let logo = settings.portal.theme.logo.as_ref();
    let ending = logo.and_then(|path| path.rsplit_once('.')).map_or("svg", |(_, ending)| ending);
    SitePath::new(format!("assets/logo.{ending}"))
}
