//! One line of the log.

use serde::{Deserialize, Serialize};

use crate::privacy::sightings;

/// One event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// When, in UTC (RFC 3339).
    pub ts: String,
    /// What happened.
    pub event: Event,
    /// The dataset, release or table that it happened to. `None` for the whole portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dataset: Option<String>,
    /// A role such as `role:analyst`, or a pseudonym such as `hmac:0f3a...`.
    pub actor: String,
    /// What it was done for.
    pub purpose: String,
    /// How many files or rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// What was counted: `files` or `rows`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The same in all lines of a run.
    pub corr_id: String,
    /// The SHA-256 of the published tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// How it ended: `begun`, `done`, `refused`, `failed` or `busy`, and after a colon the rules that refused it.
    pub result: String,
    /// The SHA-256 of the line before.
    #[serde(default)]
    pub prev: String,
}

/// What happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Event {
    /// A dataset was read, or what is not published was shown.
    #[default]
    Read,
    /// Files were written.
    Write,
    /// A dataset's files were published.
    Export,
    /// Files or releases were deleted.
    Delete,
    /// The portal was checked.
    Check,
    /// A waiver was in force.
    Waive,
    /// An approval was in force.
    Approve,
    /// A release was made.
    Release,
    /// Readers were led to an earlier release.
    Rollback,
    /// A release or a dataset was taken back.
    Withdraw,
}

/// A text that must not be in the log.
#[derive(Debug, thiserror::Error)]
#[error("{what} holds {kind}, and the log would keep it: {put_right}")]
pub struct PersonalError {
    /// Which text.
    what: &'static str,
    /// What it holds.
    kind: &'static str,
    /// What to type.
    put_right: &'static str,
}

impl Line {
    /// The line as it is written, without its end.
    #[must_use]
    pub fn text(&self) -> String {
        // Text and numbers can always be written as JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether it holds nothing personal, as far as the scan can tell.
    ///
    /// # Errors
    /// [`PersonalError`] with what it holds, and not the text.
    pub fn without_personal_data(self) -> Result<Self, PersonalError> {
        let texts = [Some(&self.actor), self.dataset.as_ref(), Some(&self.purpose), Some(&self.result)];
        texts.into_iter().flatten().try_for_each(|text| holds_nobody("a line", text, "rename it"))?;
        Ok(self)
    }
}

/// The purpose of a command, if nobody can be known by it.
///
/// # Errors
/// [`PersonalError`] if it holds something of a person, or a secret.
pub fn purpose(text: &str) -> Result<String, PersonalError> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    holds_nobody("the purpose", &text, "say what the data is for, such as --purpose publication")?;
    Ok(text)
}

pub(super) fn holds_nobody(what: &'static str, text: &str, put_right: &'static str) -> Result<(), PersonalError> {
    match sightings(text).first() {
        Some(seen) => Err(PersonalError { what, kind: seen.kind.words(), put_right }),
        None => Ok(()),
    }
}
