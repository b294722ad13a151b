//! `shelfmark check`.

use std::path::PathBuf;

use clap::Args;

use super::{End, Voice, Where, fix, report};
use crate::diagnostic::{Detail, Severity, counted};
use crate::pipeline;
use crate::store::PublishedSite;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Compare with a site that was published: its folder, or its release.json
    #[arg(long, value_name = "DIR|FILE")]
    baseline: Option<PathBuf>,
    /// Print each finding, also those of one kind in many files
    #[arg(long)]
    all: bool,
    /// Show what can be fixed automatically, and write it if you agree
    #[arg(long)]
    fix: bool,
    /// With --fix: write without asking
    #[arg(long, requires = "fix")]
    yes: bool,
}

impl Arguments {
    fn detail(&self) -> Detail {
        if self.all { Detail::Each } else { Detail::Grouped }
    }
}

pub(super) fn run(arguments: &Arguments, place: &Where, voice: &Voice) -> anyhow::Result<End> {
    let root = place.root()?;
    if arguments.fix {
        fix::run(&root, voice.format, if arguments.yes { fix::Consent::Given } else { fix::Consent::Ask })?;
    }
    let baseline = arguments.baseline.as_deref().map(PublishedSite::read).transpose()?;
    let (prepared, findings) = pipeline::check(&root, place.as_of(), baseline.as_ref())?;
    let warnings = findings.count(Severity::Warning);
    report::findings(findings, voice.format, arguments.detail(), &root);
    let Some(prepared) = prepared else { return Ok(End::Refused) };
    if baseline.is_none() && !root.path().join(".shelfmark/rows.json").exists() {
        report::no_baseline(voice, &prepared.site);
    }
    report::hidden(voice, &prepared.site);
    if warnings == 0 {
        let datasets = counted(prepared.site.catalogue.datasets.len(), "dataset");
        report::done(voice, &format!("checked {datasets}: nothing to report"));
    }
    Ok(End::Done)
}
