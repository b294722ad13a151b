//! A release in its place.

use super::{Bag, Event, Line, Sealed, StoreError, Version, Writer, durable};

/// A release in its place: whole, durable, and never changed again.
pub struct Committed {
    /// Its version.
    pub version: Version,
    /// Its place in the order of all releases.
    pub seq: u64,
}

impl Sealed {
    /// Moves the release into its place in one step, and records it.
    ///
    /// # Errors
    /// [`StoreError`] if the version is taken or the disk fails.
    pub fn commit(self, writer: &Writer) -> Result<Committed, StoreError> {
        let (store, info) = (writer.store(), &self.bag.info);
        let place = store.folder(&info.version);
        durable::rename_new(&self.staging.folder, &place).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::refused(taken(&info.version)),
            _ => StoreError::disk(&place)(error),
        })?;
        durable::sync_folder(&store.path().join(super::RELEASES))?;
        durable::sync_folder(&store.path().join(super::STAGING))?;
        writer.record(line(&self.bag))?;
        Ok(Committed { version: info.version.clone(), seq: info.seq })
    }
}

/// The line of history for a release in its place.
pub(super) fn line(bag: &Bag) -> Line {
    Line {
        prev: String::new(),
        seq: bag.info.seq,
        event: Event::Committed,
        version: Some(bag.info.version.clone()),
        at: String::new(),
        by: String::new(),
        tagmanifest: Some(bag.tagmanifest.clone()),
    }
}

pub(super) fn taken(version: &Version) -> String {
    format!("release {version} was made before, and a release never changes; leave the version out for the next one")
}
