//! The files of a site: each has a [`Route`] and an address.
//!
//! In: a catalogue. Out: the path of each file.

mod file_format;
mod path;
mod pattern;

use std::collections::BTreeMap;

pub use file_format::{FileFormat, Formats, Needs};
pub use path::{SitePath, stays_inside};
use pattern::{ListPattern, Pattern};

use crate::catalogue::{Catalogue, KpiRef, NoteRef};
use crate::load::Settings;
use crate::model::slug;

/// The number of datasets or release notes on each page of a list.
pub const ITEMS_A_PAGE: usize = 20;
/// The number of KPIs on each page of the list, which readers can sort and filter.
pub const KPIS_A_PAGE: usize = 100;
/// The number of columns on each page of the A to Z, and of tables on each page of a column.
pub const FIELDS_A_PAGE: usize = 100;
/// The number of addresses in one site map; the protocol allows 50,000.
pub const URLS_A_SITEMAP: usize = 40_000;

pub(crate) const DATASETS: ListPattern = ListPattern::new("datasets/index.html", "datasets/page/{}/index.html");
pub(crate) const KPIS: ListPattern = ListPattern::new("kpis/index.html", "kpis/page/{}/index.html");
pub(crate) const NOTES: ListPattern = ListPattern::new("releases/index.html", "releases/page/{}/index.html");
pub(crate) const FIELDS: ListPattern = ListPattern::new("fields/index.html", "fields/page/{}/index.html");
pub(crate) const FIELD: ListPattern = ListPattern::new("fields/{}/index.html", "fields/{}/page/{}/index.html");
pub(crate) const THEME: ListPattern = ListPattern::new("themes/{}/index.html", "themes/{}/page/{}/index.html");
pub(crate) const PUBLISHER: ListPattern = ListPattern::new("publishers/{}/index.html", "publishers/{}/page/{}/index.html");
pub(crate) const DATASET: Pattern = Pattern("datasets/{}/index.html");
pub(crate) const TABLE: Pattern = Pattern("datasets/{}/{}");
pub(crate) const DATASET_NOTE: Pattern = Pattern("datasets/{}/releases/{}/index.html");
pub(crate) const PORTAL_NOTE: Pattern = Pattern("releases/{}/index.html");
pub(crate) const KPI: Pattern = Pattern("kpis/{}/index.html");
pub(crate) const KPI_FILE: Pattern = Pattern("kpis/{}");
pub(crate) const KPI_REVISIONS: Pattern = Pattern("kpis/{}/revisions/index.html");
const KPI_REVISIONS_FILE: Pattern = Pattern("kpis/{}/revisions.csv");
const TABLE_VERSION: Pattern = Pattern("datasets/{}/releases/{}/{}");
/// The list of all releases of the site.
pub const SITE_RELEASES: &str = "changes/index.html";
const SITE_RELEASE: Pattern = Pattern("changes/{}/index.html");
pub(crate) const BADGE: Pattern = Pattern("badges/{}");
pub(crate) const SEARCH_FILE: &str = "search/";
pub(crate) const SITEMAP: &str = "sitemap.xml";
pub(crate) const FEED: &str = "feed.xml";
pub(crate) const SITEMAP_PART: Pattern = Pattern("sitemap-{}.xml");
const ASSET: Pattern = Pattern("assets/{}");

/// One file of the site. Numbers are positions in the catalogue, or page numbers counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// The home page.
    Home,
    /// One page of the list of all datasets.
    Datasets(usize),
    /// All themes.
    Themes,
    /// One page of a theme's datasets.
    Theme(String, usize),
    /// All publishers.
    Publishers,
    /// One page of a publisher's datasets.
    Publisher(String, usize),
    /// A dataset's page.
    Dataset(usize),
    /// A table in a format.
    Table(TableRef, FileFormat),
    /// One page of the list of all KPIs.
    Kpis(usize),
    /// A KPI's page.
    Kpi(KpiRef),
    /// A KPI in a format.
    KpiFile(KpiRef, FileFormat),
    /// What a KPI said in each release: a page.
    KpiRevisions(KpiRef),
    /// What a KPI said in each release: a CSV.
    KpiRevisionsFile(KpiRef),
    /// A table in a format, under the version of its dataset.
    TableVersion(TableRef, FileFormat),
    /// All releases of the site.
    SiteReleases,
    /// What changed in a release of the site, by its version.
    SiteRelease(String),
    /// The page of a dataset that was withdrawn, by its position in the settings.
    Withdrawn(usize),
    /// The page of a KPI that was withdrawn: the position of its dataset, then its own.
    WithdrawnKpi(usize, usize),
    /// One page of the list of all release notes.
    Notes(usize),
    /// A release note.
    Note(NoteRef),
    /// One page of the list of all columns.
    Fields(usize),
    /// One page of the tables that have a column: the column's position, then the page.
    Field(usize, usize),
    /// The search page.
    Search,
    /// A file of the search index, by its path within `search/`.
    SearchFile(String),
    /// A page of prose.
    Content(usize),
    /// The portal's own KPIs.
    Assurance,
    /// Datasets on their way to publication, in an edition for review.
    Journey,
    /// The whole catalogue in a format.
    Catalogue(FileFormat),
    /// A dataset's badge in a format.
    Badge(usize, FileFormat),
    /// The site map, or the index if there are several.
    Sitemap,
    /// One of several site maps.
    SitemapPart(usize),
    /// `robots.txt`: what crawlers may read, and where the site map is.
    Robots,
    /// The page for addresses that do not exist.
    NotFound,
    /// A file of the theme.
    Asset(String),
    /// The portal's logo.
    Logo,
}

