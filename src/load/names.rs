//! Checks the names of files and folders.
//!
//! In: a folder of the portal. Out: findings about names that some systems do not allow, symbolic links and unused files.
//! Invariant: nothing is opened, and no link is followed.

use std::collections::BTreeMap;
use std::io::ErrorKind;

use walkdir::WalkDir;

use super::Root;
use super::root::{has_ending, unreadable};
use super::rules::{COLLISION, PORTABLE, SPECIAL_FILE, SYMLINK, TOO_LONG, UNUSED_FILE};
use crate::diagnostic::{Diagnostic, Findings, nearest};
use crate::model::{DEVICES, KEPT_BY_IIS, Ledger, Metadata, slug};
use crate::source::{Place, is_invisible};

/// Checks every name in a folder, and returns the regular files there as paths from that folder.
pub(super) fn detect(root: &Root, folder: &str, findings: &mut Findings) -> Vec<String> {
    let mut files = Vec::new();
    let mut siblings: BTreeMap<String, String> = BTreeMap::new();
    let is_published = !folder.starts_with("datasets");
    let walk = WalkDir::new(root.path().join(folder)).min_depth(1).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(|entry| entry.file_name() != ".git") {
        let entry = match entry {
            Ok(entry) => entry,
            // A folder that is not there has nothing in it.
            Err(error) if error.depth() == 0 && error.io_error().is_some_and(|error| error.kind() == ErrorKind::NotFound) => {
                continue;
            }
            Err(error) => {
                findings.push(unread(root, folder, error));
                continue;
            }
        };
        let Ok(below) = entry.path().strip_prefix(root.path()) else { continue };
        let path = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        let Some(name) = entry.file_name().to_str() else {
            let found = PORTABLE.finding("a name that is not UTF-8").at(Place::of_file(&visible(&path)), "");
            findings.push(found.help("rename it using a to z, 0 to 9, hyphens and dots"));
            continue;
        };
        let place = || Place::of_file(&visible(&path));
        if entry.path_is_symlink() {
            let found = SYMLINK.finding("a symbolic link, which is not followed").at(place(), "");
            findings.push(found.help("replace it with a copy of the file it points to"));
            continue;
        }
        if !entry.file_type().is_file() && !entry.file_type().is_dir() {
            let found = SPECIAL_FILE.finding("this is not a regular file").at(place(), "");
            findings.push(found.help("replace it with a regular file"));
            continue;
        }
        let problem = if is_published { published_problem(name) } else { problem(name) };
        if let Some(problem) = problem {
            let found = PORTABLE.finding(format!("a name {problem}")).at(place(), "");
            findings.push(found.help(format!("rename it, for example to `{}`", portable(name))));
        }
        if name.len() > 200 || path.len() > 240 {
            let found = TOO_LONG.finding(format!("a name of {} bytes in a path of {}", name.len(), path.len())).at(place(), "");
            findings.push(found.help("give it a name of at most 200 bytes, in a path of at most 240"));
        }
        if let Some(other) = siblings.insert(path.to_lowercase(), path.clone()) {
            let found =
                COLLISION.finding(format!("`{}` differs from this only in capital letters", visible(&other))).at(place(), "");
            findings.push(found.help("rename one of them"));
        }
        if entry.file_type().is_file() {
            if folder == "content" && has_ending(&path, "md") && path.split('/').any(|part| part.starts_with('.')) {
                let found = UNUSED_FILE.finding("this page is not published: its name begins with a dot").at(place(), "");
                findings.push(found.help("remove the dot to publish it, or move it out of content/"));
            }
            files.extend(path.strip_prefix(folder).map(|below| below.trim_start_matches('/').to_owned()));
        }
    }
    files
}

/// What is not read would be missing from the site without a word.
fn unread(root: &Root, folder: &str, error: walkdir::Error) -> Diagnostic {
    let below = error.path().and_then(|path| path.strip_prefix(root.path()).ok());
    let parts = below.map(|below| below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/"));
    let path = visible(&parts.unwrap_or_else(|| folder.to_owned()));
    unreadable(&path, &error.into_io_error().unwrap_or_else(|| ErrorKind::Other.into()))
}

/// Whether a file in a dataset's folder is a release note.
pub(super) fn is_note(path: &str) -> bool {
    path.strip_prefix("releases/").is_some_and(|name| has_ending(name, "md") && !name.starts_with('.'))
}

/// Reports the files in a dataset's folder that are not used.
pub(super) fn unused(files: &[String], folder: &str, metadata: &Metadata, code_lists: &[String], findings: &mut Findings) {
    let named = metadata.tables.iter().flat_map(|table| [table.file.as_str(), table.dictionary.as_str()]);
    let used: Vec<&str> = named
        .chain(["dataset.yaml", "dictionary.csv", "guidance.md", Ledger::FILE])
        .chain(code_lists.iter().map(String::as_str))
        .collect();
    for path in files.iter().filter(|path| !is_note(path) && !used.contains(&path.as_str())) {
        // A missing file named in dataset.yaml may be a misspelling of this one.
        let missing = used.iter().copied().filter(|name| !files.iter().any(|file| file == name));
        let help = match nearest(path, missing) {
            Some(near) => format!("dataset.yaml names `{near}`, which does not exist; if it means this file, correct the name"),
            None => "move it out of the portal's folder, or name it in dataset.yaml".to_owned(),
        };
        let whole = format!("{folder}/{path}");
        let found = UNUSED_FILE.finding("the portal does not use or publish this file");
        findings.push(found.at(Place::of_file(&visible(&whole)), "").help(help));
    }
}

/// The problem with a name, worded to follow "a name". `None` if the name is fine.
fn problem(name: &str) -> Option<&'static str> {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let inner = name.strip_suffix(".md").unwrap_or(name);
    match () {
        () if DEVICES.contains(&stem.as_str()) => Some("that Windows reserves"),
        () if KEPT_BY_IIS.contains(&name.to_lowercase().as_str()) => Some("that the web server IIS reserves"),
        () if name.ends_with(['.', ' ']) || inner.ends_with(['.', ' ']) => Some("with a dot or a space at the end"),
        () if name.contains(is_invisible) => Some("with an invisible character"),
        () if name.contains(['\\', ':', '*', '?', '"', '<', '>', '|', '%']) => {
            Some("with a character that some systems do not allow")
        }
        () => None,
    }
}

/// The same as [`problem`], for names that become part of an address.
fn published_problem(name: &str) -> Option<&'static str> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let fits = name.chars().all(is_plain);
    let is_option = name.starts_with('-');
    problem(name)
        .or(is_option.then_some("with a hyphen at the beginning, which commands take for an option"))
        .or((!fits).then_some("that cannot be used in an address"))
}

/// A similar name that every system allows.
fn portable(name: &str) -> String {
    let (stem, ending) = match name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
        Some((stem, ending)) if !ending.is_empty() => (stem, format!(".{}", slug(ending))),
        _ => (name, String::new()),
    };
    let plain = slug(stem);
    let slug = plain.trim_start_matches('-');
    let near = format!("{slug}{ending}");
    if slug.is_empty() || published_problem(&near).is_some() || KEPT_BY_IIS.contains(&near.replace('-', "_").as_str()) {
        return format!("{slug}-1{ending}");
    }
    near
}

/// A path as it may be printed, with invisible characters replaced.
fn visible(path: &str) -> String {
    path.chars().map(|c| if is_invisible(c) { '\u{fffd}' } else { c }).collect()
}
