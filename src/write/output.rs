//! The output folder of a site.

use std::io;
use std::path::{Component, Path, PathBuf};

use crate::load::Root;
use crate::release::{FACTS, Facts};

/// An output folder by its real path: absolute, without links or `..`. Different spellings of the path give the same folder,
/// with the same list of files from earlier builds.
#[derive(Clone, Debug)]
pub struct Output {
    path: PathBuf,
}

/// Why a folder cannot be the output folder.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// It contains the portal, or is inside one of the portal's own folders, whose files would be overwritten.
    #[error("{} holds the portal's own files; name another folder with --out", .0.display())]
    Overlap(PathBuf),
    /// Its path cannot be made absolute.
    #[error("the output folder cannot be found: {0}")]
    Disk(#[from] io::Error),
}

impl Output {
    /// The folder at `named`, or `public` in the portal's folder. It need not exist yet.
    ///
    /// # Errors
    /// [`OutputError`] if the portal's own files would be overwritten or the disk fails.
    pub fn of(root: &Root, named: Option<&Path>) -> Result<Self, OutputError> {
        let path = match named {
            Some(path) => resolved(path)?,
            None => resolved(&root.path().join("public"))?,
        };
        let inputs = ["datasets", "content", "themes", ".shelfmark", ".git"].map(|folder| resolved(&root.path().join(folder)));
        let is_input = |folder: &io::Result<PathBuf>| folder.as_ref().is_ok_and(|folder| path.starts_with(folder));
        if resolved(root.path())?.starts_with(&path) || inputs.iter().any(is_input) {
            return Err(OutputError::Overlap(path));
        }
        Ok(Self { path })
    }

    /// What the site says of itself that is there, if there is one.
    #[must_use]
    pub fn facts(&self) -> Option<Facts> {
        serde_json::from_slice(&std::fs::read(self.path.join(FACTS)).ok()?).ok()
    }

    /// The real path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// The path without links or `..`, even if its last parts do not exist. A `..` after a link goes up from the link's target.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let mut real = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        if part == Component::ParentDir {
            real.pop();
            continue;
        }
        real.push(part);
        real = dunce::canonicalize(&real).unwrap_or(real);
    }
    Ok(real)
}
