//! The folder that a site is written into.

use std::io;
use std::path::{Component, Path, PathBuf};

use crate::load::Root;

/// An output folder by its one true path: absolute, without links and `..`. However it is spelled, it is the same folder, with
/// the same list of what earlier builds wrote there.
#[derive(Clone, Debug)]
pub struct Output {
    path: PathBuf,
}

/// Why a folder cannot be the output.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// It holds the portal, or lies among what the portal is made from, which would be overwritten.
    #[error("{} holds the portal's own files; name another folder with --out", .0.display())]
    Overlap(PathBuf),
    /// Its path cannot be made absolute.
    #[error("the output folder cannot be found: {0}")]
    Disk(#[from] io::Error),
}

impl Output {
    /// A folder, which need not be there yet; `public` in the portal's folder if none is named.
    ///
    /// # Errors
    /// [`OutputError`] if the portal's own files would be overwritten, or the disk refuses.
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

    /// The path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// The path without links and `..`, also where its last parts are not there yet. A `..` behind a link leaves what it leads to.
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
