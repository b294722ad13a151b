//! A folder for files that are not yet part of the output.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::WriteError;
use crate::route::SitePath;

/// A folder whose files are moved into the output by renaming. Removed when dropped.
pub(super) struct Staging {
    folder: PathBuf,
}

impl Staging {
    /// Makes an empty folder beside the output, or inside it if files cannot be moved in from there, as when it is on another
    /// disk. Clears files left by an interrupted build.
    pub(super) fn of(out: &Path) -> Result<Self, WriteError> {
        let name = out.file_name().map_or_else(|| "site".to_owned(), |name| name.to_string_lossy().into_owned());
        let beside = out.with_file_name(format!(".{name}.staging"));
        let within = out.join(".shelfmark-staging");
        if !out.exists() {
            return Self::empty(beside);
        }
        match Self::empty(beside) {
            Ok(staging) if staging.reaches(out) => Ok(staging),
            _ => Self::empty(within),
        }
    }

    fn empty(folder: PathBuf) -> Result<Self, WriteError> {
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(WriteError::disk(&folder)(error)),
            _ => {}
        }
        fs::create_dir_all(&folder).map_err(WriteError::disk(&folder))?;
        Ok(Self { folder })
    }

    /// Whether a file can be moved into the output. Moving from one disk to another fails.
    fn reaches(&self, out: &Path) -> bool {
        let (from, to) = (self.folder.join("trial"), out.join(format!(".shelfmark-trial-{}", std::process::id())));
        if to.exists() {
            return false;
        }
        let moved = fs::write(&from, "").and_then(|()| fs::rename(&from, &to));
        moved.and_then(|()| fs::remove_file(&to)).is_ok()
    }

    /// Makes the folders of all paths, level by level, each once.
    pub(super) fn make_folders(&self, paths: impl Iterator<Item = SitePath>) -> Result<(), WriteError> {
        let mut levels: Vec<BTreeSet<String>> = Vec::new();
        for path in paths {
            for (depth, (at, _)) in path.as_str().match_indices('/').enumerate() {
                if levels.len() == depth {
                    levels.push(BTreeSet::new());
                }
                if !levels[depth].contains(&path.as_str()[..at]) {
                    levels[depth].insert(path.as_str()[..at].to_owned());
                }
            }
        }
        for level in levels {
            level.into_par_iter().try_for_each(|path| {
                let folder = self.folder.join(path);
                fs::create_dir(&folder).map_err(WriteError::disk(&folder))
            })?;
        }
        Ok(())
    }

    /// Writes a file.
    pub(super) fn put(&self, path: &SitePath, bytes: &[u8]) -> Result<(), WriteError> {
        let file = self.folder.join(path.as_str());
        let written = fs::write(&file, bytes).or_else(|error| {
            // The folder exists if a whole site is written, but may not if only a few files change.
            let Some(folder) = file.parent().filter(|_| error.kind() == io::ErrorKind::NotFound) else { return Err(error) };
            fs::create_dir_all(folder)?;
            fs::write(&file, bytes)
        });
        written.map_err(WriteError::disk(&file))
    }

    /// Turns the staging folder into the output.
    pub(super) fn become_folder(self, out: &Path) -> Result<(), WriteError> {
        if let Some(parent) = out.parent() {
            fs::create_dir_all(parent).map_err(WriteError::disk(parent))?;
        }
        fs::rename(&self.folder, out).map_err(WriteError::disk(out))
    }

    /// Moves staged files into the output.
    pub(super) fn move_in(&self, out: &Path, paths: &[&SitePath]) -> Result<(), WriteError> {
        for path in paths {
            let file = out.join(path.as_str());
            let from = self.folder.join(path.as_str());
            let moved = fs::rename(&from, &file).or_else(|error| {
                let Some(folder) = file.parent().filter(|_| error.kind() == io::ErrorKind::NotFound) else { return Err(error) };
                fs::create_dir_all(folder)?;
                fs::rename(&from, &file)
            });
            moved.map_err(WriteError::disk(&file))?;
        }
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // A failure does no harm: the next build clears the folder.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
