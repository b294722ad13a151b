//! The release store: every release of a site, unchanged for as long as it is kept.
//!
//! In: the files of a rendered site. Out: `releases/<version>/`, each a BagIt 1.0 bag whose `data/` is a web root, and `current`,
//! which names the one that readers see. [`Store`] reads; [`Writer`] holds the lock and is the only one that writes:
//! [`Staging`] -> [`Sealed`] -> [`Committed`], then [`Writer::activate`].
//! Invariant: at any moment, `current` names a release that is whole, whatever process or machine stopped while it was written.

mod bag;
mod commit;
mod committed;
mod durable;
mod error;
mod fault;
mod history;
mod lock;
mod prune;
mod published;
mod recover;
mod sealed;
mod settings;
mod signature;
mod staging;
mod switch;
mod verify;
mod version;
mod withdraw;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat, Utc};

pub use bag::{Bag, BagInfo, Entry, Manifest};
pub use committed::Committed;
pub use error::StoreError;
pub use fault::{Fault, FaultKind};
pub use history::{Event, Line};
pub use lock::{Operator, Writer};
pub use prune::Pruned;
pub use published::PublishedSite;
pub use sealed::Sealed;
pub use settings::{Settings, Switch};
pub use signature::{Signer, Trusted};
pub use staging::Staging;
pub use verify::Seen;
pub use version::Version;

use crate::model::hexadecimal;

/// The folder of all releases.
const RELEASES: &str = "releases";
/// Where a release is made.
const STAGING: &str = ".staging";
/// Where a release goes before it is deleted.
const TRASH: &str = ".trash";
/// The web root inside a release.
pub const DATA: &str = "data";

/// A release store, to read from. Reading needs no lock: what can be seen is whole.
#[derive(Clone, Debug)]
pub struct Store {
    path: PathBuf,
    settings: Settings,
}

/// What is known of a release, whether or not it is still kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Its place in the order of all releases.
    pub seq: u64,
    /// Its version.
    pub version: Version,
    /// When it was committed.
    pub at: String,
    /// Who committed it.
    pub by: String,
    /// The SHA-256 of its tag manifest.
    pub tagmanifest: String,
    /// What became of it.
    pub state: State,
    /// Whether `prune` must keep it.
    pub pinned: bool,
}

/// What became of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Readers see it.
    Current,
    /// Committed, and never seen by readers yet.
    Held,
    /// Seen by readers once, and kept.
    Kept,
    /// Its folder is gone, and nobody has said so.
    Missing,
    /// Deleted by `prune`.
    Pruned,
    /// Deleted because it must not be seen again.
    Withdrawn,
}

impl Store {
    /// Makes an empty store.
    ///
    /// # Errors
    /// [`StoreError`] if the folder holds other files or the disk fails.
    pub fn init(path: &Path, settings: Settings) -> Result<Self, StoreError> {
        if Self::open(path).is_ok() {
            return Err(StoreError::refused(format!("{} is a release store already", path.display())));
        }
        // What an interrupted start has left is ours.
        let ours = [RELEASES, STAGING, TRASH, "www", ".gitattributes", "..gitattributes.new", ".store.json.new"];
        let entries = if path.exists() { fs::read_dir(path).map_err(StoreError::disk(path))?.collect() } else { Vec::new() };
        let is_ours = |entry: &io::Result<fs::DirEntry>| {
            entry.as_ref().is_ok_and(|entry| ours.iter().any(|name| entry.file_name() == *name))
        };
        if !entries.iter().all(is_ours) {
            return Err(StoreError::refused(format!("{} holds other files; a store needs a folder of its own", path.display())));
        }
        for folder in [RELEASES, STAGING, TRASH] {
            let folder = path.join(folder);
            fs::create_dir_all(&folder).map_err(StoreError::disk(&folder))?;
        }
        // Git would change line ends, and with them every checksum.
        durable::replace(&path.join(".gitattributes"), b"* -text\n")?;
        settings.switch.prepare(path)?;
        settings.write(path)?;
        durable::sync_folder(path)?;
        Ok(Self { path: path.to_owned(), settings })
    }

