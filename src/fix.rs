//! What can be put right without a person: changes of files that lose nothing.
//!
//! In: a dataset as loaded. Out: [`FileChange`]s, to be shown and, if somebody agrees, written by [`write_changes`].
//! Invariant: no number changes, no row moves, and what is not named below stays byte for byte as it was: blanks around
//! texts, a heading in other capitals than its dictionary, days in an unmistakable style, rows that a dictionary lacks.

mod cells;
mod dates;
mod dictionary;

use std::io;

use crate::load::{Loaded, Root};
use crate::write::replace_file;

/// What would change in a file.
pub struct FileChange {
    /// The file, by its path below the portal's root.
    pub path: String,
    /// Each change, in the order of the file.
    pub edits: Vec<Edit>,
    /// The file as it would be.
    pub after: Vec<u8>,
}

/// One change, as it may be shown.
pub struct Edit {
    /// The line.
    pub line: usize,
    /// What stands there now; empty if something is added.
    pub before: String,
    /// What would stand there.
    pub after: String,
}

/// Whether two names of a column are the same but for capitals, blanks, hyphens and underscores.
fn same_name(one: &str, other: &str) -> bool {
    let fold = |text: &str| text.trim().to_lowercase().replace([' ', '-'], "_");
    fold(one) == fold(other)
}

/// The changes that a dataset's files need.
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

/// Writes the changes, each file whole or not at all.
///
/// # Errors
/// If a file cannot be written; those before it have been.
pub fn write_changes(root: &Root, changes: &[FileChange]) -> io::Result<()> {
    for change in changes {
        replace_file(&root.path().join(&change.path), &change.after)?;
    }
    Ok(())
}
