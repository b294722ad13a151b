//! [`Route`] to bytes: a pure function.
//!
//! In: a planned [`Site`], a compiled [`Theme`] and a route. Out: the bytes of the route's file.
//! Invariant: no clock, no disk and no state. `build` renders all routes in parallel and `serve` the one requested, both with
//! this function. It can show only public cells and figures calculated from them.

mod badge;
mod chart;
mod formats;
mod markdown;
mod page;
mod style;

pub use formats::formats;
pub use page::{PortalView, not_found};

use crate::diagnostic::Diagnostic;
use crate::export;
use crate::route::Route;
use crate::site::Site;
use crate::theme::Theme;

/// The bytes of a route's file.
///
/// # Errors
/// A finding that points to the template that failed.
pub fn render(site: &Site, theme: &Theme, route: &Route) -> Result<Vec<u8>, Box<Diagnostic>> {
    match route {
        // The address with the version is one that later releases keep.
        Route::Table(at, format) | Route::TableVersion(at, format) => formats::table(site, theme, *at, *format),
        Route::KpiRevisionsFile(at) => Ok(export::kpi_revisions(site, *at)),
        Route::KpiFile(at, format) => formats::kpi(site, theme, *at, *format),
        Route::Badge(dataset, format) => formats::badge(site, theme, *dataset, *format),
        Route::Catalogue(format) => formats::catalogue(site, theme, *format),
        Route::Sitemap => Ok(export::sitemap(site)),
        Route::SitemapPart(part) => Ok(export::sitemap_part(site, *part)),
        Route::Robots => Ok(export::robots(site)),
        Route::SearchFile(name) => Ok(site.search().get(name).cloned().unwrap_or_default().into_bytes()),
        Route::Asset(name) if name == style::STYLE => Ok(style::style(site, theme)),
        Route::Asset(name) => Ok(theme.asset(name).unwrap_or_default().to_vec()),
        Route::Logo => Ok(site.catalogue.settings.logo.clone().unwrap_or_default()),
        page => page::page(site, theme, page),
    }
}

/// The HTML of an author's Markdown that has no links to pages of a portal.
#[must_use]
pub fn markdown_html(text: &str) -> String {
    markdown::to_html(text, 2, &markdown::Links { site: None, folder: None, root: "" }, &mut markdown::Taken::default())
}
