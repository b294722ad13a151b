//! `shelfmark add`.

use std::path::PathBuf;

use clap::Args;

use super::{End, Where, report};
use crate::model::DatasetId;
use crate::scaffold::add_dataset;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The dataset's id: 1 to 80 characters, a to z, 0 to 9 and hyphens
    id: String,
    /// The CSV file to draft from; it is copied into the portal
    #[arg(long, value_name = "FILE.csv")]
    from: PathBuf,
}

pub(super) fn run(arguments: &Arguments, place: &Where) -> anyhow::Result<End> {
    let id = DatasetId::new(&arguments.id)?;
    let draft = add_dataset(&place.root()?, &id, &arguments.from, place.as_of())?;
    report::say(&format!("drafted datasets/{id}/: {}", draft.summary));
    report::say("complete or confirm these; `shelfmark check` reports every TODO as an error:");
    for todo in &draft.to_do {
        report::say(&format!("  {todo}"));
    }
    Ok(End::Done)
}
