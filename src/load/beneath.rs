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

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::fs;
    use std::io::Read;
    use std::os::unix::fs::symlink;

    use super::open;

    #[test]
    fn no_part_of_a_path_may_be_a_link() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.csv"), "secret").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path();
        fs::create_dir_all(inside.join("datasets/waits")).unwrap();
        fs::write(inside.join("datasets/waits/waits.csv"), "a").unwrap();
        symlink(outside.path().join("secret.csv"), inside.join("datasets/waits/link.csv")).unwrap();
        symlink(outside.path(), inside.join("datasets/away")).unwrap();
        symlink(inside.join("datasets/waits"), inside.join("datasets/other")).unwrap();
        rustix::fs::mkfifoat(rustix::fs::CWD, inside.join("datasets/waits/pipe.csv"), 0o600.into()).unwrap();
        let mut text = String::new();
        open(inside, "datasets/waits/waits.csv").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "a");
        for path in [
            "datasets/waits/link.csv",
            "datasets/away/secret.csv",
            "datasets/other/waits.csv",
            "datasets/waits/pipe.csv",
            "datasets/waits",
            "datasets/waits/../../../etc/passwd",
        ] {
            assert!(open(inside, path).is_err(), "{path}");
        }
    }
}
