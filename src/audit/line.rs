//! One line of the log.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::privacy::sightings;
use crate::source::is_invisible;

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
        // Text and numbers can always be written as JSON. What build agents and terminals would obey is written as escapes.
        let text = serde_json::to_string(self).unwrap_or_default();
        let mut safe = String::with_capacity(text.len());
        for letter in text.chars() {
            if letter == '#' || letter.is_control() || is_invisible(letter) {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    let _ = write!(safe, "\\u{unit:04x}");
                }
            } else {
                safe.push(letter);
            }
        }
        safe
    }

    /// Whether it holds nothing personal, as far as the scan can tell.
    ///
    /// # Errors
    /// [`PersonalError`] with what it holds, and not the text.
    pub fn without_personal_data(self) -> Result<Self, PersonalError> {
        let rename = "give it another name";
        self.dataset.iter().try_for_each(|text| holds_nobody("the name of a dataset or release", text, rename))?;
        holds_nobody("the actor", &self.actor, "name a role")?;
        holds_nobody("the correlation id", &self.corr_id, "use a random one")?;
        holds_nobody("the result", &self.result, "report this fault of the program")?;
        Ok(self)
    }
}

/// The most letters of a purpose.
const LONGEST: usize = 60;

/// The purpose of a command. It has no capital letters and no numbers, so that neither a name nor a count is in it.
///
/// # Errors
/// [`PersonalError`] if it holds something else.
pub fn purpose(text: &str) -> Result<String, PersonalError> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let put_right = "write a few words in small letters, such as `monthly release`";
    holds_nobody("the purpose", &text, put_right)?;
    let is_plain =
        (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || b" -".contains(&byte));
    if !is_plain {
        return Err(PersonalError { what: "the purpose", kind: "more than words in small letters", put_right });
    }
    Ok(text)
}

pub(super) fn holds_nobody(what: &'static str, text: &str, put_right: &'static str) -> Result<(), PersonalError> {
    match sightings(text).first() {
        Some(seen) => Err(PersonalError { what, kind: seen.kind.words(), put_right }),
        None => Ok(()),
    }
}
