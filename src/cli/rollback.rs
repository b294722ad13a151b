//! `shelfmark rollback`.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use super::store::{Signing, StoreAt, version};
use super::{End, Voice, Where, report};
use crate::diagnostic::counted;
use crate::pipeline;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The release whose content readers are to see again [default: the one before]
    #[arg(value_name = "VERSION")]
    release: Option<String>,
    #[command(flatten)]
    at: StoreAt,
    /// Why, for readers
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    signing: Signing,
    /// Write the paths whose content changed into a file, one a line, to clear caches
    #[arg(long, value_name = "FILE")]
    purge_list: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, place: &Where, voice: &Voice) -> anyhow::Result<End> {
    let asked = arguments.release.as_deref().map(version).transpose()?;
    let writer = arguments.at.take(place)?;
    let signer = arguments.signing.signer(writer.store())?;
    let back = pipeline::rollback(&writer, asked.as_ref(), arguments.reason.as_deref(), place.as_of(), signer.as_ref())?;
    place.recording.about(back.made.as_str());
    place.recording.shown(&writer.store().site(&back.made)?.facts);
    if let Some(file) = &arguments.purge_list {
        let lines: String = back.changed.iter().flat_map(|path| [path.as_str(), "\n"]).collect();
        fs::write(file, lines).with_context(|| format!("{} cannot be written", file.display()))?;
    }
    let line = format!(
        "readers see {} again instead of {}, as release {} with a notice; {} changed, and caches may still hold the old ones",
        back.to,
        back.from,
        back.made,
        counted(back.changed.len(), "file"),
    );
    report::done(voice, &line);
    Ok(End::Done)
}
