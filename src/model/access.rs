//! Who may read a dataset.

use serde::Deserialize;

/// Who may read a dataset (DCAT `accessRights`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// Everyone.
    #[default]
    Public,
    /// Only the organisation's staff.
    Internal,
}

impl Access {
    /// The label shown to readers.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Public => "Public",
            Self::Internal => "Internal",
        }
    }
}
