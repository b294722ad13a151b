//! Deleting releases that are no longer needed.

use std::collections::BTreeSet;

use super::recover::clear;
use super::{Event, Line, State, StoreError, TRASH, Version, Writer};

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
        match store.previous() {
            Ok(previous) => needed.extend([previous]),
            // Without an earlier release there is nothing more to keep.
            Err(StoreError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
        let seen = kept.iter().rev().filter(|release| matches!(release.state, State::Current | State::Kept));
        needed.extend(seen.take(2).map(|release| release.version.clone()));
        let newest_seen = kept.iter().filter(|release| release.state == State::Current).map(|release| release.seq).max();
        // A release that was held, and that a newer one has overtaken, cannot be activated any more.
        let is_needed = |release: &&super::Release| {
            let waits = release.state == State::Held && newest_seen.is_none_or(|seen| release.seq > seen);
            release.pinned || waits || release.state == State::Current
        };
        needed.extend(kept.iter().filter(is_needed).map(|release| release.version.clone()));
        let gone: Vec<Version> =
            kept.into_iter().map(|release| release.version).filter(|version| !needed.contains(version)).collect();
        self.remove(&gone, Event::Pruned)?;
        clear(&store.path().join(TRASH))?;
        Ok(Pruned { gone, kept: needed.len() })
    }

    /// Records that releases are gone, all or none, then takes them away: what is recorded is deleted by the next command if this
    /// one stops. However damaged their folders are, this needs only their names.
    pub(super) fn remove(&self, gone: &[Version], event: Event) -> Result<(), StoreError> {
        let releases = self.store().releases()?;
        let line = |version: &Version| {
            let seq = releases.iter().find(|release| release.version == *version).map_or(0, |release| release.seq);
            Line { seq, event, version: Some(version.clone()), ..Line::default() }
        };
        self.record_all(gone.iter().map(line).collect())?;
        gone.iter().try_for_each(|version| self.to_trash(version))
    }
}