/// The position of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TableRef {
    /// The dataset's position in the catalogue.
    pub dataset: usize,
    /// The table's position in the dataset.
    pub table: usize,
}

impl Route {
    /// The path of the file.
    #[must_use]
    pub fn path(&self, catalogue: &Catalogue) -> SitePath {
        let id = |dataset: usize| catalogue.datasets[dataset].id.as_str();
        match self {
            Self::Home => SitePath::page(""),
            Self::Datasets(page) => DATASETS.write(&[], *page),
            Self::Themes => SitePath::page("themes"),
            Self::Theme(theme, page) => THEME.write(&[&slug(theme)], *page),
            Self::Publishers => SitePath::page("publishers"),
            Self::Publisher(publisher, page) => PUBLISHER.write(&[&slug(publisher)], *page),
            Self::Dataset(dataset) => DATASET.write(&[id(*dataset)], ""),
            Self::Table(at, format) => table_path(catalogue, *at, format.ending),
            Self::Kpis(page) => KPIS.write(&[], *page),
            Self::Kpi(at) => KPI.write(&[catalogue.kpi(*at).id.as_str()], ""),
            Self::KpiFile(at, format) => KPI_FILE.write(&[catalogue.kpi(*at).id.as_str()], format.ending),
            Self::KpiRevisions(at) => KPI_REVISIONS.write(&[catalogue.kpi(*at).id.as_str()], ""),
            Self::KpiRevisionsFile(at) => KPI_REVISIONS_FILE.write(&[catalogue.kpi(*at).id.as_str()], ""),
            Self::TableVersion(at, format) => {
                let dataset = &catalogue.datasets[at.dataset];
                let name = slug(&dataset.tables[at.table].name);
                TABLE_VERSION.write(&[dataset.id.as_str(), &slug(&dataset.version), &name], format.ending)
            }
            Self::SiteReleases => SitePath::new(SITE_RELEASES),
            Self::SiteRelease(version) => site_release_path(version),
            Self::Withdrawn(at) => DATASET.write(&[&catalogue.settings.portal.withdrawn[*at].dataset], ""),
            Self::WithdrawnKpi(at, kpi) => KPI.write(&[&catalogue.settings.portal.withdrawn[*at].kpis[*kpi]], ""),
            Self::Notes(page) => NOTES.write(&[], *page),
            Self::Note(at) => match catalogue.note(*at) {
                (note, Some(dataset)) => DATASET_NOTE.write(&[dataset.id.as_str(), &slug(&note.version)], ""),
                (note, None) => PORTAL_NOTE.write(&[&slug(&note.version)], ""),
            },
            Self::Fields(page) => FIELDS.write(&[], *page),
            Self::Field(field, page) => FIELD.write(&[&catalogue.fields[*field].slug], *page),
            Self::Content(page) => content_path(&catalogue.settings.pages[*page].path),
            Self::Search => search_path(),
            Self::SearchFile(name) => SitePath::new(format!("{SEARCH_FILE}{name}")),
            Self::Assurance => SitePath::page("assurance"),
            Self::Journey => SitePath::page("journey"),
            Self::Catalogue(format) => SitePath::new(format.ending),
            Self::Badge(dataset, format) => BADGE.write(&[id(*dataset)], format.ending),
            Self::Sitemap => SitePath::new(SITEMAP),
            Self::SitemapPart(part) => SITEMAP_PART.write(&[&part.to_string()], ""),
            Self::Robots => SitePath::new("robots.txt"),
            Self::NotFound => SitePath::new("404.html"),
            Self::Asset(name) => ASSET.write(&[name], ""),
            Self::Logo => logo_path(&catalogue.settings),
        }
    }

