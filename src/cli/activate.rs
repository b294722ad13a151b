//! `shelfmark activate`.

use std::thread;
use std::time::Duration;

use chrono::{DateTime, Utc};
use clap::Args;

use super::store::{StoreAt, tell_ledgers, version};
use super::{End, Voice, Where, report};
use crate::audit::Event;
use crate::load::{load_absent, load_settings};
use crate::model::{Absent, Date, Occasion};
use crate::store::{StoreError, Version, Writer};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The release
    #[arg(value_name = "VERSION")]
    release: String,
    #[command(flatten)]
    at: StoreAt,
    /// If it is too early, wait for the moment
    #[arg(long)]
    wait: bool,
    /// Do everything but show it to readers
    #[arg(long)]
    dry_run: bool,
}

impl Arguments {
    /// What the audit log says of it.
    pub(super) fn event(&self) -> Event {
        if self.dry_run { Event::Check } else { Event::Release }
    }

    pub(super) fn release(&self) -> &str {
        &self.release
    }
}

pub(super) fn run(arguments: &Arguments, place: &Where, voice: &Voice) -> anyhow::Result<End> {
    let version = version(&arguments.release)?;
    if arguments.wait {
        // Without the lock: others may go on, and the store may change until then.
        let moment = arguments.at.open(place)?.info(&version)?.not_before;
        let moment = moment.as_deref().and_then(|moment| DateTime::parse_from_rfc3339(moment).ok());
        while let Some(left) =
            moment.map(|moment| moment.with_timezone(&Utc) - place.now()).filter(|left| left.num_nanoseconds() > Some(0))
        {
            // In short steps, as the clock may be set meanwhile; and a moment longer than whole milliseconds say.
            let step = u64::try_from(left.num_milliseconds()).unwrap_or(0).min(60_000) + 1;
            thread::sleep(Duration::from_millis(step));
        }
    }
    let writer = arguments.at.take(place)?;
    may_be_seen(&writer, &version, place)?;
    if writer.store().current()?.as_ref() == Some(&version) {
        return Err(StoreError::refused(format!("readers see release {version} already")).into());
    }
    if arguments.dry_run {
        writer.may_activate(&version)?;
        report::done(voice, &format!("release {version} could be shown to readers now"));
        return Ok(End::Done);
    }
    writer.activate_new(&version)?;
    place.recording.shown(&writer.store().site(&version)?.facts);
    report::done(voice, &format!("readers see release {version}"));
    if let Ok(root) = place.root() {
        tell_ledgers(&root, &writer, voice);
    }
    Ok(End::Done)
}

/// Refuses a release with a dataset that the portal keeps back now: its day may have moved since the release was made.
fn may_be_seen(writer: &Writer, version: &Version, place: &Where) -> anyhow::Result<()> {
    let Ok(root) = place.root() else { return Ok(()) };
    let facts = writer.store().site(version)?.facts;
    let Some(settings) = load_settings(&root, facts.edition.as_deref()).0 else { return Ok(()) };
    let now = place.now();
    let occasion = Occasion { day: Date(now.date_naive()), at: Some(now), edition: facts.edition };
    let mut absent = facts.datasets.keys().filter_map(|id| load_absent(&root, id, &settings, &occasion));
    match absent.next() {
        None => Ok(()),
        Some(Absent { id, .. }) => {
            let why = format!("release {version} holds {id}, which this edition does not hold now: make the release again");
            Err(StoreError::refused(why).into())
        }
    }
}
