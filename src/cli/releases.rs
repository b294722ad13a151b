//! `shelfmark releases`.

use chrono::{DateTime, Utc};
use clap::Args;
use serde::Serialize;

use super::store::StoreAt;
use super::{End, Format, Voice, Where, report};
use crate::store::{Release, State, Store};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    at: StoreAt,
}

/// What is listed of a release.
#[derive(Serialize)]
struct Listed {
    version: String,
    sequence: u64,
    date: String,
    by: String,
    state: &'static str,
    bytes: Option<u64>,
    changed: Option<String>,
    restores: Option<String>,
    not_before: Option<String>,
}

pub(super) fn run(arguments: &Arguments, place: &Where, voice: &Voice) -> anyhow::Result<End> {
    let store = arguments.at.open(place)?;
    let listed: Vec<Listed> = store.releases()?.into_iter().map(|release| listed(&store, release)).collect();
    if voice.format == Format::Json {
        report::output(&(serde_json::to_string_pretty(&listed)? + "\n"));
        return Ok(End::Done);
    }
    let rows = listed.iter().map(|release| {
        [
            release.version.clone(),
            release.date.clone(),
            age(&release.date, place.now()),
            release.bytes.map_or_else(String::new, report::size),
            release.changed.clone().unwrap_or_default(),
            release.by.clone(),
            match (&release.restores, &release.not_before) {
                (Some(restored), _) => format!("{}, brings back {restored}", release.state),
                (None, Some(moment)) if release.state == "held" => format!("held until {moment}"),
                _ => release.state.to_owned(),
            },
        ]
    });
    let heading = ["VERSION", "DATE", "AGE", "SIZE", "CHANGED", "BY", "STATE"].map(ToOwned::to_owned);
    report::output(&table(&std::iter::once(heading).chain(rows).collect::<Vec<_>>()));
    Ok(End::Done)
}

fn listed(store: &Store, release: Release) -> Listed {
    // A release that is gone has no tag files.
    let info = store.info(&release.version).ok();
    Listed {
        state: match release.state {
            State::Current => "current",
            State::Held => "held",
            State::Kept if release.pinned => "pinned",
            State::Kept => "kept",
            State::Missing => "missing",
            State::Pruned => "pruned",
            State::Withdrawn => "withdrawn",
        },
        version: release.version.to_string(),
        sequence: release.seq,
        date: release.at,
        by: release.by,
        bytes: info.as_ref().map(|info| info.bytes),
        changed: info.as_ref().map(|info| info.changed.clone()),
        restores: info.as_ref().and_then(|info| info.restores.as_ref().map(ToString::to_string)),
        not_before: info.and_then(|info| info.not_before),
    }
}

/// How long ago a moment was.
fn age(moment: &str, now: DateTime<Utc>) -> String {
    let Ok(moment) = DateTime::parse_from_rfc3339(moment) else { return String::new() };
    match (now - moment.with_timezone(&Utc)).num_minutes() {
        minutes @ ..60 => format!("{} min", minutes.max(0)),
        minutes @ 60..2880 => format!("{} h", minutes / 60),
        minutes => format!("{} days", minutes / 1440),
    }
}

/// Columns below each other.
fn table(rows: &[[String; 7]]) -> String {
    let widths: [usize; 7] = std::array::from_fn(|at| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0));
    let line = |row: &[String; 7]| {
        let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}
