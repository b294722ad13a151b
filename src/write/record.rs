//! Remembers facts between builds, in `.shelfmark/`: a lock for one build at a time, the files in each output folder, and the
//! number of rows in each table.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::WriteError;
use super::output::Output;
use super::replace::replace_file;
use crate::load::Root;
use crate::site::Site;

fn folder(root: &Root) -> PathBuf {
    root.path().join(".shelfmark")
}

/// A lock held while a portal is being written. Released when dropped or when the process ends.
pub struct Lock {
    _file: File,
}

/// Why the lock could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process holds it.
    #[error("another shelfmark is writing this portal")]
    Busy,
    /// The lock file could not be opened.
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

/// The file that lists the files written into an output folder.
fn list(root: &Root, out: &Output) -> PathBuf {
    let hash = Sha256::digest(out.path().as_os_str().as_encoded_bytes());
    let name = u64::from_be_bytes(std::array::from_fn(|at| hash[at]));
    folder(root).join(format!("output-{name:016x}.txt"))
}

/// The files that builds have written into an output folder.
///
/// # Errors
/// If the list exists but cannot be read.
pub fn built_paths(root: &Root, out: &Output) -> io::Result<Vec<String>> {
    let text = read(&list(root, out))?.unwrap_or_default();
    // A list that has been tampered with must not lead outside the folder.
    let inside = |path: &&str| {
        !path.is_empty() && !path.starts_with('/') && !path.contains(['\\', ':']) && path.split('/').all(|part| part != "..")
    };
    Ok(text.lines().filter(inside).map(ToOwned::to_owned).collect())
}

pub(super) fn write_paths(root: &Root, out: &Output, paths: &BTreeSet<&str>) -> Result<(), WriteError> {
    let file = list(root, out);
    let text: String = paths.iter().flat_map(|path| [*path, "\n"]).collect();
    replace_file(&file, text.as_bytes()).map_err(WriteError::disk(&file))
}

/// The number of rows in each `dataset/table` at the last build. Empty before the first build.
///
/// # Errors
/// If the record exists but cannot be read: sudden changes would go unnoticed.
pub fn read_rows(root: &Root) -> io::Result<BTreeMap<String, usize>> {
    let file = folder(root).join("rows.json");
    let Some(text) = read(&file)? else { return Ok(BTreeMap::new()) };
    serde_json::from_str(&text).map_err(|error| {
        let message =
            format!("{} cannot be understood ({error}); remove it, and the next build will start counting again", file.display());
        io::Error::new(io::ErrorKind::InvalidData, message)
    })
}

/// Records the number of rows in each table for `data/row-count` at the next build.
///
/// # Errors
/// If the disk fails.
pub fn write_rows(root: &Root, site: &Site) -> io::Result<()> {
    let mut rows = BTreeMap::new();
    for dataset in &site.catalogue.datasets {
        for table in &dataset.tables {
            rows.insert(format!("{}/{}", dataset.id, table.name), table.rows);
        }
    }
    replace_file(&folder(root).join("rows.json"), (serde_json::to_string_pretty(&rows)? + "\n").as_bytes())
}

/// The text of a file. `None` if it does not exist.
fn read(file: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
