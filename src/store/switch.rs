//! Leading readers from one release to another.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::bag::Manifest;
use super::recover::clear;
use super::{Bag, DATA, RELEASES, StoreError, Switch, Version, durable, random_hex};
use crate::write::has_bytes;

const LINK: &str = "current";
/// The web root of the modes without a link.
const WWW: &str = "www";
/// What stands in the web root, for the program; a web server does not serve it.
const STATE: &str = "www.json";
const RULE: &str = "web.config";

/// What stands in the web root.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Served {
    /// Folders with names that cannot be guessed, and the releases in them.
    #[serde(default)]
    folders: BTreeMap<String, Version>,
    /// The release that was copied last.
    #[serde(default)]
    copied: Option<Version>,
}

impl Switch {
    /// What readers' addresses lead to.
    pub(super) fn web_root(self, store: &Path) -> PathBuf {
        match self {
            Self::Symlink => store.join(LINK).join(DATA),
            Self::Rewrite | Self::Mirror => store.join(WWW),
        }
    }

    /// Makes what a new store needs.
    pub(super) fn prepare(self, store: &Path) -> Result<(), StoreError> {
        match self {
            Self::Symlink => Ok(()),
            Self::Rewrite | Self::Mirror => fs::create_dir_all(store.join(WWW)).map_err(StoreError::disk(store)),
        }
    }

    /// The version that readers see.
    pub(super) fn current(self, store: &Path) -> Result<Option<Version>, StoreError> {
        match self {
            Self::Symlink => {
                let link = store.join(LINK);
                match fs::read_link(&link) {
                    Ok(target) => {
                        let name = target.strip_prefix(RELEASES).ok().and_then(Path::to_str);
                        let version = name.and_then(|name| Version::new(name).ok());
                        let odd = || StoreError::refused(format!("{} does not lead to a release of this store", link.display()));
                        version.ok_or_else(odd).map(Some)
                    }
                    Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                    Err(error) if error.kind() == io::ErrorKind::InvalidInput => Err(StoreError::refused(format!(
                        "{} is a file and no link: a copy of the store has lost its links. Remove it, and name a release: \
                         shelfmark activate VERSION",
                        link.display()
                    ))),
                    Err(error) => Err(StoreError::disk(&link)(error)),
                }
            }
            Self::Rewrite => {
                let file = store.join(WWW).join(RULE);
                let rule = match fs::read_to_string(&file) {
                    Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                    other => other.map_err(StoreError::disk(&file))?,
                };
                let served = Served::read(store)?;
                Ok(served.folders.into_iter().find(|(folder, _)| rule.contains(folder.as_str())).map(|(_, version)| version))
            }
            Self::Mirror => Ok(Served::read(store)?.copied),
        }
    }

    /// Whether a switch that was interrupted has to be completed, because readers can see part of it.
    pub(super) fn is_resumed(self) -> bool {
        self == Self::Mirror
    }

    /// Removes from the web root what an interrupted switch has left.
    pub(super) fn forget_unknown(self, store: &Path) -> Result<(), StoreError> {
        if self != Self::Rewrite {
            return Ok(());
        }
        keep_only(&store.join(WWW), &Served::read(store)?.folders.into_keys().collect::<Vec<_>>())
    }

    /// Removes from the web root everything but what readers see: a release before it may be one that was withdrawn.
    pub(super) fn forget_others(self, store: &Path) -> Result<(), StoreError> {
        if self != Self::Rewrite {
            return Ok(());
        }
        let current = self.current(store)?;
        let mut served = Served::read(store)?;
        served.folders.retain(|_, version| Some(&*version) == current.as_ref());
        served.write(store)?;
        keep_only(&store.join(WWW), &served.folders.into_keys().collect::<Vec<_>>())
    }

    /// Leads readers to a release.
    pub(super) fn lead_to(self, store: &Path, bag: &Bag) -> Result<(), StoreError> {
        match self {
            Self::Symlink => link(store, &bag.info.version),
            Self::Rewrite => rewrite(store, bag),
            Self::Mirror => mirror(store, bag),
        }
    }
}

/// A new link takes the place of the old one by renaming: no reader meets a moment without it.
fn link(store: &Path, version: &Version) -> Result<(), StoreError> {
    let (beside, link) = (store.join(format!(".current.{}", std::process::id())), store.join(LINK));
    let target = Path::new(RELEASES).join(version.as_str());
    let make = || {
        durable::remove_if_there(&beside)?;
        #[cfg(unix)]
        std::os::unix::fs::symlink(&target, &beside)?;
        #[cfg(windows)]
        std::os::windows::fs::symlink_dir(&target, &beside)?;
        Ok(())
    };
    make().map_err(StoreError::disk(&beside))?;
    // Some file systems keep the name of a new link and lose where it leads if it is renamed before it is durable.
    durable::sync_folder(store)?;
    durable::rename(&beside, &link).map_err(StoreError::disk(&link))?;
    durable::sync_folder(store)
}

