//! What can be wrong with a release.

use std::fmt;

/// A difference between a release and its manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, below the release's folder.
    pub path: String,
    /// What is wrong with it.
    pub kind: FaultKind,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// It is not there.
    Missing,
    /// No manifest lists it.
    Extra,
    /// Its bytes are not those that were released.
    Changed,
    /// Its line ends are not those that were released, and nothing else.
    LineEnds,
    /// It is a link or a folder.
    NotAFile,
    /// The release is not the one that the history says was committed.
    NotTheCommitted,
    /// Its signature does not hold.
    Unsigned(String),
    /// Somebody other than its owner can write it.
    Writable,
    /// Not everybody can read it, so that a web server may not.
    Unreadable,
}

impl FaultKind {
    /// Whether it makes the release wrong. The others are warnings.
    #[must_use]
    pub fn is_error(&self) -> bool {
        !matches!(self, Self::Writable | Self::Unreadable)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, kind } = self;
        match kind {
            FaultKind::Missing => write!(f, "{path} is missing"),
            FaultKind::Extra => write!(f, "{path} is not in the manifest"),
            FaultKind::Changed => write!(f, "{path} was changed"),
            FaultKind::LineEnds => write!(f, "{path} has other line ends, as git makes them without `* -text`"),
            FaultKind::NotAFile => write!(f, "{path} is not a file"),
            FaultKind::NotTheCommitted => write!(f, "{path} is not the one that history.jsonl names"),
            FaultKind::Unsigned(why) => f.write_str(why),
            FaultKind::Writable => write!(f, "{path} can be written by others"),
            FaultKind::Unreadable => write!(f, "{path} cannot be read by a web server of another account"),
        }
    }
}
