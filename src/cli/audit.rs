//! `shelfmark audit`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand};

use super::store::StoreAt;
use super::{End, Voice, Where, report};
use crate::audit::{Anchor, Line, anchored, faults, story};
use crate::diagnostic::counted;
use crate::store::{State, Store};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check that no line of an audit log was changed, taken out or lost
    Verify {
        /// The log
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        at: StoreAt,
    },
    /// Say in words what happened, to the whole portal or to one dataset
    Show {
        /// The log
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// A dataset or a release
        #[arg(value_name = "DATASET")]
        subject: Option<String>,
    },
}

pub(super) fn run(arguments: &Arguments, place: &Where, voice: &Voice) -> anyhow::Result<End> {
    match &arguments.command {
        Command::Verify { file, at } => {
            // A store that is named must be there; that of the portal need not.
            let path = at.path(place).ok().filter(|path| at.is_named() || path.exists());
            let anchors = path.map(|path| anchors(&Store::open(&path)?)).transpose()?.unwrap_or_default();
            let text = read(file)?;
            if text.is_empty() {
                anyhow::bail!("{} is empty: no line was ever written, or all are gone", file.display());
            }
            let found = faults(&text, &anchors);
            for fault in &found {
                report::note(&format!("error: {fault}"));
            }
            if !found.is_empty() {
                return Ok(End::Refused);
            }
            let releases = match anchored(&text, &anchors) {
                0 => "no release remembers it, so that lines at its end may be gone".to_owned(),
                some if some < anchors.len() => {
                    let others = anchors.len() - some;
                    let remember = if others == 1 { "release remembers" } else { "releases remember" };
                    format!(
                        "{} checked against it; {others} {remember} another log: check that one too",
                        counted(some, "release")
                    )
                }
                some => format!("{} checked against it", counted(some, "release")),
            };
            report::done(voice, &format!("{} in order; {releases}", counted(text.lines().count(), "line")));
            Ok(End::Done)
        }
        Command::Show { file, subject } => {
            for line in read(file)?.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok()) {
                if subject.is_none() || line.dataset == *subject {
                    report::say(&story(&line));
                }
            }
            Ok(End::Done)
        }
    }
}

/// The lines that the releases of a store remember.
fn anchors(store: &Store) -> anyhow::Result<Vec<(String, Anchor)>> {
    let mut anchors = Vec::new();
    for release in
        store.releases()?.into_iter().filter(|release| matches!(release.state, State::Current | State::Held | State::Kept))
    {
        let audit = store.info(&release.version)?.audit;
        anchors.extend(audit.as_deref().and_then(Anchor::parse).map(|anchor| (release.version.to_string(), anchor)));
    }
    Ok(anchors)
}

/// A line that was cut short may end within a letter.
fn read(file: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
