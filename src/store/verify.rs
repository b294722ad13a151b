//! Whether a release is still what its manifest says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use super::bag::{DECLARATION, INFO, MANIFEST, NOTES, SIGNATURE, TAG_MANIFEST, unhex};
use super::{Bag, DATA, Fault, FaultKind, Store, StoreError, Trusted, Version};

/// A file that was read: what the system knows it by, and its SHA-256.
type Read = ((u64, u64), [u8; 32]);

/// Hashes of files that were read already: files that releases share are read once.
#[derive(Debug, Default)]
pub struct Seen(BTreeMap<(u64, u64), [u8; 32]>);

impl Store {
    /// Everything wrong with a release: errors and warnings.
    ///
    /// # Errors
    /// [`StoreError`] if there is no such release or its tag files cannot be read.
    pub fn verify(&self, version: &Version, trusted: Option<&Trusted>, seen: &mut Seen) -> Result<Vec<Fault>, StoreError> {
        let bag = self.bag(version)?;
        let mut faults = faults(&bag, seen, &|_| true)?;
        let releases = self.releases()?;
        let known = releases.iter().find(|release| release.version == *version);
        let is_known = known.is_some_and(|release| release.tagmanifest == bag.tagmanifest && release.seq == bag.info.seq);
        if !is_known || bag.info.version != *version {
            faults.push(Fault { path: TAG_MANIFEST.to_owned(), kind: FaultKind::NotTheCommitted });
        }
        if let Some(why) = trusted.and_then(|trusted| trusted.fault(&bag, &self.settings().id)) {
            faults.push(Fault { path: SIGNATURE.to_owned(), kind: FaultKind::Unsigned(why) });
        }
        Ok(faults)
    }

    /// Refuses a release whose data is damaged: what the next one reads of it, and would publish again.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with what is wrong.
    pub fn must_verify_data(&self, version: &Version) -> Result<(), StoreError> {
        let is_data = |path: &str| !path.starts_with("assets/") && !path.starts_with("search/");
        let mut faults = faults(&self.bag(version)?, &mut Seen::default(), &is_data)?;
        faults.retain(|fault| fault.kind.is_error() && fault.path.strip_prefix("data/").is_none_or(is_data));
        if faults.is_empty() { Ok(()) } else { Err(StoreError::Damaged { version: version.to_string(), faults }) }
    }

    /// Refuses a release that is damaged.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with what is wrong.
    pub fn must_verify(&self, version: &Version, trusted: Option<&Trusted>) -> Result<(), StoreError> {
        let mut faults = self.verify(version, trusted, &mut Seen::default())?;
        faults.retain(|fault| fault.kind.is_error());
        if faults.is_empty() { Ok(()) } else { Err(StoreError::Damaged { version: version.to_string(), faults }) }
    }
}

/// What is wrong with a bag by itself. Files that need not be read are only looked at.
pub(super) fn faults(bag: &Bag, seen: &mut Seen, is_read: &(dyn Fn(&str) -> bool + Sync)) -> Result<Vec<Fault>, StoreError> {
    let mut faults = tag_faults(bag)?;
    let fault = |path: &str, kind| Fault { path: format!("{DATA}/{path}"), kind };
    let known = &*seen;
    let read: Vec<(Vec<Fault>, Option<Read>)> = bag
        .manifest
        .par_iter()
        .map(|(path, entry)| {
            let file = bag.file(path);
            let data = match fs::symlink_metadata(&file) {
                Ok(data) => data,
                Err(error) if is_absent(&error) => return Ok((vec![fault(path, FaultKind::Missing)], None)),
                Err(error) => return Err(StoreError::disk(&file)(error)),
            };
            if !data.is_file() {
                return Ok((vec![fault(path, FaultKind::NotAFile)], None));
            }
            let mut found: Vec<Fault> = mode_fault(&data).map(|kind| fault(path, kind)).into_iter().collect();
            if !is_read(path) {
                return Ok((found, None));
            }
            let inode = inode(&data);
            let hash = match inode.and_then(|inode| known.0.get(&inode)) {
                Some(hash) => *hash,
                None => hash(&file).map_err(StoreError::disk(&file))?,
            };
            if hash != entry.sha256 {
                let kind = if differs_by_line_ends(&file, &entry.sha256) { FaultKind::LineEnds } else { FaultKind::Changed };
                found.push(fault(path, kind));
            }
            Ok((found, inode.map(|inode| (inode, hash))))
        })
        .collect::<Result<_, StoreError>>()?;
    for (found, hash) in read {
        faults.extend(found);
        seen.0.extend(hash);
    }
    faults.extend(extra(bag)?);
    Ok(faults)
}

