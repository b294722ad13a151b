//! Watches the portal's folders.
//!
//! In: file events from the system. Out: a [`Change`] with the parts to read again, once events have paused.
//! Invariant: waits about 15 ms for an edit to finish, and for many changes (`git checkout`) until they are over. Ignores
//! temporary files from editors.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use notify::{Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, DebouncedEvent, Debouncer, NoCache, new_debouncer_opt};

use super::change::{Change, FOLDERS};
use super::ledger::Ledger;

/// How long each file must have been quiet, and how often that is looked at.
const DEBOUNCE: (Duration, Duration) = (Duration::from_millis(8), Duration::from_millis(3));
/// How long all files must be quiet after a few changes, and after many.
const QUIET: (Duration, Duration) = (Duration::from_millis(6), Duration::from_millis(100));
/// More files than an editor saves at once count as many.
const MANY: usize = 8;
/// How long to assume that an empty file is still being written.
const EMPTY: Duration = Duration::from_millis(80);
/// The longest wait for many changes to end.
const LONGEST: Duration = Duration::from_secs(5);
/// How often `--poll` checks the files, and how often after a change.
const POLL: Duration = Duration::from_millis(500);
const POLL_AGAIN: Duration = Duration::from_millis(50);

/// How to find changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// By events from the system.
    Events,
    /// By checking every file twice a second, for network drives and WSL.
    Poll,
}

/// Why changes cannot be watched.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// The system refuses, or has too few watches.
    #[error("changes cannot be watched for: {0}; from now on every file is looked at twice a second")]
    Refused(#[from] notify::Error),
    /// The portal's folder is gone, or another folder has taken its name.
    #[error("the portal's folder is gone")]
    Gone,
}

/// Watches until the receiver is gone. Also reports changes made since the ledger was made.
pub(super) fn watch(
    root: &Path,
    method: Method,
    ledger: &mut Ledger,
    changes: &Sender<Change>,
    ready: &dyn Fn(),
) -> Result<(), WatchError> {
    match method {
        Method::Events => listen(root, ledger, changes, ready),
        Method::Poll => {
            poll(root, ledger, changes, ready);
            Ok(())
        }
    }
}

fn listen(root: &Path, ledger: &mut Ledger, changes: &Sender<Change>, ready: &dyn Fn()) -> Result<(), WatchError> {
    let (sender, events) = channel();
    let handler = move |result: DebounceEventResult| drop(sender.send(result));
    let cache = NoCache::new();
    let mut watcher =
        new_debouncer_opt::<_, RecommendedWatcher, _>(DEBOUNCE.0, Some(DEBOUNCE.1), handler, cache, Config::default())?;
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    for folder in FOLDERS {
        watch_folder(&mut watcher, &root.join(folder))?;
    }
    settle(&events);
    let missed = ledger.changes(root);
    if !missed.is_empty() && changes.send(missed).is_err() {
        return Ok(());
    }
    ready();
    let (git, here) = (git_lock(root), identity(root));
    while let Some(change) = next(root, git.as_deref(), &events, ledger)? {
        for folder in FOLDERS {
            // A folder that disappeared and returned must be watched again.
            if change.files.contains(folder) {
                watch_folder(&mut watcher, &root.join(folder))?;
            }
        }
        ledger.keep_up(root, &change);
        if !change.is_empty() && changes.send(change).is_err() {
            break;
        }
        if identity(root) != here {
            return Err(WatchError::Gone);
        }
    }
    Ok(())
}

/// Checks every file until two checks in a row agree, because then nobody is still writing.
fn poll(root: &Path, ledger: &mut Ledger, changes: &Sender<Change>, ready: &dyn Fn()) {
    let (mut change, mut began) = (ledger.changes(root), Instant::now());
    ready();
    loop {
        thread::sleep(if change.is_empty() { POLL } else { POLL_AGAIN });
        let more = ledger.changes(root);
        let is_quiet = more.is_empty() || began.elapsed() > LONGEST;
        if change.is_empty() {
            began = Instant::now();
        }
        change.merge(more);
        if is_quiet && !change.is_empty() && changes.send(std::mem::take(&mut change)).is_err() {
            return;
        }
    }
}

fn watch_folder(watcher: &mut Debouncer<RecommendedWatcher, NoCache>, folder: &Path) -> Result<(), WatchError> {
    match watcher.watch(folder, RecursiveMode::Recursive) {
        // A folder that does not exist yet is reported by the portal's folder when it appears.
        Err(error) if matches!(error.kind, ErrorKind::PathNotFound) || !folder.exists() => Ok(()),
        result => Ok(result?),
    }
}