    /// Opens a store.
    ///
    /// # Errors
    /// [`StoreError`] if the folder is no store, or one of a later format.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { path: path.to_owned(), settings: Settings::read(path)? })
    }

    /// Its folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How it was set up.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The folder that a web server serves.
    #[must_use]
    pub fn web_root(&self) -> PathBuf {
        self.settings.switch.web_root(&self.path)
    }

    /// A folder on the way to the store that other accounts cannot enter, such as a web server's. `None` where there are no modes.
    #[must_use]
    pub fn closed_folder(&self) -> Option<PathBuf> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let whole = fs::canonicalize(&self.path).ok()?;
            let is_closed = |folder: &&Path| fs::metadata(folder).is_ok_and(|data| data.permissions().mode() & 0o001 == 0);
            whole.ancestors().find(is_closed).map(Path::to_owned)
        }
        #[cfg(not(unix))]
        None
    }

    /// The version that readers see. `None` before the first activation.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub fn current(&self) -> Result<Option<Version>, StoreError> {
        self.settings.switch.current(&self.path)
    }

    /// The folder of a release.
    #[must_use]
    pub fn folder(&self, version: &Version) -> PathBuf {
        self.path.join(RELEASES).join(version.as_str())
    }

    /// The web root of a release.
    #[must_use]
    pub fn data(&self, version: &Version) -> PathBuf {
        self.folder(version).join(DATA)
    }

    /// A release's bag.
    ///
    /// # Errors
    /// [`StoreError`] if there is no such release or it cannot be read.
    pub fn bag(&self, version: &Version) -> Result<Bag, StoreError> {
        Bag::read(&self.kept_folder(version)?)
    }

    /// What a release's `bag-info.txt` says.
    ///
    /// # Errors
    /// [`StoreError`] if there is no such release or it cannot be read.
    pub fn info(&self, version: &Version) -> Result<BagInfo, StoreError> {
        BagInfo::read(&self.kept_folder(version)?)
    }

    /// The folder of a release that is kept.
    fn kept_folder(&self, version: &Version) -> Result<PathBuf, StoreError> {
        let folder = self.folder(version);
        let is_there = match fs::symlink_metadata(&folder) {
            Ok(data) => data.is_dir(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(StoreError::disk(&folder)(error)),
        };
        if !is_there {
            let known = self.history()?.iter().any(|line| line.version.as_ref() == Some(version));
            let why = if known { "is no longer kept" } else { "is not in this store" };
            return Err(StoreError::refused(format!("release {version} {why}; `shelfmark releases` lists them")));
        }
        Ok(folder)
    }

    /// What happened, oldest first. A last line that was not completed is left out.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails or a line was changed.
    pub fn history(&self) -> Result<Vec<Line>, StoreError> {
        history::read(&self.path)
    }

    /// The number of the newest release that the history in a folder names, whether or not the rest of the store is there.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails or a line was changed.
    pub fn last_seq(path: &Path) -> Result<u64, StoreError> {
        Ok(history::read(path)?.iter().map(|line| line.seq).max().unwrap_or(0))
    }

    /// All releases, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub fn releases(&self) -> Result<Vec<Release>, StoreError> {
        let current = self.current()?;
        let mut found: BTreeMap<u64, Release> = BTreeMap::new();
        for line in self.history()? {
            let Some(version) = line.version else { continue };
            match line.event {
                Event::Committed => {
                    let (at, by, tagmanifest) = (line.at, line.by, line.tagmanifest.unwrap_or_default());
                    let release = Release { seq: line.seq, version, at, by, tagmanifest, state: State::Held, pinned: false };
                    found.insert(release.seq, release);
                }
                event => {
                    let Some(release) = found.values_mut().find(|release| release.version == version) else { continue };
                    match event {
                        Event::Activated => release.state = State::Kept,
                        Event::Pruned => release.state = State::Pruned,
                        Event::Withdrawn => release.state = State::Withdrawn,
                        Event::Pinned => release.pinned = true,
                        Event::Unpinned => release.pinned = false,
                        Event::Committed | Event::Activating | Event::Abandoned => {}
                    }
                }
            }
        }
        for release in found.values_mut().filter(|release| matches!(release.state, State::Held | State::Kept)) {
            let data = fs::symlink_metadata(self.folder(&release.version));
            if data.is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
                release.state = State::Missing;
            }
        }
        if let Some(release) = current.and_then(|version| found.values_mut().find(|release| release.version == version)) {
            release.state = State::Current;
        }
        Ok(found.into_values().collect())
    }

    /// The releases whose files are kept, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub fn kept(&self) -> Result<Vec<Release>, StoreError> {
        let mut releases = self.releases()?;
        releases.retain(|release| !matches!(release.state, State::Pruned | State::Withdrawn | State::Missing));
        Ok(releases)
    }

    /// The release that readers saw last, as the history has it.
    pub(super) fn last_seen(&self) -> Result<Option<Version>, StoreError> {
        Ok(self.history()?.into_iter().rev().find(|line| line.event == Event::Activated).and_then(|line| line.version))
    }

    /// The newest release whose files are kept, whether readers see it or not: what a new release is compared with and linked to.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub fn newest(&self) -> Result<Option<Version>, StoreError> {
        Ok(self.kept()?.pop().map(|release| release.version))
    }

    /// The site that a new release is compared with: what readers see, or else the newest release. `None` in an empty store.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read.
    pub fn baseline(&self) -> Result<Option<(Version, PublishedSite)>, StoreError> {
        let version = match self.current()? {
            Some(version) => Some(version),
            None => self.newest()?,
        };
        version.map(|version| Ok((version.clone(), self.site(&version)?))).transpose()
    }

    /// The site of a release.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read.
    pub fn site(&self, version: &Version) -> Result<PublishedSite, StoreError> {
        PublishedSite::read(&self.data(version))
    }

    /// The release that a rollback goes to if none is named: the content that readers saw before what they see now. Content that
    /// was taken back is passed over.
    ///
    /// # Errors
    /// [`StoreError`] if there is none, it cannot be read, or the disk fails.
    pub fn previous(&self) -> Result<Version, StoreError> {
        let none = || StoreError::refused("there is no earlier release to go back to".to_owned());
        let current = self.current()?.ok_or_else(none)?;
        let kept = self.kept()?;
        // The content that each step showed: a rollback shows that of an older release, and ends what came in between.
        let mut shown: Vec<Version> = Vec::new();
        for release in kept.iter().filter(|release| release.state != State::Held) {
            match self.info(&release.version)?.restores {
                Some(restored) => match shown.iter().position(|version| *version == restored) {
                    Some(at) => shown.truncate(at + 1),
                    None => shown = vec![restored],
                },
                None => shown.push(release.version.clone()),
            }
            if release.version == current {
                break;
            }
        }
        shown.pop();
        shown.pop().filter(|version| kept.iter().any(|release| release.version == *version)).ok_or_else(none)
    }
}

/// A moment as it is written in files of a store: UTC, to the second.
fn written(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Random hexadecimal digits, for names that cannot be guessed.
fn random_hex<const N: usize>() -> io::Result<String> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(hexadecimal(&bytes))
}
