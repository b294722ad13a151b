//! What appears on every page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Maker;
use crate::model::{Date, EditionSpec, Portal, licence};
use crate::route::{FEED, Route, SitePath, search_path};
use crate::words::Words;

/// What all pages share. It is made once, for all templates.
#[derive(Serialize)]
pub struct PortalView {
    title: String,
    description: String,
    language: String,
    address: String,
    publisher: String,
    contact_name: String,
    contact_email: String,
    licence: Option<Named>,
    as_of: DateView,
    navigation: Vec<Named>,
    version: &'static str,
    logo: Option<String>,
    /// Whether search engines may list its pages.
    is_indexed: bool,
    /// Whether it is an edition for review, as all its pages say.
    is_for_review: bool,
    /// The paths of the feed and of the search page.
    feed: &'static str,
    search: String,
}

impl PortalView {
    /// The view of a portal's edition on a day, with the paths of its prose pages and logo.
    #[must_use]
    pub fn of(
        portal: &Portal,
        edition: Option<&EditionSpec>,
        content: &BTreeMap<String, SitePath>,
        logo: Option<SitePath>,
        as_of: Date,
        words: &Words,
    ) -> Self {
        let navigation = portal.navigation.iter().filter_map(|item| {
            let page = content.get(item.page.trim_end_matches(".md"))?;
            Some(Named { name: item.title.clone(), path: page.to_string() })
        });
        let licence = portal.licence.as_ref().and_then(|id| licence(id));
        Self {
            title: portal.title.to_string(),
            description: portal.description.to_string(),
            language: portal.language.to_string(),
            address: portal.address.to_string(),
            publisher: portal.name_of(&portal.publisher).to_owned(),
            contact_name: portal.contact.name.to_string(),
            contact_email: portal.contact.email.to_string(),
            licence: licence.map(|licence| Named { name: licence.name.to_owned(), path: licence.url.to_owned() }),
            as_of: DateView::of(as_of, words),
            navigation: navigation.collect(),
            version: env!("CARGO_PKG_VERSION"),
            is_indexed: edition.is_none_or(EditionSpec::is_indexed),
            is_for_review: edition.is_some_and(EditionSpec::is_for_review),
            logo: logo.map(|path| path.to_string()),
            feed: FEED,
            search: search_path().to_string(),
        }
    }
}

/// A name, and the path or address that it links to.
#[derive(Clone, Serialize)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) path: String,
}

/// A date in machine-readable form and in words.
#[derive(Clone, Serialize)]
pub(super) struct DateView {
    iso: String,
    words: String,
}

impl DateView {
    pub(super) fn of(date: Date, words: &Words) -> Self {
        Self { iso: date.to_string(), words: words.date(date) }
    }
}

/// What a page says about itself.
#[derive(Serialize)]
pub(super) struct Frame {
    /// The relative path to the site's root.
    pub(super) root: String,
    path: String,
    url: String,
    title: String,
    description: String,
    section: &'static str,
    crumbs: Vec<Named>,
    /// The list of releases, if the site is one.
    changes: Option<String>,
}

impl Frame {
    /// The frame for a route. `section` is the current item in the navigation.
    pub(super) fn new(maker: Maker<'_>, route: &Route, section: &'static str, title: &str, description: &str) -> Self {
        let path = route.path(&maker.site.catalogue);
        Self {
            root: path.root(),
            url: path.url().to_owned(),
            path: path.to_string(),
            title: title.to_owned(),
            description: description.to_owned(),
            section,
            crumbs: Vec::new(),
            changes: maker.site.release().map(|_| Route::SiteReleases.path(&maker.site.catalogue).to_string()),
        }
    }

    /// Adds the pages above it, as breadcrumbs.
    pub(super) fn below(mut self, crumbs: Vec<Named>) -> Self {
        self.crumbs = crumbs;
        self
    }
}

/// A link to a route, also used as a breadcrumb.
pub(super) fn link(maker: Maker<'_>, name: &str, route: &Route) -> Named {
    Named { name: name.to_owned(), path: route.path(&maker.site.catalogue).to_string() }
}

/// A page's position among the pages of a list.
#[derive(Serialize)]
pub(super) struct Pager {
    page: usize,
    pages: usize,
    total: usize,
    /// The number of items, with commas.
    count: String,
    previous: Option<String>,
    next: Option<String>,
}

/// The items on a page of a list, and the pager.
pub(super) fn paged<'a, T>(
    maker: Maker<'_>,
    items: &'a [T],
    page: usize,
    size: usize,
    route: impl Fn(usize) -> Route,
) -> (&'a [T], Pager) {
    let pages = items.len().div_ceil(size).max(1);
    let start = ((page - 1) * size).min(items.len());
    let end = (start + size).min(items.len());
    let path = |page: usize| route(page).path(&maker.site.catalogue).to_string();
    let previous = (page > 1).then(|| path(page - 1));
    let next = (page < pages).then(|| path(page + 1));
    (&items[start..end], Pager { page, pages, total: items.len(), count: maker.words().whole(items.len()), previous, next })
}
