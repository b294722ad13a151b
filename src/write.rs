//! Writes a site's files to a folder: the last stage, and the only one that writes.
//!
//! In: routes and the pure function that renders one. Out: a folder with their files, and what changed.
//! Invariant: the site in the folder is not touched until every route has been rendered. Until then files are staged
//! elsewhere, so a finding or a full disk leaves the site unchanged. Unchanged files are not written again, and only files
//! from earlier builds are removed.

mod output;
mod record;
mod staging;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

pub use output::{Output, OutputError};
pub use record::{Lock, LockError, built_paths, read_rows, write_rows};

use crate::diagnostic::{Diagnostic, Findings};
use crate::load::Root;
use crate::site::{Route, Site, SitePath};
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

/// Why a site was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A page could not be rendered.
    #[error("a page could not be rendered")]
    Render(Findings),
    /// A file could not be written.
    #[error("{}: {error}", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// The error from the system.
        error: io::Error,
    },
}

impl WriteError {
    fn disk(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::Disk { path, error }
    }
}

/// Writes a site into `out`.
///
/// # Errors
/// [`WriteError::Render`] with the template findings, or [`WriteError::Disk`] if the disk fails. In both cases the folder is
/// left as it was, unless the disk fails while changed files are being moved in.
pub fn write<R>(root: &Root, out: &Output, site: &Site, render: R) -> Result<Written, WriteError>
where
    R: Fn(&Route) -> Result<Vec<u8>, Box<Diagnostic>> + Sync,
{
    let routes = site.files();
    let paths: Vec<SitePath> = routes.iter().map(|route| route.path(&site.catalogue)).collect();
    let names: BTreeSet<&str> = paths.iter().map(SitePath::as_str).collect();
    let folder = out.path();
    let staging = Staging::of(folder)?;
    let is_new = !folder.exists();
    if is_new {
        staging.make_folders(&paths)?;
    }
    let changed = render_changed(folder, &routes, &paths, &staging, &render, is_new)?;
    let mut written = Written { written: changed.len(), unchanged: paths.len() - changed.len(), removed: 0 };
    if is_new {
        record::write_paths(root, out, &names)?;
        staging.become_folder(folder)?;
    } else {
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
    }
    Ok(written)
}

/// Renders every route and stages the files that differ from those in the folder.
fn render_changed<'p, R>(
    out: &Path,
    routes: &[Route],
    paths: &'p [SitePath],
    staging: &Staging,
    render: &R,
    is_new: bool,
) -> Result<Vec<&'p SitePath>, WriteError>
where
    R: Fn(&Route) -> Result<Vec<u8>, Box<Diagnostic>> + Sync,
{
    let findings = Mutex::new(Vec::new());
    let failed = AtomicUsize::new(0);
    let changed: Vec<Option<&SitePath>> = routes
        .par_iter()
        .zip(paths)
        .map(|(route, path)| {
            // One broken template breaks every page of its kind, so a few failures are enough.
            if failed.load(Ordering::Relaxed) > 20 {
                return Ok(None);
            }
            let bytes = match render(route) {
                Ok(bytes) => bytes,
                Err(finding) => {
                    failed.fetch_add(1, Ordering::Relaxed);
                    if let Ok(mut findings) = findings.lock() {
                        findings.push(*finding);
                    }
                    return Ok(None);
                }
            };
            if !is_new && has_bytes(&out.join(path.as_str()), &bytes) {
                return Ok(None);
            }
            staging.put(path, &bytes)?;
            Ok(Some(path))
        })
        .collect::<Result<_, WriteError>>()?;
    let findings = findings.into_inner().unwrap_or_default();
    if findings.is_empty() {
        return Ok(changed.into_iter().flatten().collect());
    }
    Err(WriteError::Render(findings.into_iter().collect::<Findings>().distinct()))
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
            Err(error) => return Err(WriteError::Disk { path: file, error }),
        }
        let folders = file.ancestors().skip(1).take_while(|folder| *folder != out);
        // Removal fails for a folder that is not empty, which must stay.
        folders.map(fs::remove_dir).take_while(Result::is_ok).count();
    }
    Ok(removed)
}
