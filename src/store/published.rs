//! A site that was published: the folder of a release or of a build, or its `release.json` alone.

use std::fs;
use std::path::{Path, PathBuf};

use super::StoreError;
use crate::release::{FACTS, Facts};
use crate::route::stays_inside;
use crate::write::{LIST, listed_paths};

/// A site that was published.
#[derive(Clone, Debug)]
pub struct PublishedSite {
    /// What it says of itself.
    pub facts: Facts,
    /// Its folder. `None` if only its facts are at hand.
    folder: Option<PathBuf>,
}

impl PublishedSite {
    /// Reads a site's folder, or a file that holds its facts.
    ///
    /// # Errors
    /// [`StoreError`] if there are no facts, or they cannot be understood.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        let folder = path.is_dir().then(|| path.to_owned());
        let file = folder.as_ref().map_or_else(|| path.to_owned(), |folder| folder.join(FACTS));
        let text = match fs::read_to_string(&file) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::refused(format!(
                    "{} does not exist. Name a release, the folder of a built site, or its release.json",
                    file.display()
                )));
            }
            other => other.map_err(StoreError::disk(&file))?,
        };
        let facts =
            Facts::parse(&text).map_err(|why| StoreError::refused(format!("{} cannot be understood: {why}", file.display())))?;
        Ok(Self { facts, folder })
    }

    /// The bytes of one of its files, if it is at hand.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<Vec<u8>> {
        self.read_file(path).ok().flatten()
    }

    /// The bytes of one of its files. `None` if there is no such file.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub fn read_file(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        // The path comes from a file that anybody could have written.
        let Some(folder) = self.folder.as_ref().filter(|_| stays_inside(path)) else { return Ok(None) };
        let file = folder.join(path);
        match fs::read(&file) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            other => other.map(Some).map_err(StoreError::disk(&file)),
        }
    }

    /// The paths of all its files, as its own list gives them.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        let list = self.file(LIST).and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        listed_paths(&list).map(ToOwned::to_owned).collect()
    }

    /// The size of one of its files, if it is at hand.
    #[must_use]
    pub fn size(&self, path: &str) -> Option<u64> {
        fs::symlink_metadata(self.folder.as_ref()?.join(path)).ok().filter(fs::Metadata::is_file).map(|data| data.len())
    }
}
