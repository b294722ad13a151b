//! Putting right what a crash left. Every command that writes does this first, and doing it twice changes nothing more.

use std::fs;
use std::path::Path;

use super::{Event, Line, RELEASES, STAGING, State, StoreError, TRASH, Version, Writer, committed, durable, history};

impl Writer {
    pub(super) fn recover(&self) -> Result<(), StoreError> {
        let store = self.store();
        history::repair(store.path())?;
        // What cannot be deleted now, as a file that another program has open, must not stop an urgent command.
        let _ = clear(&store.path().join(STAGING));
        self.clear_leftovers()?;
        self.record_unrecorded()?;
        self.finish_removals()?;
        let _ = clear(&store.path().join(TRASH));
        self.finish_activation()?;
        store.settings().switch.forget_unknown(store.path())
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
            let is_folder = fs::symlink_metadata(store.folder(&version)).is_ok_and(|data| data.is_dir());
            if is_folder && !known.iter().any(|line| line.version.as_ref() == Some(&version)) {
                // A folder that somebody copied here is not a release of this store.
                found.extend(store.bag(&version).ok().filter(|bag| bag.info.version == version));
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
        match fs::symlink_metadata(&folder) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            // A release that may still be there must not be told as gone.
            Err(error) => return Err(StoreError::disk(&folder)(error)),
        }
        let trash = store.path().join(TRASH).join(version.as_str());
        remove(&trash)?;
        durable::rename(&folder, &trash).map_err(StoreError::disk(&folder))?;
        durable::sync_folder(&store.path().join(RELEASES))
    }

    /// An activation that was begun and not recorded as done.
    fn finish_activation(&self) -> Result<(), StoreError> {
        let store = self.store();
        let is_activation = |line: &Line| matches!(line.event, Event::Activating | Event::Activated | Event::Abandoned);
        let last = store.history()?.into_iter().rev().find(is_activation).filter(|line| line.event == Event::Activating);
        let Some((line, version)) = last.and_then(|line| line.version.clone().map(|version| (line, version))) else {
            return Ok(());
        };
        let switch = store.settings().switch;
        if switch.is_resumed()
            && let Ok(bag) = store.bag(&version)
        {
            switch.lead_to(store.path(), &bag)?;
        }
        if store.current()?.as_ref() == Some(&version) {
            return self.finish(&store.bag(&version)?);
        }
        // Nobody has seen the release: the switch had not happened.
        self.record(Line { event: Event::Abandoned, tagmanifest: None, stamp: None, ..line })
    }
}

/// Removes everything in a folder, and makes the folder if it is not there.
pub(super) fn clear(folder: &Path) -> Result<(), StoreError> {
    // A link would lead the deletion out of the store.
    if fs::symlink_metadata(folder).is_ok_and(|data| !data.is_dir()) {
        return Err(StoreError::refused(format!("{} is not a folder", folder.display())));
    }
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
