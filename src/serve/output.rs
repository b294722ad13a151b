//! Serves files that somebody put into the output folder, as a web server would.
//!
//! In: a path of plain names. Out: an open file.
//! Invariant: no part of the path is a symbolic link, and no name begins with a dot. Files written by a build are never served
//! from here, because they may be out of date.

use std::fs::{self, File};

use crate::write::{Output, built_paths};

/// Opens the file at a path. Returns it with its length in bytes.
pub(super) fn open(out: &Output, path: &str) -> Option<(File, u64)> {
    let mut place = out.path().to_owned();
    let parts: Vec<&str> = path.split('/').collect();
    for (at, part) in parts.iter().enumerate() {
        place.push(part);
        // On Windows a name can also contain a drive or a stream.
        let is_name = !part.starts_with('.') && !part.contains(['\\', ':', '~']) && !part.ends_with(['.', ' ']);
        let data = fs::symlink_metadata(&place).ok().filter(|_| is_name)?;
        let is_right = if at + 1 == parts.len() { data.is_file() } else { data.is_dir() };
        if !is_right {
            return None;
        }
    }
    // Windows and macOS ignore case in paths.
    let lower = path.to_lowercase();
    if built_paths(out).ok()?.iter().any(|built| built.to_lowercase() == lower) {
        return None;
    }
    let file = File::open(&place).ok()?;
    let length = file.metadata().ok()?.len();
    Some((file, length))
}
