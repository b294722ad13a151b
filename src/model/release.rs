//! Release notes.

use std::cmp::Ordering;

use serde::Deserialize;

use super::{Date, Markdown};
use crate::source::Spanned;

/// What a release changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReleaseKind {
    /// New data.
    #[default]
    Data,
    /// A mistake was put right.
    Correction,
    /// Columns changed.
    Schema,
    /// Words changed, not data.
    Metadata,
}

impl ReleaseKind {
    /// The words for readers.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Data => "New data",
            Self::Correction => "Correction",
            Self::Schema => "Change of columns",
            Self::Metadata => "Change of description",
        }
    }
}

/// The note of one release: front matter and text.
#[derive(Clone)]
pub struct ReleaseNote {
    /// The version.
    pub version: Spanned<String>,
    /// When.
    pub date: Spanned<Date>,
    /// What changed.
    pub kind: ReleaseKind,
    /// A title; the version if there is none.
    pub title: Option<String>,
    /// Who made it.
    pub owner: Option<String>,
    /// The record of the change.
    pub change_request: Option<String>,
    /// How it was checked.
    pub validation: Option<String>,
    /// How to go back.
    pub rollback: Option<String>,
    /// The text.
    pub body: Markdown,
}

/// The order of two versions: their numbers as numbers, so that 1.10 comes after 1.9.
#[must_use]
pub fn version_order(a: &str, b: &str) -> Ordering {
    parts(a).cmp(parts(b)).then_with(|| a.cmp(b))
}

fn parts(version: &str) -> impl Iterator<Item = (bool, usize, &str)> {
    version.split(|c: char| !c.is_ascii_alphanumeric()).map(part)
}

/// A part of a version: numbers come before words, shorter numbers before longer ones.
fn part(text: &str) -> (bool, usize, &str) {
    let is_word = !text.bytes().all(|byte| byte.is_ascii_digit());
    let digits = if is_word { text } else { text.trim_start_matches('0') };
    (is_word, if is_word { 0 } else { digits.len() }, digits)
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::version_order;

    #[test]
    fn numbers_of_versions_are_numbers() {
        for (less, more) in [("1.9.0", "1.10.0"), ("2019.3.0", "2019.12.0"), ("1.0", "1.0.1"), ("1.0", "1.a"), ("9", "10")] {
            assert_eq!(version_order(less, more), Ordering::Less, "{less} {more}");
        }
        assert_eq!(version_order("1.0", "1.0"), Ordering::Equal);
    }
}
