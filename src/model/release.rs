//! Release notes.

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
