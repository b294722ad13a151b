//! `shelfmark prune`.

use clap::Args;

use super::store::StoreAt;
use super::{End, Voice, Where, report};
use crate::diagnostic::counted;
use crate::store::Version;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// How many of the newest releases to keep, besides those that are always kept
    #[arg(long, value_name = "N")]
    keep: usize,
    #[command(flatten)]
    at: StoreAt,
}

pub(super) fn run(arguments: &Arguments, place: &Where, voice: &Voice) -> anyhow::Result<End> {
    let pruned = arguments.at.take(place)?.prune(arguments.keep)?;
    let names: Vec<&str> = pruned.gone.iter().map(Version::as_str).collect();
    for name in &names {
        place.recording.deleted(name, None);
    }
    let which = if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) };
    report::done(voice, &format!("pruned {}{which}; {} kept", counted(names.len(), "release"), pruned.kept));
    Ok(End::Done)
}
