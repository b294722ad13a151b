//! The parts of a portal that an edit can touch.

/// A part of a portal that can change on its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Unknown: everything is read again.
    Everything,
    /// `portal.yaml`, prose, the theme or the logo.
    Shared,
    /// A folder in `datasets/`, by name.
    Dataset(String),
}

impl Part {
    /// The name of the dataset's folder, if the part is one.
    #[must_use]
    pub fn dataset(&self) -> Option<&str> {
        match self {
            Self::Dataset(name) => Some(name),
            Self::Everything | Self::Shared => None,
        }
    }
}
