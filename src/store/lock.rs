//! The one process that writes a store.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use super::history::append;
use super::{Committed, Event, Line, STAGING, Staging, Store, StoreError, Version, committed, durable, random_hex, written};
use crate::model::Date;

/// Who writes a store, when and why. The clock is read once, by the command line.
#[derive(Clone, Debug)]
pub struct Operator {
    /// The moment.
    pub now: DateTime<Utc>,
    /// The account or job.
    pub by: String,
    /// The command, to tell a second writer.
    pub command: String,
    /// The last line of the audit log, which a release remembers.
    pub audit: Option<String>,
}

/// A store held by the one process that may write it, in good order.
pub struct Writer {
    store: Store,
    operator: Operator,
    _lock: File,
}

impl Writer {
    /// Takes the lock, waiting up to `wait`, and puts right what a crash left.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if another process holds the lock.
    pub fn take(store: Store, operator: Operator, wait: Duration) -> Result<Self, StoreError> {
        let lock = lock(&store, &operator, wait)?;
        let writer = Self { store, operator, _lock: lock };
        writer.recover()?;
        Ok(writer)
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The moment of this command.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.operator.now
    }

    /// The version and the number of the next release: the version that was asked for, or the next of the month.
    ///
    /// # Errors
    /// [`StoreError`] if the version was given before, in this store or in a site that was published from it.
    pub fn next(&self, asked: Option<&Version>, day: Date, published: &[Version]) -> Result<(Version, u64), StoreError> {
        let history = self.store.history()?;
        let version = match asked {
            None => Version::next(day, history.iter().filter_map(|line| line.version.as_ref()).chain(published))
                .ok_or_else(|| StoreError::refused("there is no next version; name one".to_owned()))?,
            Some(version) => {
                let is_taken = history.iter().any(|line| line.version.as_ref() == Some(version)) || published.contains(version);
                if is_taken {
                    return Err(StoreError::refused(committed::taken(version)));
                }
                version.clone()
            }
        };
        let last = history.iter().map(|line| line.seq).max().unwrap_or(0);
        Ok((version, last + 1))
    }

    /// Begins a release.
    ///
    /// # Errors
    /// [`StoreError`] if the disk refuses.
    pub fn stage(&self, version: &Version) -> Result<Staging, StoreError> {
        // A release whose tag files cannot be read is not linked to.
        let base = self.store.newest()?.and_then(|newest| self.store.bag(&newest).ok());
        let now = u64::try_from(self.operator.now.timestamp()).unwrap_or(0);
        // From the history, so that a damaged release does not stop the next one.
        let last = self.store.history()?.iter().filter_map(|line| line.stamp).max();
        let stamp = last.map_or(now, |last| now.max(last + 1));
        let folder = self.store.path().join(STAGING);
        let nonce = random_hex::<8>().map_err(StoreError::disk(&folder))?;
        Staging::new(folder.join(format!("{version}.{nonce}")), base, stamp, self.operator.audit.clone())
    }

    /// Leads readers to a release.
    ///
    /// # Errors
    /// [`StoreError`] if it is too early, the release is damaged, or the disk fails; readers then see what they saw before.
    pub fn activate(&self, version: &Version) -> Result<(), StoreError> {
        let bag = self.may_activate(version)?;
        self.lead_to(&bag)
    }

    /// Leads readers to a release that was verified a moment ago, as part of this command.
    ///
    /// # Errors
    /// [`StoreError`] if it is too early or the disk fails; readers then see what they saw before.
    pub fn activate_made(&self, made: &Committed) -> Result<(), StoreError> {
        let bag = self.store.bag(&made.version)?;
        self.not_too_early(&bag)?;
        self.lead_to(&bag)
    }

    fn lead_to(&self, bag: &super::Bag) -> Result<(), StoreError> {
        let line = |event| Line { event, ..committed::line(bag) };
        self.record(line(Event::Activating))?;
        self.store.settings().switch.lead_to(self.store.path(), bag)?;
        self.finish(bag)
    }

