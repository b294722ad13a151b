//! Opens a file below a folder, and follows no link on the way.
//!
//! In: a folder and a path below it. Out: the open file. Invariant: each folder is opened from the one above it, and what was
//! opened is looked at, not the name. A file or folder that is swapped for a link at this very moment is refused, so nothing from
//! outside the portal is published. (`openat` with `O_NOFOLLOW`; on Windows, reparse points are not followed.)

use std::fs::File;
use std::io;
use std::path::Path;

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};

/// Opens an ordinary file. The path is written with `/`.
///
/// # Errors
/// If the file cannot be opened, is not an ordinary file, or a part of its path is a link.
pub(super) fn open(folder: &Path, path: &str) -> io::Result<File> {
    let mut folder = Dir::open_ambient_dir(folder, ambient_authority())?;
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    for part in folders.split('/').filter(|part| !part.is_empty()) {
        folder = folder.open_dir_nofollow(part)?;
    }
    let mut how = OpenOptions::new();
    // Opening a named pipe would wait for a writer.
    how.read(true).follow(FollowSymlinks::No).nonblock(true);
    let file = folder.open_with(name, &how)?.into_std();
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("not an ordinary file")) }
}
