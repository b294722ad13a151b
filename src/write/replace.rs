//! One file, whole or not at all.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;

/// Writes a file: the bytes go beside it first and take its place in one step, so that whoever reads it sees the old bytes or the
/// new ones. Its folder is made if it is not there.
///
/// # Errors
/// If the disk refuses; then the file is as it was.
pub fn replace_file(file: &Path, bytes: &[u8]) -> io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)?;
    let mut name = file.file_name().map_or_else(OsString::new, OsString::from);
    name.push(".shelfmark-new");
    let beside = file.with_file_name(name);
    let moved = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, file));
    moved.inspect_err(|_| drop(fs::remove_file(&beside)))
}
