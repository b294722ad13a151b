//! Writes a site's files to a folder: the last stage, and the only one that writes.
//!
//! In: routes and the pure function that renders one. Out: [`stage`] gives a list of all files with their hashes, and what changed
//! lies beside the output folder; [`Staged::commit`] moves it in. [`render_files`] gives the same files to any other place.
//! Invariant: the folder is touched only when every route has been rendered. Until then a finding or a full disk leaves it as it
//! was. Files with the same bytes are not written again, and unless an author says otherwise only files that an earlier build
//! wrote are removed.

mod audit_log;
mod choices;
mod list;
mod output;
mod record;
mod replace;
mod staging;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

pub use audit_log::AuditLog;
pub use choices::Choices;
pub use list::{LIST, built_paths, listed_paths, sums};
pub use output::{Output, OutputError};
pub use record::{Lock, LockError, read_rows, write_rows};
pub use replace::replace_file;

use crate::diagnostic::{Diagnostic, Findings};
use crate::route::{Route, SitePath};
use crate::site::Site;
use crate::timings::{Stage, Timings};
use list::listed;
use staging::Staging;

/// How many files a build changed in a folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or changed.
    pub written: usize,
    /// Files that were already the same.
    pub unchanged: usize,
    /// Files from earlier builds that are no longer part of the site.
    pub removed: usize,
}

/// A file of a site: what a manifest says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagedFile {
    /// Its path below the site's root.
    pub path: SitePath,
    /// Its size in bytes.
    pub size: u64,
    /// The SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// Whether these bytes are new in the place that they go to.
    pub is_changed: bool,
}

/// Why a site could not be staged. The place that it goes to is as it was.
#[derive(Debug, thiserror::Error)]
pub enum StageError<E = WriteError> {
    /// Pages could not be rendered.
    #[error("a page could not be rendered")]
    Render(Findings),
    /// The disk refuses.
    #[error(transparent)]
    Disk(#[from] E),
}

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {error}", path.display())]
pub struct WriteError {
    path: PathBuf,
    error: io::Error,
}

impl WriteError {
    fn disk(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self { path, error }
    }
}

/// A whole site that waits to be committed: every file that the folder does not have yet lies beside it.
pub struct Staged<'a> {
    out: &'a Output,
    staging: Staging,
    /// Whether the output folder was not there.
    is_new: bool,
    files: Vec<StagedFile>,
}

/// Renders every route and writes what changed beside the output folder, which is not touched.
///
/// # Errors
/// [`StageError::Render`] with the findings of templates, [`StageError::Disk`] if the disk refuses.
pub fn stage<'a, R>(
    out: &'a Output,
    site: &Site,
    routes: &[Route],
    timings: &Timings,
    render: R,
) -> Result<Staged<'a>, StageError>
where
    R: Fn(&Route) -> Result<Vec<u8>, Box<Diagnostic>> + Sync,
{
    let folder = out.path();
    let staging = Staging::of(folder)?;
    let is_new = !folder.exists();
    if is_new {
        staging.make_folders(routes.iter().map(|route| route.path(&site.catalogue)))?;
    }
    let files = render_files(
        site,
        routes,
        &[],
        timings,
        render,
        |_| None,
        |path, bytes, _| {
            let is_changed = is_new || !has_bytes(&folder.join(path.as_str()), bytes);
            if is_changed {
                staging.put(path, bytes)?;
            }
            Ok(is_changed)
        },
    )?;
    Ok(Staged { out, staging, is_new, files })
}

impl Staged<'_> {
    /// Every file of the site, in the order of its routes: what a manifest lists, and what a scan reads.
    #[must_use]
    pub fn files(&self) -> &[StagedFile] {
        &self.files
    }

    /// Files in the output folder that neither this site nor the list of an earlier build explains. Nobody else says that they may
    /// be public: a dataset that was withdrawn can be among them. Names that begin with a dot are for servers and git, and not told.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn foreign(&self) -> Result<Vec<String>, WriteError> {
        let folder = self.out.path();
        if self.is_new {
            return Ok(Vec::new());
        }
        let before = built_paths(self.out).map_err(WriteError::disk(folder))?;
        let mut known: BTreeSet<String> = before.iter().map(|path| path.to_lowercase()).collect();
        known.extend(self.files.iter().map(|file| file.path.as_str().to_lowercase()));
        let mut foreign = Vec::new();
        let entries = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter();
        for entry in entries.filter_entry(|entry| !entry.file_name().as_encoded_bytes().starts_with(b".")) {
            let entry = entry.map_err(|error| WriteError::disk(folder)(error.into()))?;
            let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let path = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
            if !entry.file_type().is_dir() && !known.contains(&path.to_lowercase()) {
                foreign.push(path);
            }
        }
        Ok(foreign)
    }

    /// Moves what changed into the output folder, and removes files of an earlier build that are no longer part of the site, and
    /// those in `unwanted`.
    ///
    /// # Errors
    /// If the disk refuses. Then some new files can be in place already; the next build completes them.
    pub fn commit(self, unwanted: &[String]) -> Result<Written, WriteError> {
        let Self { out, staging, is_new, files } = self;
        let changed: Vec<&SitePath> = files.iter().filter(|file| file.is_changed).map(|file| &file.path).collect();
        let names: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let folder = out.path();
        let mut written = Written { written: changed.len(), unchanged: files.len() - changed.len(), removed: 0 };
        if is_new {
            staging.become_folder(folder)?;
            return Ok(written);
        }
        let before = built_paths(out).map_err(WriteError::disk(folder))?;
        let before: BTreeSet<&str> = before.iter().chain(unwanted).map(String::as_str).collect();
        // If the disk fails from here on, the next build must still recognise these files as its own.
        if !names.is_subset(&before) {
            list::extend(out, &files)?;
        }
        let (list, content): (Vec<&SitePath>, Vec<&SitePath>) = changed.into_iter().partition(|path| path.as_str() == LIST);
        staging.move_in(folder, &content)?;
        let stale: Vec<&str> = before.difference(&names).copied().collect();
        written.removed = remove_stale(folder, &stale, &names)?;
        staging.move_in(folder, &list)?;
        Ok(written)
    }
}

