//! `shelfmark check`.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::{End, Voice, Where, fix, report};
use crate::audit::Event;
use crate::diagnostic::{Detail, Severity, counted};
use crate::load::{Root, shown};
use crate::model::DatasetId;
use crate::pipeline::{self, ExplainedTable};
use crate::protect::{Merge, Why};
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
    /// Say of each hidden cell of a dataset why it is hidden. Keep what is printed as confidential as the counts
    #[arg(long, value_name = "DATASET", conflicts_with = "fix")]
    explain_protection: Option<String>,
    /// With --fix: write without asking
    #[arg(long, requires = "fix")]
    yes: bool,
}

impl Arguments {
    /// What the audit log says of it.
    pub(super) fn recorded(&self) -> (Event, Option<&str>) {
        match &self.explain_protection {
            Some(dataset) => (Event::Read, Some(dataset)),
            None if self.fix => (Event::Write, None),
            None => (Event::Check, None),
        }
    }

    fn detail(&self) -> Detail {
        if self.all { Detail::Each } else { Detail::Grouped }
    }
}

pub(super) fn run(arguments: &Arguments, place: &Where, voice: &Voice) -> anyhow::Result<End> {
    let root = place.root()?;
    if let Some(dataset) = &arguments.explain_protection {
        return explain(&root, &DatasetId::new(dataset)?);
    }
    if arguments.fix {
        fix::run(&root, voice.format, if arguments.yes { fix::Consent::Given } else { fix::Consent::Ask })?;
    }
    let baseline = arguments.baseline.as_deref().map(PublishedSite::read).transpose()?;
    let (prepared, findings) = pipeline::check(&root, &place.occasion(), baseline.as_ref())?;
    let warnings = findings.count(Severity::Warning);
    place.recording.findings(&findings);
    report::findings(findings, voice.format, arguments.detail(), &root);
    let Some(prepared) = prepared else { return Ok(End::Refused) };
    if baseline.is_none() && !root.path().join(".shelfmark/rows.json").exists() {
        report::no_baseline(voice, &prepared.site);
    }
    place.recording.site(&prepared.site, None);
    report::hidden(voice, &prepared.site);
    report::left_out(voice, &prepared);
    if warnings == 0 {
        let datasets = counted(prepared.site.catalogue.datasets.len(), "dataset");
        report::done(voice, &format!("checked {datasets}: nothing to report"));
    }
    Ok(End::Done)
}

/// Prints why each cell of a dataset is hidden.
fn explain(root: &Root, id: &DatasetId) -> anyhow::Result<End> {
    let tables = pipeline::explain_protection(root, id)
        .with_context(|| format!("{id} cannot be read, or does not say how its counts are protected; run `shelfmark check`"))?;
    if tables.is_empty() {
        report::output(&format!("{id}: no cell is hidden\n"));
    }
    for ExplainedTable { path, cells, merge } in &tables {
        for (line, column, why) in cells {
            report::output(&format!("{path}:{line} {column}: {}\n", why.told()));
        }
        report::output(&format!("{path}: {}\n", Why::summary(cells)));
        if let Some(Merge { column, values: [one, other], small, left }) = merge {
            report::output(&format!(
                "{path}: if `{}` and `{}` in `{}` were one group, {left} of {small} small counts would be left\n",
                shown(one),
                shown(other),
                shown(column)
            ));
        }
    }
    Ok(End::Done)
}
