//! The page of what was withdrawn.

use serde::Serialize;

use super::Maker;
use super::frame::{DateView, Frame, link};
use crate::diagnostic::Diagnostic;
use crate::route::Route;

#[derive(Serialize)]
struct View<'a> {
    page: Frame,
    heading: String,
    date: DateView,
    reason: &'a str,
}

/// The page at the address of a dataset that was withdrawn, or of one of its KPIs.
pub(super) fn withdrawn(maker: Maker<'_>, route: &Route, at: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
    let (words, portal) = (maker.words(), &maker.site.catalogue.settings.portal);
    let withdrawn = &portal.withdrawn[at];
    let title = withdrawn.title.clone().unwrap_or_else(|| withdrawn.dataset.to_string());
    let heading = words.fill("withdrawn-title", &[("dataset", &title)]);
    let above = vec![link(maker, words.text("datasets"), &Route::Datasets(1))];
    let page = Frame::new(maker, route, "datasets", &heading, words.text("withdrawn-about")).below(above);
    let view = View { page, heading, date: DateView::of(*withdrawn.date, words), reason: &withdrawn.reason };
    maker.theme.fill("withdrawn.html", &view)
}