/// Renders every route and puts each file where it goes, in parallel, and so with files that are kept as they are. `put` says
/// whether the bytes are new there. The last file is the list of all others.
///
/// # Errors
/// [`StageError::Render`] with the findings of templates, [`StageError::Disk`] with the error of `put`.
pub fn render_files<R, K, P, E>(
    site: &Site,
    routes: &[Route],
    kept: &[String],
    timings: &Timings,
    render: R,
    read: K,
    put: P,
) -> Result<Vec<StagedFile>, StageError<E>>
where
    R: Fn(&Route) -> Result<Vec<u8>, Box<Diagnostic>> + Sync,
    K: Fn(&str) -> Option<Vec<u8>> + Sync,
    P: Fn(&SitePath, &[u8], [u8; 32]) -> Result<bool, E> + Sync,
    E: Send,
{
    let findings = Mutex::new(Vec::new());
    let failed = AtomicUsize::new(0);
    let put = |path: SitePath, bytes: &[u8]| {
        let sha256 = Sha256::digest(bytes).into();
        let is_changed = put(&path, bytes, sha256)?;
        Ok(StagedFile { path, size: bytes.len() as u64, sha256, is_changed })
    };
    let rendered: Vec<Option<StagedFile>> = routes
        .par_iter()
        .map(|route| {
            // One broken template breaks every page of its kind, so a few failures are enough.
            if failed.load(Ordering::Relaxed) > 20 {
                return Ok(None);
            }
            match timings.of(Stage::Render, || render(route)) {
                Ok(bytes) => timings.of(Stage::Write, || put(route.path(&site.catalogue), &bytes)).map(Some),
                Err(finding) => {
                    failed.fetch_add(1, Ordering::Relaxed);
                    if let Ok(mut findings) = findings.lock() {
                        findings.push(*finding);
                    }
                    Ok(None)
                }
            }
        })
        .collect::<Result<_, E>>()?;
    let findings = findings.into_inner().unwrap_or_default();
    if !findings.is_empty() {
        return Err(StageError::Render(findings.into_iter().collect()));
    }
    let mut files: Vec<StagedFile> = rendered.into_iter().flatten().collect();
    let kept = kept.par_iter().filter_map(|path| Some(put(SitePath::new(path.as_str()), &read(path)?)));
    files.extend(kept.collect::<Result<Vec<_>, E>>()?);
    let list = put(SitePath::new(LIST), listed(&files).as_bytes())?;
    files.push(list);
    Ok(files)
}

/// Whether a file holds these bytes. A link is never followed, and the file is not held as a whole.
#[must_use]
pub fn has_bytes(path: &Path, bytes: &[u8]) -> bool {
    let same_size = fs::symlink_metadata(path).is_ok_and(|data| data.is_file() && data.len() == bytes.len() as u64);
    let same = || {
        let mut there = fs::File::open(path)?;
        let mut block = vec![0; bytes.len().min(64 * 1024)];
        let mut rest = bytes;
        while !rest.is_empty() {
            match there.read(&mut block)? {
                read @ 1.. if rest.starts_with(&block[..read]) => rest = &rest[read..],
                _ => return Ok::<bool, io::Error>(false),
            }
        }
        Ok(true)
    };
    same_size && same().unwrap_or(false)
}

/// Removes files that only an earlier build wrote, and folders that become empty.
fn remove_stale(out: &Path, stale: &[&str], now: &BTreeSet<&str>) -> Result<usize, WriteError> {
    let lower: BTreeMap<String, &str> = now.iter().map(|path| (path.to_lowercase(), *path)).collect();
    let mut removed = 0;
    for path in stale {
        let file = out.join(path);
        // Windows and macOS ignore case, so this may be a current file under an old name. Rename it.
        if let Some(other) = lower.get(&path.to_lowercase()).map(|other| out.join(other))
            && let (Ok(one), Ok(same)) = (file.canonicalize(), other.canonicalize())
            && one == same
        {
            fs::rename(&file, &other).map_err(WriteError::disk(&other))?;
            continue;
        }
        match fs::remove_file(&file) {
            Ok(()) => removed += 1,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(WriteError { path: file, error }),
        }
        let folders = file.ancestors().skip(1).take_while(|folder| *folder != out);
        // Removal fails for a folder that is not empty, which must stay.
        folders.map(fs::remove_dir).take_while(Result::is_ok).count();
    }
    Ok(removed)
}
