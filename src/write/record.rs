//! What the portal remembers between builds, in `.shelfmark/`: one build at a time, which files an output holds, and how
//! many rows each table had.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::WriteError;
use crate::load::Root;
use crate::site::{Site, SitePath};

fn folder(root: &Root) -> PathBuf {
    root.path().join(".shelfmark")
}

/// Held while a portal is being written; released when dropped, or when the process ends.
pub struct Lock {
    _file: File,
}

/// Why the lock could not be had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process holds it.
    #[error("another shelfmark is writing this portal")]
    Busy,
    /// The lock file could not be made.
    #[error("the lock file cannot be opened: {0}")]
    Disk(#[from] io::Error),
}

impl Lock {
    /// Takes the lock without waiting.
    ///
    /// # Errors
    /// [`LockError::Busy`] if another process holds it.
    pub fn take(root: &Root) -> Result<Self, LockError> {
        let folder = folder(root);
        fs::create_dir_all(&folder)?;
        let file = File::create(folder.join("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Busy),
            Err(TryLockError::Error(error)) => Err(LockError::Disk(error)),
        }
    }
}

/// The file that lists what a build wrote into an output folder.
fn list(root: &Root, out: &Path) -> PathBuf {
    let absolute = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    let hash = Sha256::digest(absolute.to_string_lossy().as_bytes());
    let name = u64::from_be_bytes(std::array::from_fn(|at| hash[at]));
    folder(root).join(format!("output-{name:016x}.txt"))
}

/// The files that builds wrote into an output folder.
#[must_use]
pub fn built_paths(root: &Root, out: &Path) -> Vec<String> {
    let text = fs::read_to_string(list(root, out)).unwrap_or_default();
    // A list that was tampered with must not lead out of the folder.
    let inside = |path: &&str| {
        !path.is_empty() && !path.starts_with('/') && !path.contains(['\\', ':']) && path.split('/').all(|part| part != "..")
    };
    text.lines().filter(inside).map(ToOwned::to_owned).collect()
}

pub(super) fn write_paths(root: &Root, out: &Path, paths: &[SitePath]) -> Result<(), WriteError> {
    let file = list(root, out);
    let mut text: Vec<&str> = paths.iter().map(SitePath::as_str).collect();
    text.sort_unstable();
    fs::create_dir_all(folder(root)).and_then(|()| fs::write(&file, text.join("\n") + "\n")).map_err(WriteError::disk(&file))
}

/// Rows of each `dataset/table` at the last build; none before the first.
#[must_use]
pub fn read_rows(root: &Root) -> BTreeMap<String, usize> {
    let text = fs::read_to_string(folder(root).join("rows.json")).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Remembers the rows of each table for the next build's `data/row-count`.
///
/// # Errors
/// If the disk refuses.
pub fn write_rows(root: &Root, site: &Site) -> io::Result<()> {
    let mut rows = BTreeMap::new();
    for dataset in &site.catalogue.datasets {
        for table in &dataset.tables {
            rows.insert(format!("{}/{}", dataset.id, *table.spec.name), table.download.rows);
        }
    }
    fs::create_dir_all(folder(root))?;
    fs::write(folder(root).join("rows.json"), serde_json::to_string_pretty(&rows)? + "\n")
}
