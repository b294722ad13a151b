//! `shelfmark verify`.

use clap::Args;

use super::store::{StoreAt, version};
use super::{End, Voice, Where, report};
use crate::diagnostic::counted;
use crate::store::{Seen, Trusted, Version};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The release [default: the one that readers see]
    #[arg(value_name = "VERSION", conflicts_with = "all")]
    release: Option<String>,
    #[command(flatten)]
    at: StoreAt,
    /// All releases that are kept
    #[arg(long)]
    all: bool,
    /// Also refuse what this minisign key, or the key in this file, has not signed
    #[arg(long, value_name = "KEY")]
    require_signature: Option<String>,
}

pub(super) fn run(arguments: &Arguments, place: &Where, voice: &Voice) -> anyhow::Result<End> {
    let store = arguments.at.open(place)?;
    let trusted = arguments.require_signature.as_deref().map(Trusted::read).transpose()?;
    let versions: Vec<Version> = match &arguments.release {
        _ if arguments.all => store.kept()?.into_iter().map(|release| release.version).collect(),
        Some(named) => vec![version(named)?],
        None => store.current()?.into_iter().collect(),
    };
    if versions.is_empty() {
        anyhow::bail!("there is no release to verify; name one, or use --all");
    }
    let (mut seen, mut errors, mut files) = (Seen::default(), 0, 0);
    for version in &versions {
        for fault in store.verify(version, trusted.as_ref(), &mut seen)? {
            errors += usize::from(fault.kind.is_error());
            let severity = if fault.kind.is_error() { "error" } else { "warning" };
            report::note(&format!("{severity}: release {version}: {fault}"));
        }
        files += store.bag(version)?.manifest.len();
    }
    if errors > 0 {
        report::note(
            "restore the files from a copy of the store (rsync -aH) or build the release again; do not write its manifest anew",
        );
        return Ok(End::Refused);
    }
    report::done(voice, &format!("verified {}, {}", counted(versions.len(), "release"), counted(files, "file")));
    Ok(End::Done)
}
