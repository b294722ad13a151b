//! `shelfmark release`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;

use super::store::{Signing, StoreAt, make, version};
use super::{End, Voice, Where, git, report};
use crate::audit::Event;
use crate::diagnostic::counted;
use crate::pipeline::{Order, Released, Until};
use crate::store::{PublishedSite, Store, StoreError};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The version, such as 2.0 [default: the next of the month, such as 2026.11.0]
    #[arg(value_name = "VERSION")]
    release: Option<String>,
    #[command(flatten)]
    at: StoreAt,
    /// What changed, in a Markdown file
    #[arg(long, value_name = "FILE")]
    note: Option<PathBuf>,
    #[command(flatten)]
    signing: Signing,
    /// Refuse if this published site, a folder or its release.json, is ahead of the store, as after a backup was restored
    #[arg(long, value_name = "DIR|FILE")]
    published: Option<PathBuf>,
    /// Do everything but keep the release
    #[arg(long)]
    dry_run: bool,
    /// Keep the release and show it to nobody yet; `shelfmark activate` does
    #[arg(long)]
    hold: bool,
    /// With --hold: the moment before which it cannot be activated, such as 2026-12-02T09:30:00Z
    #[arg(long = "at", value_name = "TIME", requires = "hold", value_parser = moment)]
    not_before: Option<DateTime<Utc>>,
}

impl Arguments {
    /// What the audit log says of it.
    pub(super) fn event(&self) -> Event {
        if self.dry_run { Event::Check } else { Event::Release }
    }
}

/// Reads a moment with its time zone.
fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    let read = DateTime::parse_from_rfc3339(text);
    read.map(|moment| moment.with_timezone(&Utc)).map_err(|_| {
        format!("`{text}` is not a time with a zone; write 2026-12-02T09:30:00Z, or 2026-07-01T09:30:00+01:00 in summer")
    })
}

pub(super) fn run(arguments: &Arguments, place: &Where, voice: &Voice) -> anyhow::Result<End> {
    let root = place.root()?;
    let asked = arguments.release.as_deref().map(version).transpose()?;
    let note = arguments
        .note
        .as_ref()
        .map(|file| fs::read_to_string(file).with_context(|| format!("the note {} cannot be read", file.display())));
    let note = note.transpose()?;
    let published = arguments.published.as_deref().map(PublishedSite::read).transpose()?;
    if let Some(seq) = published.as_ref().and_then(|site| site.facts.seq) {
        not_behind(seq, &arguments.at.path(place)?)?;
    }
    let writer = arguments.at.take(place)?;
    if writer.store().newest()?.is_none() {
        report::done(voice, "no earlier release to compare with");
    }
    let published = published.map_or_else(Vec::new, |site| site.facts.releases.into_iter().map(|past| past.version).collect());
    let signer = arguments.signing.signer(writer.store())?;
    let until = match arguments {
        Arguments { dry_run: true, .. } => Until::Sealed,
        Arguments { hold: true, .. } => Until::Committed,
        _ => Until::Active,
    };
    let not_before = arguments.not_before.map(|moment| moment.to_rfc3339_opts(SecondsFormat::Secs, true));
    let history = git::history(root.path());
    let order = Order { version: asked, note, signer, not_before, history, published, until };
    let released = make(&root, &writer, &order, place, voice)?;
    let Some(Released { prepared, info, changed }) = released else { return Ok(End::Refused) };
    let what = match until {
        Until::Sealed => "would release",
        Until::Committed => "made and held",
        Until::Active => "released",
    };
    place.recording.about(info.version.as_str());
    if until != Until::Sealed {
        place.recording.released(info.version.as_str(), info.files);
    }
    let line = format!(
        "{what} {}: {}, {} of which {changed} changed, {}",
        info.version,
        counted(prepared.site.catalogue.datasets.len(), "dataset"),
        counted(info.files, "file"),
        report::size(info.bytes),
    );
    report::done(voice, &line);
    std::mem::forget(prepared);
    Ok(End::Done)
}

/// Refuses a store that does not know the newest release of the site that readers see. It would give a version out twice, and
/// bring back what was withdrawn.
fn not_behind(published: u64, store: &Path) -> Result<(), StoreError> {
    let last = Store::last_seq(store)?;
    if last >= published {
        return Ok(());
    }
    Err(StoreError::Refused(format!(
        "the published site is at release number {published}, and {} at {last}: restore a newer copy of the store",
        store.display()
    )))
}
