//! `shelfmark build`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::{Common, End, report};
use crate::pipeline::prepare;
use crate::write::{Lock, LockError, Output, WriteError, write, write_rows};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    common: Common,
    /// Where the site is written [default: public, in the portal's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let common = &arguments.common;
    let started = Instant::now();
    let root = common.root()?;
    let out = Output::of(&root, arguments.out.as_deref())?;
    let _lock = match Lock::take(&root) {
        Ok(lock) => lock,
        Err(LockError::Busy) => {
            report::problem(&anyhow::anyhow!(LockError::Busy));
            return Ok(End::Busy);
        }
        Err(error) => return Err(error.into()),
    };
    let (prepared, mut findings) = prepare(&root, common.as_of())?;
    let Some(prepared) = prepared else {
        report::findings(findings, common, &root);
        return Ok(End::Refused);
    };
    let written = match write(&root, &out, &prepared.site, |route| prepared.render(route)) {
        Ok(written) => written,
        Err(WriteError::Render(found)) => {
            findings.extend(found);
            report::findings(findings, common, &root);
            return Ok(End::Refused);
        }
        Err(error) => return Err(error.into()),
    };
    write_rows(&root, &prepared.site)?;
    report::findings(findings, common, &root);
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
    report::done(common, &line);
    // The process ends here: giving back the memory of a large catalogue piece by piece would only take time.
    std::mem::forget(prepared);
    Ok(End::Done)
}
