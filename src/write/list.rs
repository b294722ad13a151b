//! `SHA256SUMS`: the list of a site's files, which is one of them.
//!
//! It is written into the output, so that whoever builds into the folder next knows which files are of a build, on whatever machine.
//! `sha256sum -c SHA256SUMS` checks a copy of the site.

use std::fmt::Write as _;
use std::fs;
use std::io;

use super::output::Output;
use super::replace::replace_file;
use super::{StagedFile, WriteError};
use crate::model::hexadecimal;
use crate::route::stays_inside;

/// The path of the list.
pub const LIST: &str = "SHA256SUMS";

/// The text of the list of files, by their paths and hashes.
#[must_use]
pub fn sums<'a>(files: impl Iterator<Item = (&'a str, &'a [u8; 32])>) -> String {
    let mut files: Vec<(&str, &[u8; 32])> = files.collect();
    files.sort_unstable();
    files.iter().fold(String::with_capacity(files.len() * 110), |mut text, (path, sha256)| {
        let _ = writeln!(text, "{}  {path}", hexadecimal(*sha256));
        text
    })
}

/// What the list says of files that were staged.
pub(super) fn listed(files: &[StagedFile]) -> String {
    sums(files.iter().map(|file| (file.path.as_str(), &file.sha256)))
}

/// The files that builds have written into an output folder.
///
/// # Errors
/// If the list exists but cannot be read.
pub fn built_paths(out: &Output) -> io::Result<Vec<String>> {
    let text = match fs::read_to_string(out.path().join(LIST)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    Ok(listed_paths(&text).chain([LIST]).map(ToOwned::to_owned).collect())
}

/// The paths in the text of a list. One that has been tampered with must not lead outside the folder.
pub fn listed_paths(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| Some(line.split_once("  ")?.1)).filter(|path| stays_inside(path))
}

/// Adds files to the list that are about to be moved in.
pub(super) fn extend(out: &Output, files: &[StagedFile]) -> Result<(), WriteError> {
    let file = out.path().join(LIST);
    let before = match fs::read_to_string(&file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        other => other.map_err(WriteError::disk(&file))?,
    };
    replace_file(&file, (before + &listed(files)).as_bytes()).map_err(WriteError::disk(&file))
}
