//! Release notes.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::model::{Date, Markdown};
use crate::source::Spanned;

/// The kind of change in a release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoteKind {
    /// New data.
    #[default]
    Data,
    /// A mistake was corrected.
    Correction,
    /// Columns changed.
    Schema,
    /// Descriptions changed, but not data.
    Metadata,
}

/// The note for one release: its front matter and text.
#[derive(Clone)]
pub struct ReleaseNote {
    /// The version.
    pub version: Spanned<String>,
    /// The date of the release.
    pub date: Spanned<Date>,
    /// What changed.
    pub kind: NoteKind,
    /// A title; the version if there is none.
    pub title: Option<String>,
    /// The person or team responsible for the release.
    pub owner: Option<String>,
    /// The reference of the change request.
    pub change_request: Option<String>,
    /// How the release was checked.
    pub validation: Option<String>,
    /// How to roll back the release.
    pub rollback: Option<String>,
    /// The text.
    pub body: Markdown,
}

/// Orders two versions. Numbers compare as numbers, so 1.10 comes after 1.9. A version with a word, such as 1.0-rc1, comes
/// before the one without, 1.0.
#[must_use]
pub fn version_order(a: &str, b: &str) -> Ordering {
    parts(a).cmp(&parts(b)).then_with(|| a.cmp(b))
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part<'a> {
    Word(&'a str),
    End,
    /// The number of digits without leading zeros, then the digits: compares numbers of any size.
    Number(usize, &'a str),
}

fn parts(version: &str) -> Vec<Part<'_>> {
    let bare = version.strip_prefix(['v', 'V']).unwrap_or(version);
    let mut parts = Vec::new();
    for text in bare.split(|c: char| !c.is_alphanumeric()) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let is_other = |c: char| c.is_ascii_digit() != first.is_ascii_digit();
            let (part, after) = rest.split_at(rest.find(is_other).unwrap_or(rest.len()));
            let digits = part.trim_start_matches('0');
            parts.push(if first.is_ascii_digit() { Part::Number(digits.len(), digits) } else { Part::Word(part) });
            rest = after;
        }
    }
    parts.push(Part::End);
    parts
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::version_order;

    #[test]
    fn numbers_of_versions_are_numbers() {
        for (less, more) in [
            ("1.9.0", "1.10.0"),
            ("2019.3.0", "2019.12.0"),
            ("1.0", "1.0.1"),
            ("v9.0", "v10.0"),
            ("1.0.0-rc1", "1.0.0"),
            ("1.0-rc9", "1.0-rc10"),
            ("9", "10"),
        ] {
            assert_eq!(version_order(less, more), Ordering::Less, "{less} {more}");
        }
        assert_eq!(version_order("1.0", "1.0"), Ordering::Equal);
    }
}
