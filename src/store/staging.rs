//! A release while it is made.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

use super::bag::is_portable;
use super::{Bag, DATA, Entry, Manifest, StoreError};
use crate::write::has_bytes;

/// A release while it is made, in a folder of the store that no reader knows.
///
/// What has not changed is a hard link to the same path of the newest release, and keeps its time: a server answers "not modified"
/// for exactly these files. Everything else is written, with a time later than any before.
pub struct Staging {
    /// The bag to be.
    pub(super) folder: PathBuf,
    /// The newest release.
    pub(super) base: Option<Bag>,
    /// The time of new files.
    pub(super) stamp: u64,
    /// The last line of the audit log.
    pub(super) audit: Option<String>,
    files: Mutex<Manifest>,
    /// Files that were written now, and are not links to those of the newest release.
    written: Mutex<BTreeSet<String>>,
    bytes: AtomicU64,
}

impl Staging {
    pub(super) fn new(folder: PathBuf, base: Option<Bag>, stamp: u64, audit: Option<String>) -> Result<Self, StoreError> {
        let data = folder.join(DATA);
        fs::create_dir(&folder).and_then(|()| fs::create_dir(&data)).map_err(StoreError::disk(&folder))?;
        Ok(Self { folder, base, stamp, audit, files: Mutex::default(), written: Mutex::default(), bytes: AtomicU64::new(0) })
    }

    /// Adds a file. Says whether it is new or has changed since the newest release.
    ///
    /// # Errors
    /// [`StoreError`] if the name is not portable or the disk refuses.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<bool, StoreError> {
        let sha256: [u8; 32] = Sha256::digest(bytes).into();
        self.put_hashed(path, bytes, sha256)
    }

    /// Adds a file whose SHA-256 is known.
    ///
    /// # Errors
    /// [`StoreError`] if the name is not portable or the disk refuses.
    pub fn put_hashed(&self, path: &str, bytes: &[u8], sha256: [u8; 32]) -> Result<bool, StoreError> {
        if !is_portable(path) {
            return Err(StoreError::refused(format!(
                "`{path}` cannot be a file of a release: not every system can hold its name"
            )));
        }
        let file = self.folder.join(DATA).join(path);
        let is_linked = match &self.base {
            Some(base) if base.manifest.get(path).is_some_and(|entry| entry.sha256 == sha256) => {
                let there = base.file(path);
                has_bytes(&there, bytes) && link(&there, &file)?
            }
            _ => false,
        };
        if !is_linked {
            self.write(&file, bytes)?;
            self.written.lock().map_err(poisoned)?.insert(path.to_owned());
        }
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        let before = self.files.lock().map_err(poisoned)?.insert(path.to_owned(), Entry { sha256 });
        if before.is_some() {
            return Err(StoreError::refused(format!("two files of the release have the path `{path}`")));
        }
        Ok(!is_linked)
    }

    /// The paths added so far, with the SHA-256 of each.
    #[must_use]
    pub fn files(&self) -> Manifest {
        self.files.lock().map(|files| files.clone()).unwrap_or_default()
    }

    /// The files that were written now. All others were compared, byte for byte, with what was put here.
    pub(super) fn written(&self) -> BTreeSet<String> {
        self.written.lock().map(|written| written.clone()).unwrap_or_default()
    }

    /// Stores files of the same content once: a table stands under its newest address and under that of its version.
    pub(super) fn link_twins(&self) -> Result<(), StoreError> {
        let (files, mut first) = (self.files(), BTreeMap::new());
        for path in self.written() {
            let Some(entry) = files.get(&path) else { continue };
            let twin: &mut String = first.entry(entry.sha256).or_insert_with(|| path.clone());
            if *twin == path {
                continue;
            }
            let (one, other) = (self.folder.join(DATA).join(&*twin), self.folder.join(DATA).join(&path));
            fs::remove_file(&other).map_err(StoreError::disk(&other))?;
            fs::hard_link(&one, &other).or_else(|_| copy(&one, &other, self.stamp)).map_err(StoreError::disk(&other))?;
        }
        Ok(())
    }

    /// The size of all files added so far.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    fn write(&self, file: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(self.stamp);
        let written = in_folder(file, || {
            let mut new = read_only(file)?;
            new.write_all(bytes)?;
            new.set_modified(time)
        });
        written.map_err(|error| match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                let needed = self.bytes() + bytes.len() as u64;
                let text =
                    format!("the disk is full; this release needs more than {needed} bytes in files that changed ({error})");
                StoreError::disk(file)(io::Error::new(error.kind(), text))
            }
            _ => StoreError::disk(file)(error),
        })
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next command that writes.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Where the file system makes no more links to a file.
fn copy(one: &Path, other: &Path, stamp: u64) -> io::Result<()> {
    let mut new = read_only(other)?;
    new.write_all(&fs::read(one)?)?;
    new.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(stamp))
}

/// A new file that everybody can read and nobody can write, whatever the umask of the account.
pub(super) fn read_only(file: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o444);
    options.open(file)
}

/// Links to a file of the newest release. `false` if the file system cannot: then it is written.
fn link(there: &Path, file: &Path) -> Result<bool, StoreError> {
    match in_folder(file, || fs::hard_link(there, file)) {
        Ok(()) => Ok(true),
        // A full disk would refuse the copy too; a path that is taken is a mistake of ours.
        Err(error) if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::AlreadyExists) => {
            Err(StoreError::disk(file)(error))
        }
        Err(_) => Ok(false),
    }
}

/// Runs a function that makes a file, and makes its folder first if it is not there.
fn in_folder<T>(file: &Path, make: impl Fn() -> io::Result<T>) -> io::Result<T> {
    make().or_else(|error| {
        let Some(folder) = file.parent().filter(|_| error.kind() == io::ErrorKind::NotFound) else { return Err(error) };
        fs::create_dir_all(folder)?;
        make()
    })
}

fn poisoned<T>(_: T) -> StoreError {
    StoreError::refused("a part of the release could not be made".to_owned())
}
