//! Writing so that it is still there after a power cut.
//!
//! A file is durable when its bytes and the folder that names it have been synchronised, in this order.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::StoreError;

/// Replaces a file in one step: whoever reads it sees the old bytes or the new ones, also after a power cut.
pub(super) fn replace(file: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside = file.with_file_name(format!(".{name}.new"));
    let write = || {
        // What a crash has left must not be followed if it is a link.
        remove_if_there(&beside)?;
        let mut new = OpenOptions::new().write(true).create_new(true).open(&beside)?;
        new.write_all(bytes)?;
        new.sync_all()?;
        drop(new);
        rename(&beside, file)
    };
    write().map_err(StoreError::disk(file)).inspect_err(|_| drop(fs::remove_file(&beside)))?;
    file.parent().map_or(Ok(()), sync_folder)
}

/// Moves a file or folder over what is there. On Windows, a virus scanner or a web server that has a file open makes this fail
/// for a moment.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(windows)]
    {
        let mut wait = std::time::Duration::from_millis(10);
        let mut waited = std::time::Duration::ZERO;
        while waited < std::time::Duration::from_secs(30) {
            match fs::rename(from, to) {
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied || error.raw_os_error() == Some(32) => {}
                other => return other,
            }
            std::thread::sleep(wait);
            waited += wait;
            wait = (wait * 2).min(std::time::Duration::from_secs(2));
        }
    }
    fs::rename(from, to)
}

/// Moves a folder to a name that must be free.
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            // Some file systems do not know the flag.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => {}
            other => return other.map_err(Into::into),
        }
    }
    if fs::symlink_metadata(to).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    rename(from, to)
}

pub(super) fn remove_if_there(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Makes the names in a folder durable. Windows has no such call: there, NTFS's journal keeps the order of renames.
pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    if cfg!(windows) {
        return Ok(());
    }
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(StoreError::disk(folder))
}

/// Makes everything below a folder durable.
pub(super) fn sync_tree(folder: &Path) -> Result<(), StoreError> {
    #[cfg(target_os = "linux")]
    {
        // One call for the file system. Each of thousands of files by itself takes a minute instead of a second.
        let opened = File::open(folder).map_err(StoreError::disk(folder))?;
        rustix::fs::syncfs(&opened).map_err(|error| StoreError::disk(folder)(error.into()))
    }
    #[cfg(not(target_os = "linux"))]
    {
        for entry in walkdir::WalkDir::new(folder).contents_first(true) {
            let entry = entry.map_err(|error| StoreError::disk(folder)(error.into()))?;
            if entry.file_type().is_dir() {
                sync_folder(entry.path())?;
            } else if entry.file_type().is_file() {
                // Windows synchronises only what is open for writing.
                let opened = OpenOptions::new().read(true).write(cfg!(windows)).open(entry.path());
                opened.and_then(|file| file.sync_all()).map_err(StoreError::disk(entry.path()))?;
            }
        }
        Ok(())
    }
}
