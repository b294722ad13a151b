//! `shelfmark schema`.

use clap::{Args, ValueEnum};

use super::{End, report};
use crate::load::{dataset_schema, portal_schema};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Of which file
    of: Of,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Of {
    #[value(help = "portal.yaml")]
    Portal,
    #[value(help = "dataset.yaml")]
    Dataset,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let schema = match arguments.of {
        Of::Portal => portal_schema(),
        Of::Dataset => dataset_schema(),
    };
    report::output(&format!("{}\n", serde_json::to_string_pretty(&schema)?));
    Ok(End::Done)
}
