//! `shelfmark new`.

use std::path::PathBuf;

use clap::Args;

use super::{End, report};
use crate::scaffold::new_portal;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder to create
    dir: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let files = new_portal(&arguments.dir)?;
    report::say(&format!("created a portal with {files} files in {}", arguments.dir.display()));
    report::say("datasets/ will hold the counts that the site hides: keep this folder, its repository and its copies private");
    report::say(
        "for information governance: SECURITY.md, information-governance/, checks for GitHub, GitLab and Azure DevOps, a commit hook",
    );
    report::say(&format!("next: cd {} && shelfmark build", arguments.dir.display()));
    Ok(End::Done)
}
