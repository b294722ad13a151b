//! Moving a release into its place.

use super::committed::{Committed, line, taken};
use super::{Sealed, StoreError, Writer, durable};

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
