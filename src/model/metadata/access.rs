//! Who may read a dataset.

use schemars::JsonSchema;
use serde::Deserialize;

/// Who may read a dataset (DCAT `accessRights`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// Everyone.
    #[default]
    Public,
    /// Only the organisation's staff.
    Internal,
}

impl Access {
    /// The word that authors write.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
        }
    }
}
