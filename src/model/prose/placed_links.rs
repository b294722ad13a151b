//! Links of prose with the places they are written at.

use crate::model::{Link, Markdown, links};
use crate::source::{Place, SourceFile, Spanned};

/// The links in a text, each with its place.
pub fn placed_links(text: &Markdown, folder: &str) -> impl Iterator<Item = (Link, Place)> {
    links(text.text(), folder).into_iter().map(|link| {
        let place = text.file.place(text.start + link.span.start..text.start + link.span.end);
        (link, place)
    })
}

/// As [`placed_links`], but every link has the place of the whole text: the text is indented in its file, so positions differ.
pub fn placed_links_in_yaml(text: &Spanned<String>, file: &SourceFile) -> impl Iterator<Item = (Link, Place)> {
    let place = file.place(text.span());
    links(text, "").into_iter().map(move |link| (link, place.clone()))
}
