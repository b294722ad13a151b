//! Remembers facts between builds, in `.shelfmark/`: a lock for one build at a time, and the number of rows in each table.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::replace::replace_file;
use crate::load::Root;
use crate::model::Absent;
use crate::site::Site;

pub(super) fn folder(root: &Root) -> PathBuf {
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

/// Records the number of rows in each table, and keeps what is known of datasets that the edition does not hold, for `data/row-count` at the next build.
///
/// # Errors
/// If the disk fails.
pub fn write_rows(root: &Root, site: &Site, absent: &[Absent]) -> io::Result<()> {
    let is_absent = |table: &String| absent.iter().any(|dataset| table.split('/').next() == Some(dataset.id.as_str()));
    let mut rows: BTreeMap<String, usize> = read_rows(root)?.into_iter().filter(|(table, _)| is_absent(table)).collect();
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
