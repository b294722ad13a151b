//! Site maps in the format of sitemaps.org.

use crate::markup::escape;
use crate::model::Date;
use crate::route::{Route, SITEMAP, URLS_A_SITEMAP};
use crate::site::Site;

/// The site map, or an index of its parts if one file would be too long.
#[must_use]
pub fn sitemap(site: &Site) -> Vec<u8> {
    let parts = site.routes().iter().filter(|route| matches!(route, Route::SitemapPart(_)));
    let address = escape(&site.catalogue.settings.portal.address);
    let entry = |part: &Route| format!("<sitemap><loc>{address}{}</loc></sitemap>\n", escape(part.path(&site.catalogue).url()));
    let entries: Vec<String> = parts.map(entry).collect();
    if entries.is_empty() {
        return urls(site, 0..usize::MAX);
    }
    wrap("sitemapindex", &entries.concat())
}

/// One part of the site map, counted from 1.
#[must_use]
pub fn sitemap_part(site: &Site, part: usize) -> Vec<u8> {
    urls(site, (part - 1) * URLS_A_SITEMAP..part * URLS_A_SITEMAP)
}

/// `robots.txt`, which allows everything and says where the site map is, unless the edition is not for search engines.
#[must_use]
pub fn robots(site: &Site) -> Vec<u8> {
    if site.catalogue.settings.edition().is_some_and(|edition| !edition.is_indexed()) {
        return b"User-agent: *\nDisallow: /\n".to_vec();
    }
    format!("User-agent: *\nAllow: /\n\nSitemap: {}{SITEMAP}\n", *site.catalogue.settings.portal.address).into_bytes()
}

fn urls(site: &Site, range: std::ops::Range<usize>) -> Vec<u8> {
    let address = escape(&site.catalogue.settings.portal.address);
    let pages = site.routes().iter().filter(|route| route.is_page());
    let entry = |route: &Route| {
        let changed = modified(site, route).map_or_else(String::new, |date| format!("<lastmod>{date}</lastmod>"));
        format!("<url><loc>{address}{}</loc>{changed}</url>\n", escape(route.path(&site.catalogue).url()))
    };
    let entries: Vec<String> = pages.skip(range.start).take(range.end - range.start).map(entry).collect();
    wrap("urlset", &entries.concat())
}

/// The day a page's content last changed, if the data says.
fn modified(site: &Site, route: &Route) -> Option<Date> {
    let catalogue = &site.catalogue;
    match route {
        Route::Dataset(at) => Some(catalogue.datasets[*at].freshness.modified),
        Route::Kpi(at) => Some(catalogue.datasets[at.dataset].freshness.modified),
        Route::Note(at) => Some(catalogue.note(*at).0.date),
        Route::Home | Route::Datasets(1) | Route::Kpis(1) => {
            catalogue.recent.first().map(|at| catalogue.datasets[*at].freshness.modified)
        }
        _ => None,
    }
}

fn wrap(element: &str, entries: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{element} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{entries}</{element}>\n"
    )
    .into_bytes()
}
