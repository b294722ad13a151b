//! Pages: the content of each kind, as a value for its template.

mod assurance;
mod board;
mod catalogue;
mod change;
mod chart_words;
mod code;
mod content;
mod dataset;
mod definition;
mod dictionary;
mod facts;
mod fields;
mod files;
mod frame;
mod headline;
mod home;
mod journey;
mod kpi;
mod kpi_chart;
mod note;
mod revisions;
mod tile;
mod withdrawn;

pub use frame::PortalView;
pub(super) use kpi_chart::chart_file;

use crate::diagnostic::Diagnostic;
use crate::route::Route;
use crate::site::Site;
use crate::theme::Theme;
use crate::words::Words;

/// Everything a page is made from.
#[derive(Clone, Copy)]
struct Maker<'a> {
    site: &'a Site,
    theme: &'a Theme,
}

impl<'a> Maker<'a> {
    /// The words of the site's language.
    fn words(self) -> &'a Words {
        &self.site.words
    }
}

/// The page for addresses that do not exist, for a site whose root is at `root`.
///
/// # Errors
/// A finding that points to the template that failed.
pub fn not_found(site: &Site, theme: &Theme, root: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
    content::not_found(Maker { site, theme }, root)
}

/// The HTML of a route's page.
pub(super) fn page(site: &Site, theme: &Theme, route: &Route) -> Result<Vec<u8>, Box<Diagnostic>> {
    let maker = Maker { site, theme };
    if let Some(release) = site.release() {
        match route {
            Route::SiteRelease(_) => return change::release(maker, release),
            Route::SiteReleases => return change::releases(maker, release),
            _ => {}
        }
    }
    match route {
        Route::Home => home::home(maker),
        Route::Datasets(page) => catalogue::datasets(maker, *page),
        Route::Themes => catalogue::themes(maker),
        Route::Theme(theme, page) => catalogue::theme(maker, theme, *page),
        Route::Publishers => catalogue::publishers(maker),
        Route::Publisher(publisher, page) => catalogue::publisher(maker, publisher, *page),
        Route::Dataset(at) => dataset::dataset(maker, *at),
        Route::Kpis(page) => board::kpis(maker, *page),
        Route::Kpi(at) => kpi::kpi(maker, *at),
        Route::Notes(page) => note::notes(maker, *page),
        Route::Note(at) => note::note(maker, *at),
        Route::Fields(page) => fields::fields(maker, *page),
        Route::Field(field, page) => fields::field(maker, *field, *page),
        Route::Search => content::search(maker),
        Route::Content(at) => content::content(maker, *at),
        Route::Assurance => assurance::assurance(maker),
        Route::Journey => journey::journey(maker),
        Route::KpiRevisions(at) => revisions::revisions(maker, *at),
        Route::Withdrawn(at) | Route::WithdrawnKpi(at, _) => withdrawn::withdrawn(maker, route, *at),
        _ => content::not_found(maker, site.catalogue.settings.portal.below_host()),
    }
}
