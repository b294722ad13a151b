//! `shelfmark diff`.

use std::path::Path;

use clap::Args;

use super::store::StoreAt;
use super::{End, Format, Voice, Where, report};
use crate::pipeline::Difference;
use crate::release::{Changes, DatasetChange, Fate, TableChange};
use crate::store::{PublishedSite, Version};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The earlier one: a release, or the folder of a built site
    #[arg(value_name = "OLD")]
    before: String,
    /// The later one
    #[arg(value_name = "NEW")]
    now: String,
    #[command(flatten)]
    at: StoreAt,
}

pub(super) fn run(arguments: &Arguments, place: &Where, voice: &Voice) -> anyhow::Result<End> {
    let (before, now) = (site(arguments, place, &arguments.before)?, site(arguments, place, &arguments.now)?);
    let difference = Difference::between_published(&before, &now);
    if voice.format == Format::Json {
        report::output(&(serde_json::to_string_pretty(&difference.changes)? + "\n"));
    } else {
        report::output(&told(&difference.changes));
    }
    Ok(End::Done)
}

/// A folder, or a release of the store.
fn site(arguments: &Arguments, place: &Where, named: &str) -> anyhow::Result<PublishedSite> {
    let folder = Path::new(named);
    if folder.is_dir() || folder.is_file() {
        return Ok(PublishedSite::read(folder)?);
    }
    let version = Version::new(named).map_err(|_| anyhow::anyhow!("{named} is neither a folder nor a release"))?;
    let store = arguments.at.open(place)?;
    store.bag(&version)?;
    Ok(PublishedSite::read(&store.data(&version))?)
}

/// The changes for people.
fn told(changes: &Changes) -> String {
    if changes.datasets.is_empty() {
        return "no dataset differs\n".to_owned();
    }
    let told = changes.datasets.iter().map(|(id, change)| format!("{id}: {}\n{}", change.in_short(), details(change)));
    told.collect::<Vec<_>>().concat()
}

fn details(change: &DatasetChange) -> String {
    let [before, now] = &change.version;
    let mut lines = Vec::new();
    if change.fate == Fate::Changed {
        let next = change.step().after(before).filter(|next| before == now && next != now);
        let asks = next.map_or_else(String::new, |next| format!("; the next is {next}"));
        lines.push(if before == now {
            format!("version {now}, as before{asks}")
        } else {
            format!("version {before}, now {now}")
        });
    }
    for (name, table) in &change.tables {
        lines.extend(of_table(name, table));
    }
    lines.into_iter().flat_map(|line| ["  ".to_owned(), line, "\n".to_owned()]).collect()
}

fn of_table(name: &str, table: &TableChange) -> Vec<String> {
    let mut lines = vec![format!("{name}: {} rows before, {} now", table.rows[0], table.rows[1])];
    if table.rows_added.is_none() && table.fate == Fate::Changed {
        lines.push(format!("{name}: the cells were not compared, as only release.json is at hand"));
    }
    for (column, gone) in &table.values_gone {
        lines.push(format!("{name}: values of {column} that are gone: {}", gone.join(", ")));
    }
    for revision in &table.revisions {
        let by = revision.percent.map_or_else(String::new, |percent| format!(" ({percent:+.1}%)"));
        lines.push(format!("{name}: {} for {}: {} became {}{by}", revision.column, revision.key, revision.before, revision.now));
    }
    if table.revised > table.revisions.len() {
        lines.push(format!("{name}: and {} more values", table.revised - table.revisions.len()));
    }
    lines
}
