//! The datasets of a catalogue after some of them have changed.

use std::sync::Arc;

use crate::measure::Card;

/// Datasets after a change.
pub(super) struct Replaced<'a> {
    pub(super) datasets: Vec<Arc<Card>>,
    pub(super) moved: Vec<Option<usize>>,
    /// Positions of new versions.
    pub(super) new: Vec<usize>,
    /// Versions that are gone.
    pub(super) old: Vec<&'a Card>,
}
