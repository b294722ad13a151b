//! `history.jsonl`: what happened to a store, one line for each event.
//!
//! Each line holds the SHA-256 of the line before, so that no line can be changed or taken out unseen. Lines hold names, times and
//! hashes, and never a value of a dataset.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek, SeekFrom, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{StoreError, Version};
use crate::model::hexadecimal;

const FILE: &str = "history.jsonl";

/// One line of the history.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The SHA-256 of the line before; zeros in the first.
    #[serde(default)]
    pub prev: String,
    /// The number of the newest release at that time.
    pub seq: u64,
    /// What happened.
    #[serde(default)]
    pub event: Event,
    /// The release that it happened to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// When.
    #[serde(default)]
    pub at: String,
    /// Who did it.
    #[serde(default)]
    pub by: String,
    /// The SHA-256 of the release's tag manifest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tagmanifest: Option<String>,
    /// The time of the release's new files, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<u64>,
}

/// What happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A release is whole and in its place.
    #[default]
    Committed,
    /// Readers are about to be led to a release.
    Activating,
    /// Readers see a release.
    Activated,
    /// Readers were not led to a release after all.
    Abandoned,
    /// A release was deleted to free space.
    Pruned,
    /// A release was deleted because it must not be seen again.
    Withdrawn,
    /// A release must be kept.
    Pinned,
    /// A release may be pruned again.
    Unpinned,
}

pub(super) const NONE_BEFORE: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The lines that were completed.
pub(super) fn read(store: &Path) -> Result<Vec<Line>, StoreError> {
    let file = store.join(FILE);
    let mut text = match fs::read(&file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(StoreError::disk(&file))?,
    };
    // A line that was not completed may end within a letter.
    text.truncate(text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1));
    let text = String::from_utf8_lossy(&text);
    let broken = |number: usize| {
        StoreError::refused(format!(
            "line {} of {} does not follow from the line before: the history was changed. Restore the file from a backup",
            number + 1,
            file.display()
        ))
    };
    let mut lines: Vec<Line> = Vec::new();
    let mut before = NONE_BEFORE.to_owned();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let Some(whole) = line.strip_suffix('\n') else { break };
        let parsed: Line = serde_json::from_str(whole).map_err(|_| broken(number))?;
        // A store that was made by hand may have no chain.
        if !parsed.prev.is_empty() && parsed.prev != before {
            return Err(broken(number));
        }
        before = hash(whole);
        lines.push(parsed);
    }
    Ok(lines)
}

/// Adds lines, all or none, and makes them durable.
pub(super) fn append(store: &Path, lines: Vec<Line>) -> Result<(), StoreError> {
    let file = store.join(FILE);
    let write = || -> io::Result<()> {
        let is_new = !file.exists();
        let mut history = OpenOptions::new().append(true).create(true).open(&file)?;
        let mut before = last_line(&file)?.map_or_else(|| NONE_BEFORE.to_owned(), |last| hash(&last));
        let mut text = String::new();
        for line in lines {
            let line = serde_json::to_string(&Line { prev: before, ..line })?;
            before = hash(&line);
            text += &line;
            text.push('\n');
        }
        history.write_all(text.as_bytes())?;
        history.sync_data()?;
        if is_new && !cfg!(windows) { File::open(store)?.sync_all() } else { Ok(()) }
    };
    write().map_err(StoreError::disk(&file))
}

/// Cuts off a last line that was not completed.
pub(super) fn repair(store: &Path) -> Result<(), StoreError> {
    let file = store.join(FILE);
    let cut = || -> io::Result<()> {
        let bytes = match fs::read(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            other => other?,
        };
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        if whole < bytes.len() {
            let history = OpenOptions::new().write(true).open(&file)?;
            history.set_len(whole as u64)?;
            history.sync_all()?;
        }
        Ok(())
    };
    cut().map_err(StoreError::disk(&file))
}

/// The last line, without its end. Lines are short.
fn last_line(file: &Path) -> io::Result<Option<String>> {
    let mut history = File::open(file)?;
    let length = history.metadata()?.len();
    history.seek(SeekFrom::Start(length.saturating_sub(64 * 1024)))?;
    let mut bytes = Vec::new();
    history.read_to_end(&mut bytes)?;
    let last = bytes.strip_suffix(b"\n").unwrap_or(&bytes).rsplit(|byte| *byte == b'\n').next();
    Ok(last.filter(|last| !last.is_empty()).map(|last| String::from_utf8_lossy(last).into_owned()))
}

fn hash(line: &str) -> String {
    hexadecimal(&Sha256::digest(line.as_bytes()))
}
