//! `shelfmark check`.

use clap::Args;

use super::{End, Voice, Where, fix, report};
use crate::diagnostic::Severity;
use crate::pipeline::prepare;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    voice: Voice,
    /// Show what can be fixed automatically, and write it if you agree
    #[arg(long)]
    fix: bool,
    /// With --fix: write without asking
    #[arg(long, requires = "fix")]
    yes: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let (place, voice) = (&arguments.place, &arguments.voice);
    let root = place.root()?;
    if arguments.fix {
        fix::run(&root, voice.format, if arguments.yes { fix::Consent::Given } else { fix::Consent::Ask })?;
    }
    let (prepared, mut findings) = prepare(&root, place.as_of())?;
    // Templates can have errors too, which only rendering shows.
    if let Some(prepared) = &prepared {
        findings.extend(prepared.render_all());
    }
    let refused = prepared.is_none() || findings.has_errors();
    let (errors, warnings) = (findings.count(Severity::Error), findings.count(Severity::Warning));
    report::findings(findings, voice.format, &root);
    if errors == 0
        && warnings == 0
        && let Some(prepared) = prepared
    {
        let datasets = prepared.site.catalogue.datasets.len();
        report::done(voice, &format!("checked {datasets} datasets: nothing to report"));
    }
    Ok(if refused { End::Refused } else { End::Done })
}
