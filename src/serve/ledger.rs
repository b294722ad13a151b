//! The files there are, to be looked at when the system cannot say what changed.
//!
//! In: the portal's folder. Out: a [`Change`] of what is other than before.
//! Invariant: looking opens nothing that has not changed. Whoever opens a watched file is told of it, and a look that is told
//! of itself would not end.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use walkdir::WalkDir;

use super::change::Change;
use super::watch::FOLDERS;

/// Files and folders, and when they were last looked at.
pub(super) struct Ledger {
    paths: Vec<PathBuf>,
    looked: SystemTime,
}

impl Ledger {
    pub(super) fn of(root: &Path) -> Self {
        let looked = now();
        let mut paths = vec![root.join("portal.yaml")];
        for folder in FOLDERS {
            paths.extend(below(&root.join(folder)));
        }
        paths.sort();
        Self { paths, looked }
    }

    /// What changed since the last look. A file that is new changes its folder.
    pub(super) fn changes(&mut self, root: &Path) -> Change {
        let since = std::mem::replace(&mut self.looked, now());
        self.changes_since(root, since)
    }

    /// What changed since a time.
    pub(super) fn changes_since(&mut self, root: &Path, since: SystemTime) -> Change {
        let mut change = Change::default();
        let mut kept = Vec::with_capacity(self.paths.len());
        let mut found = Vec::new();
        for path in &self.paths {
            let data = path.symlink_metadata();
            match &data {
                Ok(data) if !is_after(data, since) => {}
                // A folder changes by what is put into it and taken out of it.
                Ok(data) if data.is_dir() => found.extend(below(path)),
                _ => change.add(root, path),
            }
            if data.is_ok() {
                kept.push(path.clone());
            }
        }
        for path in found.into_iter().filter(|path| self.paths.binary_search(path).is_err()) {
            change.add(root, &path);
            kept.push(path);
        }
        kept.sort();
        kept.dedup();
        self.paths = kept;
        change
    }
}

/// The times of files are up to a tick of the system behind its clock.
fn now() -> SystemTime {
    SystemTime::now() - Duration::from_millis(10)
}

fn below(folder: &Path) -> impl Iterator<Item = PathBuf> {
    WalkDir::new(folder).into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path)
}

/// Whether a file's bytes or name changed after a time.
fn is_after(data: &Metadata, since: SystemTime) -> bool {
    // A file that is renamed keeps its own time; the system remembers the renaming.
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let second = u64::try_from(data.ctime()).unwrap_or(0);
        let nanosecond = u32::try_from(data.ctime_nsec()).unwrap_or(0);
        if SystemTime::UNIX_EPOCH + Duration::new(second, nanosecond) > since {
            return true;
        }
    }
    data.modified().is_ok_and(|modified| modified > since)
}
