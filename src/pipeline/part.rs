//! Parts of a portal, as edits touch them.

/// A part of a portal that changes by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What cannot be told: everything is read again.
    Everything,
    /// `portal.yaml`, prose, theme or logo.
    Shared,
    /// A folder of `datasets/`, by its name.
    Dataset(String),
}

impl Part {
    /// The name of the dataset's folder.
    #[must_use]
    pub fn dataset(&self) -> Option<&str> {
        match self {
            Self::Dataset(name) => Some(name),
            Self::Everything | Self::Shared => None,
        }
    }
}
