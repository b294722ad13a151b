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

/// A dataset's badge as SVG.
pub(super) fn svg(theme: &Theme, freshness: &Freshness, words: &Words) -> Result<Vec<u8>, Box<Diagnostic>> {
    let (label, value) = (words.text("badge-label"), words.badge(freshness));
    // The text is stretched to the given length, so a rough width is enough.
    let width = |text: &str| text.chars().count() * 7 + 12;
    let (label_width, value_width) = (width(label), width(&value));
    let status = freshness.status.word();
    theme.fill("badge.svg", &View { label, value, status, label_width, value_width, width: label_width + value_width })
}
