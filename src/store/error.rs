//! Why a store could not do what was asked.

use std::io;
use std::path::{Path, PathBuf};

use super::Fault;

/// Why a store could not do what was asked. It is as it was.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process is writing.
    #[error("another process is writing this store: {0}")]
    Busy(String),
    /// The state of the store does not allow it.
    #[error("{0}")]
    Refused(String),
    /// A release is not what its manifest says.
    #[error("release {version} is damaged: {}", listed(faults))]
    Damaged {
        /// The release.
        version: String,
        /// What is wrong.
        faults: Vec<Fault>,
    },
    /// The disk refuses.
    #[error("{}: {error}", path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl StoreError {
    pub(crate) fn disk(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::Disk { path, error }
    }

    /// The state of the store does not allow it.
    #[must_use]
    pub fn refused(why: String) -> Self {
        Self::Refused(why)
    }
}

/// The first few faults in one line.
fn listed(faults: &[Fault]) -> String {
    const SHOWN: usize = 3;
    let mut text: Vec<String> = faults.iter().take(SHOWN).map(ToString::to_string).collect();
    if faults.len() > SHOWN {
        text.push(format!("and {} more", faults.len() - SHOWN));
    }
    text.join("; ")
}
