//! The files there are, to be looked at when the system does not say what changed.
//!
//! In: the portal's folder. Out: a [`Change`] of what is other than before.
//! Invariant: looking opens nothing but folders that have changed. Whoever opens a watched folder is told of it, and a look
//! that is told of itself would not end. No clock is compared with that of another machine's disk: a file has changed when
//! anything that the system keeps of it is other than it was.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

use super::change::{Change, FOLDERS};

/// Files and folders, and what the system keeps of each.
pub(super) struct Ledger {
    stamps: BTreeMap<PathBuf, Option<Stamp>>,
}

/// What changes when a file does.
#[derive(Clone, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    /// When its name or bytes changed: a file that is renamed keeps its other time. Unix alone tells.
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
    /// What there is now.
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

    /// What changed since the last look.
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
            // A folder changes by what is put into it and taken out of it.
            for new in below(&path).into_iter().filter(|new| !self.stamps.contains_key(new)).collect::<Vec<_>>() {
                change.add(root, &new);
                self.note(new);
            }
            if !path.is_dir() {
                change.add(root, &path);
            }
            // The folders that are watched may come back; anything else is found again below its folder.
            let is_lasting = path.parent() == Some(root);
            if stamp.is_some() || is_lasting {
                self.stamps.insert(path, stamp);
            } else {
                self.stamps.remove(&path);
            }
        }
        change
    }

    /// Takes files of a change as they are now: somebody else has told of them.
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

/// The files of the portal that stand in its folder itself.
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
