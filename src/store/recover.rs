//! Putting right what a crash left. Every command that writes does this first, and doing it twice changes nothing more.

use std::fs;
use std::path::Path;

use super::{Event, RELEASES, STAGING, State, StoreError, TRASH, Version, Writer, committed, durable, history};

impl Writer {
    pub(super) fn recover(&self) -> Result<(), StoreError> {
        let store = self.store();
        history::repair(store.path())?;
        clear(&store.path().join(STAGING))?;
        self.clear_leftovers()?;
        self.record_unrecorded()?;
        self.finish_removals()?;
        clear(&store.path().join(TRASH))?;
        self.finish_activation()
    }

    /// Half-written files and links at the top of the store.
    fn clear_leftovers(&self) -> Result<(), StoreError> {
        let path = self.store().path();
        for entry in fs::read_dir(path).map_err(StoreError::disk(path))? {
            let entry = entry.map_err(StoreError::disk(path))?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let is_ours = name.starts_with(".current.") || (name.starts_with('.') && name.ends_with(".new"));
            if is_ours {
                durable::remove_if_there(&entry.path()).map_err(StoreError::disk(&entry.path()))?;
            }
        }
        Ok(())
    }

    /// A release that was moved into its place just before the crash.
    fn record_unrecorded(&self) -> Result<(), StoreError> {
        let store = self.store();
        let folder = store.path().join(RELEASES);
        let known = store.history()?;
        let mut found = Vec::new();
        for entry in fs::read_dir(&folder).map_err(StoreError::disk(&folder))? {
            let name = entry.map_err(StoreError::disk(&folder))?.file_name();
            let Ok(version) = Version::new(&name.to_string_lossy()) else { continue };
            if !known.iter().any(|line| line.version.as_ref() == Some(&version)) {
                found.push(store.bag(&version)?);
            }
        }
        found.sort_by_key(|bag| bag.info.seq);
        found.iter().try_for_each(|bag| self.record(committed::line(bag)))
    }

    /// Releases that the history says are gone.
    fn finish_removals(&self) -> Result<(), StoreError> {
        let gone =
            self.store().releases()?.into_iter().filter(|release| matches!(release.state, State::Pruned | State::Withdrawn));
        for release in gone {
            self.to_trash(&release.version)?;
        }
        Ok(())
    }

    /// Moves a release out of the way in one step, if it is still there.
    pub(super) fn to_trash(&self, version: &Version) -> Result<(), StoreError> {
        let store = self.store();
        let folder = store.folder(version);
        if fs::symlink_metadata(&folder).is_err() {
            return Ok(());
        }
        let trash = store.path().join(TRASH).join(version.as_str());
        remove(&trash)?;
        durable::rename(&folder, &trash).map_err(StoreError::disk(&folder))?;
        durable::sync_folder(&store.path().join(RELEASES))
    }

    /// An activation that was begun and not recorded as done.
    fn finish_activation(&self) -> Result<(), StoreError> {
        let store = self.store();
        let last = store.history()?.into_iter().rev().find(|line| matches!(line.event, Event::Activating | Event::Activated));
        let Some(version) = last.filter(|line| line.event == Event::Activating).and_then(|line| line.version) else {
            return Ok(());
        };
        let bag = store.bag(&version)?;
        let switch = store.settings().switch;
        if switch.is_resumed() {
            switch.lead_to(store.path(), &bag)?;
        }
        // Nobody has seen the release if the switch had not happened; then the command is run again.
        if store.current()? == Some(version) { self.finish(&bag) } else { Ok(()) }
    }
}

/// Removes everything in a folder, and makes the folder if it is not there.
pub(super) fn clear(folder: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(folder).map_err(StoreError::disk(folder))?;
    for entry in fs::read_dir(folder).map_err(StoreError::disk(folder))? {
        remove(&entry.map_err(StoreError::disk(folder))?.path())?;
    }
    Ok(())
}

fn remove(path: &Path) -> Result<(), StoreError> {
    let removed = match fs::symlink_metadata(path) {
        Ok(data) if data.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::disk(path)(error)),
        _ => Ok(()),
    }
}
