//! `shelfmark check`.

use clap::Args;

use super::{Common, End, report};
use crate::diagnostic::Severity;
use crate::pipeline::prepare;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let common = &arguments.common;
    let root = common.root()?;
    let (prepared, mut findings) = prepare(&root, common.as_of())?;
    // Templates are part of what can be wrong, and only rendering tells.
    if let Some(prepared) = &prepared {
        findings.extend(prepared.render_all());
    }
    let refused = prepared.is_none() || findings.has_errors();
    let (errors, warnings) = (findings.count(Severity::Error), findings.count(Severity::Warning));
    report::findings(findings, common);
    if errors == 0
        && warnings == 0
        && let Some(prepared) = prepared
    {
        let datasets = prepared.site.catalogue.datasets.len();
        report::done(common, &format!("checked {datasets} datasets: nothing to report"));
    }
    Ok(if refused { End::Refused } else { End::Done })
}
