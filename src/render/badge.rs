//! Badges for other sites: "data last updated".

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::model::Freshness;
use crate::theme::Theme;
use crate::words::Words;

#[derive(Serialize)]
struct View<'a> {
    label: &'a str,
    value: String,
    status: &'static str,
    label_width: usize,
    value_width: usize,
    width: usize,
}

/// The SVG badge of a dataset.
pub(super) fn svg(theme: &Theme, freshness: &Freshness, words: &Words) -> Result<Vec<u8>, Box<Diagnostic>> {
    let (label, value) = (words.text("badge-label"), words.badge(freshness));
    // The text is drawn to a given length, so the width need only be about right.
    let width = |text: &str| text.chars().count() * 7 + 12;
    let (label_width, value_width) = (width(label), width(&value));
    let status = freshness.status.word();
    theme.fill("badge.svg", &View { label, value, status, label_width, value_width, width: label_width + value_width })
}
