//! Files of the output folder that no build wrote: what somebody put there, a proxy would serve, and so does the preview.
//!
//! In: a path of plain names. Out: an open file.
//! Invariant: no part of the path is a symbolic link, no name begins with a dot, and a file that a build wrote is never
//! served from here: it may be of yesterday.

use std::fs::{self, File};

use crate::load::Root;
use crate::write::{Output, built_paths};

/// The file of a path, with its length.
pub(super) fn open(root: &Root, out: &Output, path: &str) -> Option<(File, u64)> {
    let mut place = out.path().to_owned();
    let parts: Vec<&str> = path.split('/').collect();
    for (at, part) in parts.iter().enumerate() {
        place.push(part);
        // On Windows a name can also hold a drive or a stream.
        let is_name = !part.starts_with('.') && !part.contains(['\\', ':', '~']) && !part.ends_with(['.', ' ']);
        let data = fs::symlink_metadata(&place).ok().filter(|_| is_name)?;
        let is_right = if at + 1 == parts.len() { data.is_file() } else { data.is_dir() };
        if !is_right {
            return None;
        }
    }
    // On Windows and macOS a path in other capitals is the same file.
    let lower = path.to_lowercase();
    if built_paths(root, out).ok()?.iter().any(|built| built.to_lowercase() == lower) {
        return None;
    }
    let file = File::open(&place).ok()?;
    let length = file.metadata().ok()?.len();
    Some((file, length))
}