    /// Leads readers to a release that they have not seen. An older one comes back by a rollback, whose times do not fall.
    ///
    /// # Errors
    /// As [`activate`](Self::activate); and if the release, or a newer one, was seen before.
    pub fn activate_new(&self, version: &Version) -> Result<(), StoreError> {
        let releases = self.store.releases()?;
        let current = self.store.current()?;
        if current.is_none() && self.store.last_seen()?.as_ref() == Some(version) {
            // What led readers to it was lost, as in a copy without links.
            return self.activate(version);
        }
        let asked = releases.iter().find(|release| release.version == *version).map_or(0, |release| release.seq);
        let seen = releases.iter().rev().find(|release| matches!(release.state, super::State::Current | super::State::Kept));
        if let Some(newer) = seen.filter(|newer| newer.seq >= asked && asked > 0) {
            let was_held = releases.iter().any(|release| release.version == *version && release.state == super::State::Held);
            let way = if was_held {
                "make it again with `shelfmark release`".to_owned()
            } else {
                format!("`shelfmark rollback {version}` brings it back")
            };
            return Err(StoreError::refused(format!(
                "readers have seen release {}, and {version} is not newer: {way}",
                newer.version
            )));
        }
        let compared_with = self.store.info(version)?.compared_with;
        if compared_with != current {
            let name = |version: Option<Version>| version.map_or_else(|| "no release".to_owned(), |version| version.to_string());
            return Err(StoreError::refused(format!(
                "release {version} was compared with {}, and readers see {} now: make the release again",
                name(compared_with),
                name(current)
            )));
        }
        self.activate(version)
    }

    /// What activation asks of a release, without doing it.
    ///
    /// # Errors
    /// [`StoreError`] if it is too early or the release is damaged.
    pub fn may_activate(&self, version: &Version) -> Result<super::Bag, StoreError> {
        let bag = self.store.bag(version)?;
        self.not_too_early(&bag)?;
        self.store.must_verify(version, None)?;
        Ok(bag)
    }

    fn not_too_early(&self, bag: &super::Bag) -> Result<(), StoreError> {
        let version = &bag.info.version;
        if let Some(moment) = &bag.info.not_before
            && DateTime::parse_from_rfc3339(moment).is_ok_and(|moment| self.operator.now < moment)
        {
            let minutes = DateTime::parse_from_rfc3339(moment)
                .map_or(0, |moment| (moment.with_timezone(&Utc) - self.operator.now).num_minutes());
            return Err(StoreError::refused(format!(
                "release {version} must not be seen before {moment}, {} from now",
                lasting(minutes)
            )));
        }
        Ok(())
    }

    /// Records that readers see a release.
    pub(super) fn finish(&self, bag: &super::Bag) -> Result<(), StoreError> {
        #[derive(serde::Serialize)]
        struct Current<'a> {
            version: &'a Version,
            seq: u64,
            tagmanifest_sha256: &'a str,
            at: String,
            by: &'a str,
        }
        let current = Current {
            version: &bag.info.version,
            seq: bag.info.seq,
            tagmanifest_sha256: &bag.tagmanifest,
            at: written(self.operator.now),
            by: &self.operator.by,
        };
        let file = self.store.path().join("current.json");
        let text = serde_json::to_string_pretty(&current).map_err(|error| StoreError::disk(&file)(error.into()))?;
        durable::replace(&file, (text + "\n").as_bytes())?;
        self.record(Line { event: Event::Activated, ..committed::line(bag) })
    }

    /// Keeps a release from `prune`, or no longer.
    ///
    /// # Errors
    /// [`StoreError`] if there is no such release.
    pub fn pin(&self, version: &Version, event: Event) -> Result<(), StoreError> {
        let bag = self.store.bag(version)?;
        self.record(Line { event, tagmanifest: None, ..committed::line(&bag) })
    }

    /// Adds a line to the history.
    pub(super) fn record(&self, line: Line) -> Result<(), StoreError> {
        self.record_all(vec![line])
    }

    /// Adds lines to the history, all or none.
    pub(super) fn record_all(&self, lines: Vec<Line>) -> Result<(), StoreError> {
        let signed = |line| Line { at: written(self.operator.now), by: self.operator.by.clone(), ..line };
        append(self.store.path(), lines.into_iter().map(signed).collect())
    }
}

fn lasting(minutes: i64) -> String {
    let (hours, minutes) = (minutes / 60, minutes % 60);
    if hours >= 48 {
        return format!("{} days", hours / 24);
    }
    if hours > 0 { format!("{hours} h {minutes} min") } else { format!("{} min", minutes.max(1)) }
}

fn lock(store: &Store, operator: &Operator, wait: Duration) -> Result<File, StoreError> {
    let path = store.path().join("lock");
    let began = Instant::now();
    let mut file =
        OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(StoreError::disk(&path))?;
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::Error(error)) => return Err(StoreError::disk(&path)(error)),
            Err(TryLockError::WouldBlock) if began.elapsed() < wait => thread::sleep(Duration::from_millis(50)),
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                let holder = holder.lines().next().unwrap_or_default();
                return Err(StoreError::Busy(if holder.is_empty() {
                    "it does not say which".to_owned()
                } else {
                    holder.to_owned()
                }));
            }
        }
    }
    // For a second writer to read; the lock itself does not depend on it.
    let text = format!("`{}`, process {}, by {}\n", operator.command, std::process::id(), operator.by);
    let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(text.as_bytes()));
    Ok(file)
}
