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
        let root = resolved(root.path())?;
        let inputs = ["datasets", "content", "themes", ".shelfmark", ".git"];
        if root.starts_with(&path) || inputs.iter().any(|folder| path.starts_with(root.join(folder))) {
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

/// The path without links and `..`, also where its last parts are not there yet.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    for ancestor in plain.ancestors() {
        if let (Ok(real), Ok(rest)) = (dunce::canonicalize(ancestor), plain.strip_prefix(ancestor)) {
            return Ok(if rest.as_os_str().is_empty() { real } else { real.join(rest) });
        }
    }
    Ok(plain)
}
