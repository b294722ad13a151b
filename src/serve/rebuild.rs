//! Changes to sites, one after another, in one thread.
//!
//! In: a [`Change`]. Out: the next site on the stage, or what is in its way.
//! Invariant: the last good site stays while there are errors. What an edit costs does not grow with the catalogue: sorting
//! the paths of all routes, and looking for two at one address, is done when nothing else is to do.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::change::Change;
use super::overlay::{overlay, reading};
use super::stage::{Effect, Shown};
use super::{Notice, Preview, Rebuild};
use crate::diagnostic::{Diagnostic, Findings, Severity, limited};
use crate::pipeline::{Part, Prepared, Workspace};

/// How many datasets are read at a time at first, and after how long the first part of them is shown.
const STEP: usize = 256;
const PART: Duration = Duration::from_millis(500);
/// How long it must be quiet before paths are sorted.
const IDLE: Duration = Duration::from_millis(300);

/// Rebuilds until there is nobody who tells of changes.
pub(super) fn run(mut workspace: Workspace, changes: &Receiver<Change>, preview: &Preview, notify: &dyn Fn(Notice)) {
    let mut behind = true;
    loop {
        let next = if behind { changes.recv_timeout(IDLE) } else { changes.recv().map_err(|_| RecvTimeoutError::Disconnected) };
        match next {
            Ok(mut change) => {
                for other in changes.try_iter() {
                    change.merge(other);
                }
                notify(Notice::Rebuilt(rebuild(&mut workspace, &change, preview)));
                behind = true;
            }
            Err(RecvTimeoutError::Timeout) => {
                behind = false;
                if let Some(clashes) = catch_up(preview) {
                    notify(Notice::Rebuilt(clashes));
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// The first reading.
pub(super) fn first(workspace: &mut Workspace, preview: &Preview) -> io::Result<Rebuild> {
    let started = Instant::now();
    let mut next = PART;
    workspace.read_in_steps(STEP, |workspace, all| {
        if workspace.datasets() < all && started.elapsed() > next {
            next *= 2;
            show_part(workspace, all, preview);
        }
    })?;
    let mut change = Change::default();
    change.all();
    let mut rebuild = show(workspace, &change, preview);
    rebuild.took = started.elapsed();
    Ok(rebuild)
}

/// Shows what has been read of a large portal, and says so.
fn show_part(workspace: &Workspace, all: usize, preview: &Preview) {
    let Some(prepared) = workspace.so_far() else { return };
    let part = Arc::new(Shown::after(prepared, None));
    let panel = reading(workspace.datasets(), all);
    preview.stage.change(Effect::Overlay, &panel, |state| state.part = Some(part));
}

/// Reads again what changed, and shows the site.
fn rebuild(workspace: &mut Workspace, change: &Change, preview: &Preview) -> Rebuild {
    let started = Instant::now();
    // Where a folder cannot be read there is nothing to show that would be better than what is shown.
    let read = workspace.refresh(&change.parts);
    let mut rebuild = show(workspace, change, preview);
    rebuild.took = started.elapsed();
    rebuild.trouble = read.err().map(|error| error.to_string());
    rebuild
}

fn show(workspace: &mut Workspace, change: &Change, preview: &Preview) -> Rebuild {
    let before = preview.stage.state().site;
    let amended = before.as_ref().and_then(|before| workspace.amend(&before.prepared));
    let is_amended = amended.is_some();
    let prepared = amended.or_else(|| workspace.assemble());
    let mut findings = workspace.findings_of(&change.parts);
    if let Some(prepared) = prepared.as_ref().filter(|_| !is_amended) {
        findings.extend(doubts(prepared, workspace.unshown(), before.as_deref()));
    }
    let errors = findings.count(Severity::Error);
    let warnings = workspace.count(Severity::Warning);
    let findings = limited(findings.sorted());
    let panel = overlay(&findings, warnings);
    let site = prepared.filter(|_| errors == 0).map(|prepared| {
        let shown = Shown::after(prepared, before.as_deref());
        match &before {
            Some(before) if is_amended => Arc::new(shown.with_paths_of(before)),
            _ => Arc::new(shown),
        }
    });
    let effect = match site {
        None if preview.stage.state().is_read => Effect::Overlay,
        Some(_) if change.is_style() => Effect::Style,
        _ => Effect::Reload,
    };
    let is_shown = site.is_some();
    if is_shown {
        workspace.is_shown();
    }
    preview.stage.change(effect, &panel, |state| {
        state.site = site.or(state.site.take());
        state.is_read = true;
        state.part = None;
    });
    let (what, datasets) = (change.words(), workspace.datasets());
    Rebuild { what, datasets, errors, warnings, findings, is_shown, took: Duration::ZERO, trouble: None }
}

/// What rendering and addresses say against a site. Templates are tried where they may have changed, addresses where there
/// are others than before.
fn doubts(prepared: &Prepared, parts: &BTreeSet<Part>, before: Option<&Shown>) -> Findings {
    let mut findings = Findings::new();
    if parts.contains(&Part::Shared) || parts.contains(&Part::Everything) {
        findings.extend(prepared.render_one_of_each());
    }
    if before.is_some_and(|before| before.prepared.site.routes != prepared.site.routes) {
        findings.extend(prepared.site.clashes());
    }
    findings
}

/// Sorts the paths of what is shown, and looks for two at one address.
fn catch_up(preview: &Preview) -> Option<Rebuild> {
    let site = preview.stage.state().site.filter(|site| !site.is_sorted())?;
    site.sort_paths();
    let clashes = site.prepared.site.clashes();
    if clashes.is_empty() {
        return None;
    }
    let findings: Vec<Diagnostic> = limited(clashes.sorted());
    let (errors, panel) = (findings.len(), overlay(&findings, 0));
    preview.stage.change(Effect::Overlay, &panel, |_| {});
    let (datasets, warnings, took) = (site.prepared.site.catalogue.datasets.len(), 0, Duration::ZERO);
    let what = "addresses".to_owned();
    Some(Rebuild { what, datasets, errors, warnings, findings, is_shown: false, took, trouble: None })
}
