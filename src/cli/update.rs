//! `shelfmark update`.

use std::path::PathBuf;

use clap::Args;

use super::{End, Voice, Where, report};
use crate::diagnostic::{Detail, Severities};
use crate::model::DatasetId;
use crate::scaffold::{Order, Refused, update_dataset};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The dataset's id
    id: String,
    /// The file that takes the place of the table's file
    #[arg(long, value_name = "FILE.csv")]
    from: PathBuf,
    /// The table, if the dataset has several
    #[arg(long)]
    table: Option<String>,
    /// The new version [default: the next one]
    #[arg(long, value_name = "VERSION")]
    to: Option<String>,
    /// How the data was checked, for the release note
    #[arg(long, value_name = "TEXT")]
    validation: Option<String>,
}

impl Arguments {
    /// The dataset, as it was typed.
    pub(super) fn id(&self) -> &str {
        &self.id
    }
}

pub(super) fn run(arguments: &Arguments, place: &Where, voice: &Voice) -> anyhow::Result<End> {
    let id = DatasetId::new(&arguments.id)?;
    let root = place.root()?;
    let order = Order { table: arguments.table.clone(), version: arguments.to.clone(), validation: arguments.validation.clone() };
    match update_dataset(&root, &id, &arguments.from, &order, place.as_of()) {
        Ok(updated) => {
            updated.told.iter().for_each(|line| report::say(line));
            if !updated.to_do.is_empty() {
                report::say("complete these; `shelfmark check` reports every TODO as an error:");
                updated.to_do.iter().for_each(|line| report::say(&format!("  {line}")));
            }
            Ok(End::Done)
        }
        Err(Refused::Findings(findings)) => {
            report::findings(Severities::default().judge(findings), voice.format, Detail::Grouped, &root);
            report::note("the dataset was not changed: the new file cannot be read as dataset.yaml describes it");
            Ok(End::Refused)
        }
        Err(Refused::Error(error)) => Err(error),
    }
}
