//! `shelfmark build`.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use super::{End, Voice, Where, report};
use crate::audit::Event;
use crate::diagnostic::{Detail, counted};
use crate::pipeline::{self, BuildError, Built, Foreign, Unfinished};
use crate::site::Site;
use crate::store::PublishedSite;
use crate::timings::Timings;
use crate::write::{Lock, LockError};

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Arguments {
    /// Where the site is written [default: public, in the portal's folder; for another edition than the narrowest, public-NAME]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Remove files in the output folder that no build wrote
    #[arg(long, conflicts_with = "keep_foreign")]
    prune: bool,
    /// Leave files in the output folder that no build wrote
    #[arg(long)]
    keep_foreign: bool,
    /// Compare with a site that was published: its folder, or its release.json
    #[arg(long, value_name = "DIR|FILE")]
    baseline: Option<PathBuf>,
    /// Print each finding, also those of one kind in many files
    #[arg(long)]
    all: bool,
    /// Print how long each stage took, summed over processors, and how much there was to do
    #[arg(long)]
    timings: bool,
}

impl Arguments {
    fn detail(&self) -> Detail {
        if self.all { Detail::Each } else { Detail::Grouped }
    }
}

pub(super) fn run(arguments: &Arguments, place: &Where, voice: &Voice) -> anyhow::Result<End> {
    let started = Instant::now();
    let root = place.root()?;
    let out = place.output(&root, arguments.out.as_deref())?;
    let _lock = match Lock::take(&root) {
        Ok(lock) => lock,
        Err(LockError::Busy) => {
            report::problem(&anyhow::anyhow!(LockError::Busy));
            return Ok(End::Busy);
        }
        Err(error) => return Err(error.into()),
    };
    let timings = Arc::new(if arguments.timings { Timings::by(Instant::now) } else { Timings::off() });
    let baseline = arguments.baseline.as_deref().map(PublishedSite::read).transpose()?;
    let foreign = match arguments {
        Arguments { prune: true, .. } => Foreign::Remove,
        Arguments { keep_foreign: true, .. } => Foreign::Keep,
        _ => Foreign::Refuse,
    };
    let (built, findings) = match pipeline::build(&root, &out, &place.occasion(), baseline.as_ref(), foreign, &timings) {
        Ok(end) => end,
        Err(Unfinished { error, findings }) => {
            place.recording.findings(&findings);
            report::findings(findings, voice.format, arguments.detail(), &root);
            if let BuildError::Foreign(_) | BuildError::OtherEdition { .. } = error {
                report::problem(&error.into());
                return Ok(End::Refused);
            }
            return Err(error.into());
        }
    };
    place.recording.findings(&findings);
    report::findings(findings, voice.format, arguments.detail(), &root);
    let Some(Built { prepared, written }) = built else {
        if arguments.timings {
            report::note(&timings.to_string());
        }
        return Ok(End::Refused);
    };
    place.recording.site(&prepared.site, Some(Event::Export));
    place.recording.files(Event::Write, written.written);
    place.recording.files(Event::Delete, written.removed);
    let catalogue = &prepared.site.catalogue;
    let line = format!(
        "built {}, {} into {}: {} written, {} unchanged, {} removed ({:.2} s)",
        counted(catalogue.datasets.len(), "dataset"),
        counted(catalogue.kpis.len(), "KPI"),
        out.path().display(),
        counted(written.written, "file"),
        written.unchanged,
        written.removed,
        started.elapsed().as_secs_f64(),
    );
    report::hidden(voice, &prepared.site);
    report::left_out(voice, &prepared);
    report::done(voice, &line);
    if arguments.timings {
        report::note(&format!("{timings}{}", counts(&prepared.site)));
    }
    // The process is about to end, and freeing the memory of a large catalogue piece by piece would only take time.
    std::mem::forget(prepared);
    Ok(End::Done)
}

/// How much there was to do.
fn counts(site: &Site) -> String {
    let datasets = || site.catalogue.datasets.iter();
    let tables = || datasets().flat_map(|dataset| &dataset.tables);
    let counts = [
        ("datasets", datasets().count()),
        ("tables", tables().count()),
        ("rows", tables().map(|table| table.rows).sum()),
        ("KPIs", site.catalogue.kpis.len()),
        ("files", site.files().len()),
    ];
    counts.iter().map(|(name, count)| format!("{name:10} {count:>8}")).collect::<Vec<_>>().join("\n")
}
