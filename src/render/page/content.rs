//! Pages of prose, and the page for addresses that do not exist.

use serde::Serialize;

use super::Maker;
use super::frame::{Frame, link};
use crate::diagnostic::Diagnostic;
use crate::model::ContentPage;
use crate::render::markdown::{Links, Taken, to_html};
use crate::route::Route;

#[derive(Serialize)]
struct View {
    page: Frame,
    heading: String,
    lead: Option<String>,
    body: String,
}

pub(super) fn content(maker: Maker<'_>, at: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
    let catalogue = &maker.site.catalogue;
    let source = &catalogue.settings.pages[at];
    let about = source.summary.clone().unwrap_or_else(|| {
        maker.words().fill("content-about", &[("portal", &catalogue.settings.portal.title), ("page", &source.title)])
    });
    let page = Frame::new(maker, &Route::Content(at), "guidance", &source.title, &about);
    let parent = source.path.rsplit_once('/').map(|(folder, _)| format!("{folder}/index"));
    let parent = parent.filter(|parent| *parent != source.path);
    let above = catalogue.settings.pages.iter().enumerate().find(|(_, page)| Some(&page.path) == parent.as_ref());
    let page = page.below(above.map(|(at, page)| link(maker, &page.title, &Route::Content(at))).into_iter().collect());
    let body = prose(maker, source, &page.root);
    maker.theme.fill("content.html", &View { heading: source.title.clone(), lead: source.summary.clone(), body, page })
}

/// The HTML of a page of `content/`.
pub(super) fn prose(maker: Maker<'_>, source: &ContentPage, root: &str) -> String {
    let folder = source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    to_html(source.body.text(), 2, &Links { site: Some(maker.site), folder: Some(folder), root }, &mut Taken::default())
}

#[derive(Serialize)]
struct Bare {
    page: Frame,
}

/// The page for addresses that do not exist. It can be shown at any depth, so `root` leads from there to the site's root.
pub(super) fn not_found(maker: Maker<'_>, root: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
    let words = maker.words();
    let mut page = Frame::new(maker, &Route::NotFound, "", words.text("not-found"), words.text("not-found-lead"));
    root.clone_into(&mut page.root);
    maker.theme.fill("not_found.html", &Bare { page })
}

pub(super) fn search(maker: Maker<'_>) -> Result<Vec<u8>, Box<Diagnostic>> {
    let words = maker.words();
    let page = Frame::new(maker, &Route::Search, "", words.text("search"), words.text("search-about"));
    maker.theme.fill("search.html", &Bare { page })
}
