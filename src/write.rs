//! Writes a site's files to a folder: the last stage, and the only one that writes.
//!
//! In: routes and the pure function that renders one. Out: [`stage`] gives a list of all files with their hashes, and what changed
//! lies beside the output folder; [`Staged::commit`] moves it in.
//! Invariant: the folder is touched only when every route has been rendered. Until then a finding or a full disk leaves it as it
//! was. Files with the same bytes are not written again, and only files
//! that an earlier build wrote are ever removed.

mod output;
mod record;
mod replace;
mod staging;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

pub use output::{Output, OutputError};
pub use record::{Lock, LockError, built_paths, read_rows, write_rows};
pub use replace::replace_file;

use crate::diagnostic::{Diagnostic, Findings};
use crate::load::Root;
use crate::route::{Route, SitePath};
use crate::site::Site;
use crate::timings::{Stage, Timings};
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
}

/// Why a site could not be staged. The output folder is as it was.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// Pages could not be rendered.
    #[error("a page could not be rendered")]
    Render(Findings),
    /// The disk refuses.
    #[error(transparent)]
    Disk(#[from] WriteError),
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
    /// The files that are new or have changed.
    changed: Vec<SitePath>,
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
    let paths: Vec<SitePath> = routes.iter().map(|route| route.path(&site.catalogue)).collect();
    let folder = out.path();
    let staging = Staging::of(folder)?;
    let is_new = !folder.exists();
    if is_new {
        staging.make_folders(&paths)?;
    }
    let rendered = render_all((!is_new).then_some(folder), routes, &paths, &staging, timings, &render)?;
    let (mut files, mut changed) = (Vec::with_capacity(paths.len()), Vec::new());
    for (path, file) in paths.into_iter().zip(rendered) {
        if file.is_changed {
            changed.push(path.clone());
        }
        files.push(StagedFile { path, size: file.size, sha256: file.sha256 });
    }
    Ok(Staged { out, staging, is_new, files, changed })
}

impl Staged<'_> {
    /// Every file of the site, in the order of its routes: what a manifest lists, and what a scan reads.
    #[must_use]
    pub fn files(&self) -> &[StagedFile] {
        &self.files
    }

    /// Moves what changed into the output folder, and removes files of an earlier build that are no longer part of the site.
    ///
    /// # Errors
    /// If the disk refuses. Then some new files can be in place already; the next build completes them.
    pub fn commit(self, root: &Root) -> Result<Written, WriteError> {
        let Self { out, staging, is_new, files, changed } = self;
        let names: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let folder = out.path();
        let mut written = Written { written: changed.len(), unchanged: files.len() - changed.len(), removed: 0 };
        if is_new {
            record::write_paths(root, out, &names)?;
            staging.become_folder(folder)?;
            return Ok(written);
        }
        let before = built_paths(root, out).map_err(WriteError::disk(folder))?;
        let before: BTreeSet<&str> = before.iter().map(String::as_str).collect();
        // If the disk fails from here on, the next build must still recognise these files as its own.
        if !names.is_subset(&before) {
            record::write_paths(root, out, &before.union(&names).copied().collect())?;
        }
        staging.move_in(folder, &changed)?;
        let stale: Vec<&str> = before.difference(&names).copied().collect();
        if !stale.is_empty() {
            written.removed = remove_stale(folder, &stale, &names)?;
            record::write_paths(root, out, &names)?;
        }
        Ok(written)
    }
}

/// What became of a route.
struct RenderedFile {
    size: u64,
    sha256: [u8; 32],
    /// Whether the output folder does not have these bytes.
    is_changed: bool,
}

/// Renders every route and stages those whose bytes the output folder, if there is one, does not have.
fn render_all<R>(
    out: Option<&Path>,
    routes: &[Route],
    paths: &[SitePath],
    staging: &Staging,
    timings: &Timings,
    render: &R,
) -> Result<Vec<RenderedFile>, StageError>
where
    R: Fn(&Route) -> Result<Vec<u8>, Box<Diagnostic>> + Sync,
{
    let findings = Mutex::new(Vec::new());
    let failed = AtomicUsize::new(0);
    let put = |path: &SitePath, bytes: &[u8]| {
        let is_changed = !out.is_some_and(|out| has_bytes(&out.join(path.as_str()), bytes));
        if is_changed {
            staging.put(path, bytes)?;
        }
        Ok(RenderedFile { size: bytes.len() as u64, sha256: Sha256::digest(bytes).into(), is_changed })
    };
    let rendered: Vec<Option<RenderedFile>> = routes
        .par_iter()
        .zip(paths)
        .map(|(route, path)| {
            // One broken template breaks every page of its kind, so a few failures are enough.
            if failed.load(Ordering::Relaxed) > 20 {
                return Ok(None);
            }
            match timings.of(Stage::Render, || render(route)) {
                Ok(bytes) => timings.of(Stage::Write, || put(path, &bytes)).map(Some),
                Err(finding) => {
                    failed.fetch_add(1, Ordering::Relaxed);
                    if let Ok(mut findings) = findings.lock() {
                        findings.push(*finding);
                    }
                    Ok(None)
                }
            }
        })
        .collect::<Result<_, WriteError>>()?;
    let findings = findings.into_inner().unwrap_or_default();
    if findings.is_empty() {
        return Ok(rendered.into_iter().flatten().collect());
    }
    Err(StageError::Render(findings.into_iter().collect()))
}

fn has_bytes(path: &Path, bytes: &[u8]) -> bool {
    let same_size = fs::symlink_metadata(path).is_ok_and(|data| data.is_file() && data.len() == bytes.len() as u64);
    same_size && fs::read(path).is_ok_and(|there| there == bytes)
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
