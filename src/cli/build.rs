//! `shelfmark build`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::{End, Voice, Where, report};
use crate::pipeline::prepare;
use crate::write::{Lock, LockError, Output, WriteError, write, write_rows};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    voice: Voice,
    /// The folder to write the site to [default: public, in the portal's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let (place, voice) = (&arguments.place, &arguments.voice);
    let started = Instant::now();
    let root = place.root()?;
    let out = Output::of(&root, arguments.out.as_deref())?;
    let _lock = match Lock::take(&root) {
        Ok(lock) => lock,
        Err(LockError::Busy) => {
            report::problem(&anyhow::anyhow!(LockError::Busy));
            return Ok(End::Busy);
        }
        Err(error) => return Err(error.into()),
    };
    let (prepared, mut findings) = prepare(&root, place.as_of())?;
    let Some(prepared) = prepared else {
        report::findings(findings, voice.format, &root);
        return Ok(End::Refused);
    };
    let written = match write(&root, &out, &prepared.site, |route| prepared.render(route)) {
        Ok(written) => written,
        Err(WriteError::Render(found)) => {
            findings.extend(found);
            report::findings(findings, voice.format, &root);
            return Ok(End::Refused);
        }
        Err(error) => {
            report::findings(findings, voice.format, &root);
            return Err(error.into());
        }
    };
    write_rows(&root, &prepared.site)?;
    report::findings(findings, voice.format, &root);
    let catalogue = &prepared.site.catalogue;
    let line = format!(
        "built {} datasets, {} KPIs into {}: {} files written, {} unchanged, {} removed ({:.2} s)",
        catalogue.datasets.len(),
        catalogue.kpis.len(),
        out.path().display(),
        written.written,
        written.unchanged,
        written.removed,
        started.elapsed().as_secs_f64(),
    );
    report::done(voice, &line);
    // The process ends here, so freeing the memory of a large catalogue would only take time.
    std::mem::forget(prepared);
    Ok(End::Done)
}
