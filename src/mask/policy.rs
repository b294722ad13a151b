//! What is done with each column of an export.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::treatment::Treatment;

/// What is done with each column of an export.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaskPolicy {
    /// The treatment of each column, by heading. Each column has one.
    pub columns: BTreeMap<String, Treatment>,
    /// If rows are counted by the columns that are left: the heading of the count.
    pub count: Option<String>,
    /// With `count`: columns of numbers that are added up.
    #[serde(default)]
    pub sum: Vec<String>,
    /// The sign between cells, if it cannot be guessed.
    delimiter: Option<String>,
}

/// A policy that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct PolicyError(String);

impl MaskPolicy {
    /// Reads the text of a policy file.
    ///
    /// # Errors
    /// [`PolicyError`] with its line and what to write.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        serde_yaml::from_str(text).map_err(|error| PolicyError(error.to_string()))
    }

    /// The byte between cells, if the policy says it.
    pub(super) fn delimiter(&self) -> Option<u8> {
        self.delimiter.as_deref().and_then(|sign| if sign == "tab" { Some(b'\t') } else { sign.bytes().next() })
    }
}
