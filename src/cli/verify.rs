//! `shelfmark verify`.

use std::sync::Arc;

use clap::Args;

use super::store::{StoreAt, stopped, version};
use super::{End, Voice, Where, git, report};
use crate::diagnostic::counted;
use crate::pipeline;
use crate::store::{FaultKind, Seen, State, Store, StoreError, Trusted, Version};
use crate::timings::Timings;

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
    /// Also build it again from the portal, and compare byte for byte
    #[arg(long, conflicts_with = "all")]
    rebuild: bool,
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
    let (mut seen, mut errors, mut files, mut damaged) = (Seen::default(), 0, 0, 0);
    for version in &versions {
        for fault in store.verify(version, trusted.as_ref(), &mut seen)? {
            errors += usize::from(fault.kind.is_error());
            damaged += usize::from(fault.kind.is_error() && !matches!(fault.kind, FaultKind::Unsigned(_)));
            let severity = if fault.kind.is_error() { "error" } else { "warning" };
            report::note(&format!("{severity}: release {version}: {fault}"));
        }
        files += store.bag(version)?.manifest.len();
    }
    let releases = if arguments.all { store.releases()? } else { Vec::new() };
    for release in releases.iter().filter(|release| release.state == State::Missing) {
        errors += 1;
        report::note(&format!("error: release {}: its folder is missing", release.version));
    }
    if errors > 0 {
        if damaged == 0 {
            return Ok(End::Refused);
        }
        report::note(
            "restore the files from a copy of the store (rsync -aH) or build the release again; do not write a new manifest for it",
        );
        return Ok(End::Refused);
    }
    if arguments.rebuild {
        return rebuild(&store, &versions[0], place, voice);
    }
    report::done(voice, &format!("verified {}, {}", counted(versions.len(), "release"), counted(files, "file")));
    Ok(End::Done)
}

/// Builds a release again and compares.
fn rebuild(store: &Store, version: &Version, place: &Where, voice: &Voice) -> anyhow::Result<End> {
    let root = place.root()?;
    let facts = store.site(version)?.facts;
    let made_with = concat!("shelfmark ", env!("CARGO_PKG_VERSION"));
    if facts.made_with != made_with {
        return Err(
            StoreError::Refused(format!("release {version} was made with {}, and this is {made_with}", facts.made_with)).into()
        );
    }
    if let (Some(then), Some(now)) = (&facts.source, git::source(root.path()))
        && (then.commit != now.commit || now.dirty)
    {
        let state = if now.dirty { " with changes" } else { "" };
        return Err(StoreError::Refused(format!(
            "release {version} was made from commit {}, and the portal is at {}{state}; check that commit out",
            then.commit, now.commit
        ))
        .into());
    }
    let differ = pipeline::rebuild(&root, store, version, &Arc::new(Timings::off())).map_err(stopped)?;
    if differ.is_empty() {
        report::done(
            voice,
            &format!("release {version} built again: {}, all the same", counted(store.bag(version)?.manifest.len(), "file")),
        );
        return Ok(End::Done);
    }
    report::note(&format!("error: release {version} built again: {} differ", counted(differ.len(), "file")));
    for path in &differ {
        report::note(&format!("  {path}"));
    }
    Ok(End::Refused)
}