/// Waits for the next change to finish. Returns an empty change if the portal's folder itself was touched, and `None` when
/// events have ended.
fn next(
    root: &Path,
    git: Option<&Path>,
    events: &Receiver<DebounceEventResult>,
    ledger: &mut Ledger,
) -> Result<Option<Change>, WatchError> {
    loop {
        let mut change = Change::default();
        let Ok(first) = events.recv() else { return Ok(None) };
        let is_of_root = |event: &DebouncedEvent| event.paths.iter().any(|path| path == root);
        let is_root = first.as_ref().is_ok_and(|events| events.iter().any(is_of_root));
        add(root, first, &mut change, ledger)?;
        if change.is_empty() {
            if is_root {
                return Ok(Some(change));
            }
            continue;
        }
        let began = Instant::now();
        while began.elapsed() < LONGEST {
            let quiet = if change.files.len() > MANY { QUIET.1 } else { QUIET.0 };
            match events.recv_timeout(quiet) {
                Ok(more) => add(root, more, &mut change, ledger)?,
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
                Err(RecvTimeoutError::Timeout) => {
                    let is_being_written = began.elapsed() < EMPTY && has_empty(root, &change);
                    if is_being_written || git.is_some_and(is_held) {
                        continue;
                    }
                    // On a busy machine, events can come long after git has finished. Two looks at the files must agree, as
                    // they must for `--poll`.
                    let more = if change.files.len() > MANY { ledger.changes(root) } else { Change::default() };
                    if more.is_empty() {
                        break;
                    }
                    change.merge(more);
                }
            }
        }
        return Ok(Some(change));
    }
}

/// Waits for the events caused by setting up the watches, which opens every folder.
fn settle(events: &Receiver<DebounceEventResult>) {
    let began = Instant::now();
    while began.elapsed() < LONGEST && events.recv_timeout(Duration::from_millis(50)).is_ok() {}
}

fn add(root: &Path, result: DebounceEventResult, change: &mut Change, ledger: &mut Ledger) -> Result<(), WatchError> {
    let events = match result {
        Ok(events) => events,
        // Otherwise changes in a new folder that cannot be watched would be missed silently.
        Err(errors) => match errors.into_iter().find(|error| matches!(error.kind, ErrorKind::MaxFilesWatch)) {
            Some(error) => return Err(error.into()),
            None => Vec::new(),
        },
    };
    // The system has lost events or reported nothing useful, so compare all files.
    if events.is_empty() || events.iter().any(|event| event.need_rescan()) {
        change.merge(ledger.changes(root));
    }
    for event in &events {
        if matches!(event.kind, EventKind::Remove(_)) && event.paths.iter().any(|path| path == root) {
            return Err(WatchError::Gone);
        }
        add_event(root, event, change);
    }
    Ok(())
}

/// Tells a folder from a later one with the same name. The system may reuse the inode number, so the creation time is
/// included.
fn identity(folder: &Path) -> Option<(u64, Option<SystemTime>)> {
    let data = folder.metadata().ok()?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&data);
    #[cfg(not(unix))]
    let number = 0;
    Some((number, data.created().ok()))
}

fn add_event(root: &Path, event: &Event, change: &mut Change) {
    if matches!(event.kind, EventKind::Access(_) | EventKind::Other) {
        return;
    }
    for path in &event.paths {
        change.add(root, path);
    }
}

/// Whether a changed file is empty. An editor that writes in place empties it first.
fn has_empty(root: &Path, change: &Change) -> bool {
    change.files.iter().any(|file| root.join(file).metadata().is_ok_and(|data| data.is_file() && data.len() == 0))
}

/// Whether git holds its lock. An older lock was left by a git process that was stopped.
fn is_held(lock: &Path) -> bool {
    let age = lock.metadata().and_then(|data| data.modified()).ok().and_then(|modified| modified.elapsed().ok());
    age.is_some_and(|age| age < LONGEST)
}

/// The lock file that git holds while it changes a working copy.
fn git_lock(root: &Path) -> Option<PathBuf> {
    let git = root.ancestors().map(|folder| folder.join(".git")).find(|git| git.exists())?;
    if git.is_dir() {
        return Some(git.join("index.lock"));
    }
    // In a worktree, `.git` is a file that names the folder.
    let text = std::fs::read_to_string(&git).ok()?;
    Some(git.parent()?.join(text.trim().strip_prefix("gitdir: ")?).join("index.lock"))
}
