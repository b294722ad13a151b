//! Records the state of all files, to find changes when the system does not report them.
//!
//! In: the portal's folder. Out: a [`Change`] with the differences since the last scan.
//! Invariant: a scan opens only changed folders. Opening a watched folder raises an event, so a scan that opened them all
//! would trigger itself for ever. A file counts as changed if any of its recorded details differ. Clocks are never compared,
//! because another machine's disk may have a different time.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

use super::change::{Change, FOLDERS};

/// The files and folders, with the recorded details of each.
pub(super) struct Ledger {
    stamps: BTreeMap<PathBuf, Option<Stamp>>,
}

/// Details that differ after a file has changed.
#[derive(Clone, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    /// When the name or content last changed (Unix only). A renamed file keeps its other time.
    changed: (i64, i64),
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let data = path.symlink_metadata().ok()?;
        Some(Self { modified: data.modified().ok(), length: data.len(), changed: changed(&data) })
    }
}

#[cfg(unix)]
fn changed(data: &Metadata) -> (i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (data.ctime(), data.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> (i64, i64) {
    (0, 0)
}

impl Ledger {
    /// Records the present state.
    pub(super) fn of(root: &Path) -> Self {
        let mut ledger = Self { stamps: BTreeMap::new() };
        for path in beside(root) {
            ledger.note(path);
        }
        ledger.note(root.join("portal.yaml"));
        for folder in FOLDERS {
            ledger.note(root.join(folder));
            for path in below(&root.join(folder)) {
                ledger.note(path);
            }
        }
        ledger
    }

    /// Finds changes since the last scan.
    pub(super) fn changes(&mut self, root: &Path) -> Change {
        let mut change = Change::default();
        for new in beside(root).into_iter().filter(|path| !self.stamps.contains_key(path)).collect::<Vec<_>>() {
            change.add(root, &new);
            self.note(new);
        }
        let other: Vec<(PathBuf, Option<Stamp>)> = self
            .stamps
            .iter()
            .map(|(path, before)| (path, before, Stamp::of(path)))
            .filter(|(_, before, now)| **before != *now)
            .map(|(path, _, now)| (path.clone(), now))
            .collect();
        for (path, stamp) in other {
            // A folder changes when entries are added or removed.
            for new in below(&path).into_iter().filter(|new| !self.stamps.contains_key(new)).collect::<Vec<_>>() {
                change.add(root, &new);
                self.note(new);
            }
            if !path.is_dir() {
                change.add(root, &path);
            }
            // Keep watched folders, which may return. Other paths are found again by scanning their folder.
            let is_lasting = path.parent() == Some(root);
            if stamp.is_some() || is_lasting {
                self.stamps.insert(path, stamp);
            } else {
                self.stamps.remove(&path);
            }
        }
        change
    }

    /// Records the present state of files whose change has already been reported.
    pub(super) fn keep_up(&mut self, root: &Path, change: &Change) {
        for file in &change.files {
            let path = root.join(file);
            match Stamp::of(&path) {
                Some(_) => self.note(path),
                None => drop(self.stamps.remove(&path)),
            }
        }
    }

    fn note(&mut self, path: PathBuf) {
        let stamp = Stamp::of(&path);
        self.stamps.insert(path, stamp);
    }
}

/// The portal's files directly in its folder.
fn beside(root: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root).into_iter().flatten().filter_map(Result::ok);
    entries.map(|entry| entry.path()).filter(|path| Change::holds(root, path)).collect()
}

fn below(folder: &Path) -> Vec<PathBuf> {
    if !folder.is_dir() {
        return Vec::new();
    }
    WalkDir::new(folder).min_depth(1).into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Ledger;

    #[test]
    fn files_that_come_go_change_or_are_renamed_are_found_once() {
        let folder = tempfile::tempdir().unwrap();
        let (root, a) = (folder.path(), folder.path().join("datasets/a"));
        fs::create_dir_all(&a).unwrap();
        fs::write(a.join("x.csv"), "1").unwrap();
        let mut ledger = Ledger::of(root);
        let mut found = || ledger.changes(root).files.into_iter().collect::<Vec<_>>();
        assert!(found().is_empty());
        fs::write(a.join("x.csv"), "22").unwrap();
        assert_eq!(found(), ["datasets/a/x.csv"]);
        fs::create_dir(a.join("releases")).unwrap();
        fs::write(a.join("releases/1.md"), "").unwrap();
        assert_eq!(found(), ["datasets/a/releases", "datasets/a/releases/1.md"]);
        fs::rename(a.join("x.csv"), a.join("y.csv")).unwrap();
        assert_eq!(found(), ["datasets/a/x.csv", "datasets/a/y.csv"]);
        fs::create_dir(root.join("content")).unwrap();
        fs::write(root.join("content/index.md"), "").unwrap();
        assert_eq!(found(), ["content/index.md"]);
        fs::remove_dir_all(root.join("datasets")).unwrap();
        assert!(found().contains(&"datasets/a/y.csv".to_owned()));
        assert!(found().is_empty());
    }
}
