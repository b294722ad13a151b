//! What git says of the portal's folder, if git is there.

use std::path::Path;
use std::process::Command;

use crate::pipeline::Repository;
use crate::release::Source;

/// The commit of a folder, and whether files below it differ from that. `None` outside a repository or without git.
pub(super) fn source(folder: &Path) -> Option<Source> {
    let commit = git(folder, &["rev-parse", "HEAD"])?.trim().to_owned();
    // What this program writes is no change of the portal.
    let inputs = [".", ":(exclude)store", ":(exclude)public", ":(exclude).shelfmark", ":(exclude,glob)datasets/*/ledger.jsonl"];
    let dirty = !git(folder, &[&["status", "--porcelain", "--"][..], &inputs].concat())?.trim().is_empty();
    Some(Source { commit, dirty })
}

/// The repository that holds a folder, as a release asks for it.
pub(super) fn history(folder: &Path) -> Option<Repository> {
    let (source, folder) = (source(folder)?, folder.to_owned());
    let commit = source.commit.clone();
    Some(Repository { source, is_before: Box::new(move |other| is_before(&folder, &commit, other)) })
}

/// Whether a commit comes before another one. `false` if the repository does not know both.
fn is_before(folder: &Path, one: &str, other: &str) -> bool {
    one != other && git(folder, &["merge-base", "--is-ancestor", one, other]).is_some()
}

fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
