//! What `check --fix` can correct without a person: changes to files that lose nothing.
//!
//! In: a dataset as loaded. Out: [`FileChange`]s, which are shown and, if the author agrees, written by [`write_changes`].
//! Invariant: no number changes and no row moves. Only these are changed: spaces around text, headings whose capitals differ
//! from the dictionary's, dates in an unambiguous style, and rows missing from a dictionary. Everything else stays the same,
//! byte for byte.
//! [`withdrawn_in`] is what `withdraw` writes into portal.yaml.

mod cells;
mod dates;
mod dictionary;
mod withdrawn;

use std::io;

pub use withdrawn::withdrawn_in;

use crate::load::{Loaded, Root};
use crate::write::replace_file;

/// The changes to a file.
pub struct FileChange {
    /// The file's path, relative to the portal's root.
    pub path: String,
    /// Each change, in the order of the lines.
    pub edits: Vec<Edit>,
    /// The whole file after the changes.
    pub after: Vec<u8>,
}

/// One change, to be shown.
pub struct Edit {
    /// The line number.
    pub line: usize,
    /// The text now; empty if something is added.
    pub before: String,
    /// The text after the change.
    pub after: String,
}

/// Whether two column names differ only in capitals, hyphens, underscores and spaces.
fn same_name(one: &str, other: &str) -> bool {
    let fold = |text: &str| text.trim().to_lowercase().replace([' ', '-'], "_");
    fold(one) == fold(other)
}

/// The corrections to a dataset's files.
#[must_use]
pub fn changes(root: &Root, dataset: &Loaded) -> Vec<FileChange> {
    let mut changes: Vec<FileChange> = Vec::new();
    for table in &dataset.tables {
        if !changes.iter().any(|change| change.path == table.path) {
            changes.extend(cells::change(root, table));
        }
        if !changes.iter().any(|change| change.path == table.dictionary.file.path()) {
            changes.extend(dictionary::change(root, dataset, table));
        }
    }
    changes
}

/// Writes the changes. Each file is replaced as a whole or not at all.
///
/// # Errors
/// If a file cannot be written. The files before it have been written.
pub fn write_changes(root: &Root, changes: &[FileChange]) -> io::Result<()> {
    for change in changes {
        replace_file(&root.path().join(&change.path), &change.after)?;
    }
    Ok(())
}