/// A copy of the release, made of links, under a name that cannot be guessed; then one rule that leads to it. Releases that are
/// not active are nowhere below the web root.
fn rewrite(store: &Path, bag: &Bag) -> Result<(), StoreError> {
    let www = store.join(WWW);
    let folder = random_hex::<16>().map_err(StoreError::disk(&www))?;
    let tree = www.join(&folder);
    for path in bag.manifest.keys() {
        place(&bag.file(path), &tree.join(path), Place::Link)?;
    }
    durable::sync_tree(&www)?;
    let mut served = Served::read(store)?;
    let before = Switch::Rewrite.current(store)?;
    served.folders.insert(folder.clone(), bag.info.version.clone());
    served.write(store)?;
    durable::replace(&www.join(RULE), rule(&folder).as_bytes())?;
    // Requests that have begun still read the release before; older ones go.
    let last_before = served.folders.iter().find(|(name, version)| **name != folder && Some(*version) == before.as_ref());
    let keep: Vec<String> = last_before.map(|(name, _)| name.clone()).into_iter().chain([folder]).collect();
    served.folders.retain(|name, _| keep.contains(name));
    served.write(store)?;
    keep_only(&www, &keep)
}

/// Removes all folders of the web root but some.
fn keep_only(www: &Path, keep: &[String]) -> Result<(), StoreError> {
    for entry in fs::read_dir(www).map_err(StoreError::disk(www))? {
        let entry = entry.map_err(StoreError::disk(www))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) && !keep.contains(&name) {
            clear(&entry.path())?;
            fs::remove_dir(entry.path()).map_err(StoreError::disk(&entry.path()))?;
        }
    }
    Ok(())
}

/// File by file: first what pages need, then data, then pages, and the home page last. No reference is ever broken.
fn mirror(store: &Path, bag: &Bag) -> Result<(), StoreError> {
    let www = store.join(WWW);
    no_links(&www)?;
    let mut paths: Vec<&String> = bag.manifest.keys().collect();
    paths.sort_by_key(|path| (rank(path), *path));
    for path in paths {
        place(&bag.file(path), &www.join(path), Place::Copy)?;
    }
    remove_others(&www, &www, &bag.manifest)?;
    durable::sync_tree(&www)?;
    Served { copied: Some(bag.info.version.clone()), ..Served::default() }.write(store)
}

/// When a file is copied: what others refer to comes first.
fn rank(path: &str) -> u8 {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        _ if path == "index.html" => 4,
        "html" | "xml" => 3,
        _ if path.starts_with("search/") => 2,
        _ if path.starts_with("assets/") => 0,
        _ => 1,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Link,
    Copy,
}

/// Puts a file of a release into the web root, with its time.
fn place(from: &Path, to: &Path, how: Place) -> Result<(), StoreError> {
    let make = || -> io::Result<()> {
        to.parent().map_or(Ok(()), fs::create_dir_all)?;
        if how == Place::Link && fs::hard_link(from, to).is_ok() {
            return Ok(());
        }
        let time = fs::metadata(from)?.modified()?;
        let bytes = fs::read(from)?;
        let same = |data: &fs::Metadata| data.is_file() && data.modified().is_ok_and(|there| there == time);
        if fs::symlink_metadata(to).is_ok_and(|data| same(&data)) && has_bytes(to, &bytes) {
            return Ok(());
        }
        let name = to.file_name().unwrap_or_default().to_string_lossy();
        let beside = to.with_file_name(format!(".{name}.new"));
        durable::remove_if_there(&beside)?;
        let mut new = fs::OpenOptions::new().write(true).create_new(true).open(&beside)?;
        io::Write::write_all(&mut new, &bytes)?;
        new.set_modified(time)?;
        drop(new);
        durable::rename(&beside, to)
    };
    make().map_err(StoreError::disk(to))
}

/// Refuses links in the web root: a copy would follow them out of the store.
fn no_links(www: &Path) -> Result<(), StoreError> {
    for entry in walkdir::WalkDir::new(www) {
        let entry = entry.map_err(|error| StoreError::disk(www)(error.into()))?;
        if entry.path_is_symlink() {
            return Err(StoreError::refused(format!("{} is a link; the copy needs a folder of its own", entry.path().display())));
        }
    }
    Ok(())
}

/// Removes files that are not of the release, and folders that become empty. Names that begin with a dot are for the server.
fn remove_others(www: &Path, folder: &Path, manifest: &Manifest) -> Result<(), StoreError> {
    for entry in fs::read_dir(folder).map_err(StoreError::disk(folder))? {
        let path = entry.map_err(StoreError::disk(folder))?.path();
        let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if is_hidden && path.extension().is_none_or(|end| end != "new") {
            continue;
        }
        let data = fs::symlink_metadata(&path).map_err(StoreError::disk(&path))?;
        if data.is_dir() {
            remove_others(www, &path, manifest)?;
            let _ = fs::remove_dir(&path); // fails if it is not empty
            continue;
        }
        let below = path.strip_prefix(www).unwrap_or(&path);
        let name = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        if !manifest.contains_key(&name) {
            fs::remove_file(&path).map_err(StoreError::disk(&path))?;
        }
    }
    Ok(())
}

impl Served {
    fn read(store: &Path) -> Result<Self, StoreError> {
        let file = store.join(STATE);
        match fs::read_to_string(&file) {
            Ok(text) => serde_json::from_str(&text).map_err(|error| StoreError::disk(&file)(error.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(StoreError::disk(&file)(error)),
        }
    }

    fn write(&self, store: &Path) -> Result<(), StoreError> {
        let file = store.join(STATE);
        let text = serde_json::to_string_pretty(self).map_err(|error| StoreError::disk(&file)(error.into()))?;
        durable::replace(&file, (text + "\n").as_bytes())
    }
}

/// The settings of IIS: one rule that leads to a folder, and what a static portal needs.
fn rule(folder: &str) -> String {
    include_str!("web.config").replace("{folder}", folder)
}
