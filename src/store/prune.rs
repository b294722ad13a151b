//! Deleting releases that are no longer needed.

use std::collections::BTreeSet;

use super::recover::clear;
use super::{Event, Line, State, StoreError, TRASH, Version, Writer, committed};

/// What `prune` deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pruned {
    /// The releases that are gone.
    pub gone: Vec<Version>,
    /// The number of releases that are kept.
    pub kept: usize,
}

impl Writer {
    /// Deletes all releases but the newest `keep`, the current one, the one before it, those that wait to be activated and those
    /// that are pinned.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails. What is left then is deleted by the next command that writes.
    pub fn prune(&self, keep: usize) -> Result<Pruned, StoreError> {
        let store = self.store();
        let kept = store.kept()?;
        let mut needed: BTreeSet<Version> = kept.iter().rev().take(keep).map(|release| release.version.clone()).collect();
        // Without an earlier release there is nothing more to keep.
        needed.extend(store.previous().ok());
        let seen = kept.iter().rev().filter(|release| matches!(release.state, State::Current | State::Kept));
        needed.extend(seen.take(2).map(|release| release.version.clone()));
        let is_needed = |state, pinned| pinned || matches!(state, State::Current | State::Held);
        needed.extend(
            kept.iter().filter(|release| is_needed(release.state, release.pinned)).map(|release| release.version.clone()),
        );
        let gone: Vec<Version> =
            kept.into_iter().map(|release| release.version).filter(|version| !needed.contains(version)).collect();
        for version in &gone {
            self.remove(version, Event::Pruned)?;
        }
        clear(&store.path().join(TRASH))?;
        Ok(Pruned { gone, kept: needed.len() })
    }

    /// Records that a release is gone, then takes it away.
    pub(super) fn remove(&self, version: &Version, event: Event) -> Result<(), StoreError> {
        let bag = self.store().bag(version)?;
        self.record(Line { event, ..committed::line(&bag) })?;
        self.to_trash(version)
    }
}