    /// The position of the dataset that the file is made from. `None` if it is made from more than one dataset, or from none.
    #[must_use]
    pub fn dataset(&self) -> Option<usize> {
        match self {
            Self::Dataset(at) | Self::Badge(at, _) | Self::Note(NoteRef::Dataset(at, _)) => Some(*at),
            Self::Table(at, _) | Self::TableVersion(at, _) => Some(at.dataset),
            Self::Kpi(at) | Self::KpiFile(at, _) | Self::KpiRevisions(at) | Self::KpiRevisionsFile(at) => Some(at.dataset),
            _ => None,
        }
    }

    /// The format of a file that is made from data. `None` for pages and for the theme's files.
    #[must_use]
    pub fn format(&self) -> Option<FileFormat> {
        match self {
            Self::Table(_, format)
            | Self::TableVersion(_, format)
            | Self::KpiFile(_, format)
            | Self::Badge(_, format)
            | Self::Catalogue(format) => Some(*format),
            _ => None,
        }
    }

    /// Whether the site map lists it.
    #[must_use]
    pub fn is_page(&self) -> bool {
        self.format().is_none()
            && !matches!(
                self,
                Self::Search
                    | Self::KpiRevisionsFile(_)
                    | Self::Withdrawn(_)
                    | Self::WithdrawnKpi(..)
                    | Self::SearchFile(_)
                    | Self::Sitemap
                    | Self::SitemapPart(_)
                    | Self::Robots
                    | Self::NotFound
                    | Self::Asset(_)
                    | Self::Logo
            )
    }
}

/// The paths of prose pages on the site, by their paths within `content/`.
#[must_use]
pub fn content_paths(settings: &Settings) -> BTreeMap<String, SitePath> {
    settings.pages.iter().map(|page| (page.path.clone(), content_path(&page.path))).collect()
}

/// `guidance/index` becomes the page of the folder `guidance`, and `guidance/charts` that of `guidance/charts`.
fn content_path(path: &str) -> SitePath {
    if path == "index" {
        return SitePath::page("");
    }
    let folder = path.strip_suffix("/index").unwrap_or(path);
    let parts: Vec<String> = folder.split('/').map(slug).collect();
    SitePath::page(&parts.join("/"))
}

/// The path of a table's file with an ending.
#[must_use]
pub fn table_path(catalogue: &Catalogue, at: TableRef, ending: &str) -> SitePath {
    let dataset = &catalogue.datasets[at.dataset];
    TABLE.write(&[dataset.id.as_str(), &slug(&dataset.tables[at.table].name)], ending)
}

/// The folder of what belongs to one version of a dataset: its release note and its files.
#[must_use]
pub fn version_folder(dataset: &str, version: &str) -> String {
    DATASET_NOTE.write(&[dataset, &slug(version)], "").url().to_owned()
}

/// The dataset and the version that a path of a file says, if it is the file of one version of a dataset.
#[must_use]
pub fn version_of_file(path: &str) -> Option<(&str, &str)> {
    let [dataset, version, name] = TABLE_VERSION.read(path, "")?;
    (name != "index.html").then_some((dataset, version))
}

/// The path of the page about a release of the site.
#[must_use]
pub fn site_release_path(version: &str) -> SitePath {
    SITE_RELEASE.write(&[version], "")
}

/// The version that a path says, if it is the page about a release of the site.
#[must_use]
pub fn site_release_of(path: &str) -> Option<&str> {
    SITE_RELEASE.read(path, "").map(|[version]| version)
}

/// The id of the KPI that a path says, if it is the file of what a KPI said in each release.
#[must_use]
pub fn kpi_of_revisions(path: &str) -> Option<&str> {
    KPI_REVISIONS_FILE.read(path, "").map(|[kpi]| kpi)
}

/// The path of the search page.
#[must_use]
pub fn search_path() -> SitePath {
    SitePath::page("search")
}

/// The path of the logo.
#[must_use]
pub fn logo_path(settings: &Settings) -> SitePath {
    let logo = settings.portal.theme.logo.as_ref();
    let ending = logo.and_then(|path| path.rsplit_once('.')).map_or("svg", |(_, ending)| ending);
    SitePath::new(format!("assets/logo.{ending}"))
}
