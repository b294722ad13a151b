//! What the preview tells whoever started it.

use std::time::Duration;

use crate::diagnostic::Judged;

/// An event while a preview runs.
pub enum Notice {
    /// A change has been read.
    Rebuilt(Rebuild),
    /// Changes are noticed from now on.
    Watching,
    /// Something failed, such as reading the portal or noticing changes.
    Trouble(String),
}

/// The result of a change.
pub struct Rebuild {
    /// The changed files, in a few words.
    pub what: String,
    /// The number of datasets.
    pub datasets: usize,
    /// The number of errors in the portal.
    pub errors: usize,
    /// The number of warnings in the portal.
    pub warnings: usize,
    /// All errors, and the warnings of what changed.
    pub findings: Judged,
    /// Whether it was the first reading, of all files.
    pub is_first: bool,
    /// What the preview shows after the change.
    pub shows: Shows,
    /// How long the change took.
    pub took: Duration,
    /// The error from the disk, if any.
    pub trouble: Option<String>,
}

/// What the preview shows after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// The site with the change.
    This,
    /// The last site without errors.
    LastGood,
    /// Nothing, because there has been no site without errors.
    Nothing,
}
