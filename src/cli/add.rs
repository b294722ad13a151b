//! `shelfmark add`.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::{End, report};
use crate::load::Root;
use crate::model::{DatasetId, Date};
use crate::scaffold::add_dataset;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The dataset's name: 1 to 80 of a to z, 0 to 9 and hyphens
    id: String,
    /// The CSV to draft from; it is copied
    #[arg(long, value_name = "FILE.csv")]
    from: PathBuf,
    /// The portal's folder [default: the nearest upwards with portal.yaml]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The day the draft is for [default: today, UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = Date::parse)]
    as_of: Option<Date>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let id = DatasetId::new(&arguments.id)?;
    let start = arguments.root.clone().map_or_else(std::env::current_dir, Ok).context("the current folder cannot be read")?;
    let root = Root::find(&start)?;
    let as_of = arguments.as_of.unwrap_or_else(|| Date(chrono::Utc::now().date_naive()));
    let draft = add_dataset(&root, &id, &arguments.from, as_of)?;
    report::say(&format!("drafted datasets/{id}/: {}", draft.summary));
    report::say("what only a person knows is marked TODO and fails `shelfmark check`:");
    for todo in &draft.to_do {
        report::say(&format!("  {todo}"));
    }
    Ok(End::Done)
}