/// A folder in the path that is a file now counts as absent too.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// What is wrong with the files that describe the release.
fn tag_faults(bag: &Bag) -> Result<Vec<Fault>, StoreError> {
    let list = bag.folder.join(TAG_MANIFEST);
    let text = fs::read_to_string(&list).map_err(StoreError::disk(&list))?;
    let listed: BTreeMap<&str, [u8; 32]> =
        text.lines().filter_map(|line| line.split_once("  ")).filter_map(|(hash, name)| Some((name, unhex(hash)?))).collect();
    let mut faults = Vec::new();
    for name in [DECLARATION, INFO, MANIFEST, NOTES] {
        let file = bag.folder.join(name);
        let kind = match hash(&file) {
            Ok(there) if listed.get(name) == Some(&there) => continue,
            Ok(_) if listed.get(name).is_some_and(|right| differs_by_line_ends(&file, right)) => FaultKind::LineEnds,
            Ok(_) => FaultKind::Changed,
            Err(error) if is_absent(&error) => FaultKind::Missing,
            Err(error) => return Err(StoreError::disk(&file)(error)),
        };
        faults.push(Fault { path: name.to_owned(), kind });
    }
    Ok(faults)
}

/// What no manifest lists.
fn extra(bag: &Bag) -> Result<Vec<Fault>, StoreError> {
    let mut faults = Vec::new();
    let tags: BTreeSet<&str> = [DECLARATION, INFO, MANIFEST, NOTES, TAG_MANIFEST, SIGNATURE].into();
    for entry in WalkDir::new(&bag.folder).min_depth(1) {
        let entry = entry.map_err(|error| StoreError::disk(&bag.folder)(error.into()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let below = entry.path().strip_prefix(&bag.folder).unwrap_or(entry.path());
        let path = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        let is_listed = match path.strip_prefix("data/") {
            Some(path) => bag.manifest.contains_key(path),
            None => tags.contains(path.as_str()),
        };
        if !is_listed {
            faults.push(Fault { path, kind: FaultKind::Extra });
        }
    }
    Ok(faults)
}

fn hash(file: &Path) -> io::Result<[u8; 32]> {
    let mut file = File::open(file)?;
    let (mut hash, mut block) = (Sha256::new(), vec![0; 64 * 1024]);
    loop {
        match file.read(&mut block)? {
            0 => return Ok(hash.finalize().into()),
            read => hash.update(&block[..read]),
        }
    }
}

/// Git for Windows turns line ends into CR LF.
fn differs_by_line_ends(file: &Path, right: &[u8; 32]) -> bool {
    let Ok(bytes) = fs::read(file) else { return false };
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().peekable();
    while let Some(byte) = rest.next() {
        if *byte != b'\r' || rest.peek() != Some(&&b'\n') {
            plain.push(*byte);
        }
    }
    plain.len() < bytes.len() && <[u8; 32]>::from(Sha256::digest(&plain)) == *right
}

/// What the system knows a file by, however many names it has. `None` where that cannot be asked.
#[cfg_attr(unix, expect(clippy::unnecessary_wraps, reason = "other systems have none"))]
fn inode(data: &fs::Metadata) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Some((data.dev(), data.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = data;
        None
    }
}

/// Whether the mode of a file fits what everybody may read and nobody may write.
fn mode_fault(data: &fs::Metadata) -> Option<FaultKind> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        match data.mode() {
            mode if mode & 0o022 != 0 => Some(FaultKind::Writable),
            mode if mode & 0o004 == 0 => Some(FaultKind::Unreadable),
            _ => None,
        }
    }
    #[cfg(not(unix))]
    {
        let _ = data;
        None
    }
}
