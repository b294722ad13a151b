//! Changes to sites, one after another, in one thread.
//!
//! In: a [`Change`]. Out: the next site on the screen, or what is in its way.
//! Invariant: the last good site stays while there are errors. What an edit costs does not grow with the catalogue: sorting
//! the paths of all routes, and looking for two at one address, is done when nothing else is to do.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::change::Change;
use super::overlay::{Behind, overlay, reading};
use super::screen::{Effect, Shown};
use super::{Notice, Preview, Rebuild};
use crate::diagnostic::{Diagnostic, Findings, Severity, limited};
use crate::pipeline::{Part, Workspace};

/// How many datasets of a large portal are shown at once, how many are read at a time, and how often more of them are shown.
const FIRST: usize = 64;
const STEP: usize = 256;
const PART: Duration = Duration::from_millis(500);
/// How long it must be quiet before paths are sorted.
const IDLE: Duration = Duration::from_millis(300);

/// Rebuilds until there is nobody who tells of changes.
pub(super) fn run(mut workspace: Workspace, changes: &Receiver<Change>, preview: &Preview, notify: &dyn Fn(Notice)) {
    let (mut behind, mut unshown) = (true, Change::default());
    loop {
        let next = if behind { changes.recv_timeout(IDLE) } else { changes.recv().map_err(|_| RecvTimeoutError::Disconnected) };
        match next {
            Ok(mut change) => {
                for other in changes.try_iter() {
                    change.merge(other);
                }
                unshown.merge(change.clone());
                let rebuild = rebuild(&mut workspace, &change, &unshown, preview);
                if rebuild.is_shown {
                    unshown = Change::default();
                }
                notify(Notice::Rebuilt(rebuild));
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

/// Shows the first datasets of a large portal, before anything else is done that takes time in all of it. They are read
/// again with the others.
pub(super) fn begin(workspace: &mut Workspace, preview: &Preview) {
    if let Ok(all) = workspace.read_first(FIRST)
        && workspace.datasets() > 0
    {
        show_part(workspace, all, preview);
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
    let rebuild = show(workspace, &Change::all(), &Change::all(), preview);
    Ok(Rebuild { is_first: true, took: started.elapsed(), ..rebuild })
}

/// Shows what has been read of a large portal, and says so.
fn show_part(workspace: &Workspace, all: usize, preview: &Preview) {
    let Some(prepared) = workspace.so_far() else { return };
    let part = Arc::new(Shown::after(prepared, None));
    let panel = reading(workspace.datasets(), all);
    preview.screen.change(Effect::Overlay, &panel, |state| state.part = Some(part));
}

/// Reads again what changed, and shows the site. `unshown` is what has changed since the site that is shown.
fn rebuild(workspace: &mut Workspace, change: &Change, unshown: &Change, preview: &Preview) -> Rebuild {
    let started = Instant::now();
    // Where a folder cannot be read there is nothing to show that would be better than what is shown.
    let read = workspace.refresh(&change.parts);
    let mut rebuild = show(workspace, change, unshown, preview);
    rebuild.took = started.elapsed();
    rebuild.trouble = read.err().map(|error| error.to_string());
    rebuild
}

fn show(workspace: &mut Workspace, change: &Change, unshown: &Change, preview: &Preview) -> Rebuild {
    let before = preview.screen.state().site;
    let amended = before.as_ref().and_then(|before| workspace.amend(&before.prepared, &unshown.parts));
    let is_amended = amended.is_some();
    let prepared = amended.or_else(|| workspace.assemble());
    let mut findings = workspace.findings_of(&change.parts);
    let shown = prepared.map(|prepared| {
        let shown = Shown::after(prepared, before.as_deref());
        if is_amended { before.iter().fold(shown, |shown, before| shown.with_paths_of(before)) } else { shown }
    });
    if let Some(shown) = &shown {
        findings.extend(doubts(shown, &unshown.parts, before.as_deref()));
    }
    let errors = findings.count(Severity::Error);
    let warnings = workspace.count(Severity::Warning);
    let findings = limited(findings.sorted());
    let panel = overlay(&findings, warnings, Behind::LastGood);
    let site = shown.filter(|_| errors == 0).map(Arc::new);
    let effect = match site {
        None if preview.screen.state().is_read => Effect::Overlay,
        Some(_) if unshown.is_style() => Effect::Style,
        _ => Effect::Reload,
    };
    let is_shown = site.is_some();
    preview.screen.change(effect, &panel, |state| {
        state.site = site.or(state.site.take());
        state.is_read = true;
        state.part = None;
    });
    let (what, datasets) = (change.words(), workspace.datasets());
    Rebuild { what, datasets, errors, warnings, findings, is_first: false, is_shown, took: Duration::ZERO, trouble: None }
}

/// What rendering and addresses say against a site. Templates are tried where they may have changed, addresses where there
/// are others than before.
fn doubts(shown: &Shown, parts: &BTreeSet<Part>, before: Option<&Shown>) -> Findings {
    let prepared = &shown.prepared;
    let mut findings = shown.known_clashes();
    findings.extend(prepared.render_datasets(parts.iter().filter_map(Part::dataset)));
    let is_shared = parts.iter().any(|part| part.dataset().is_none());
    if is_shared {
        findings.extend(prepared.render_one_of_each());
    }
    // Where no list has changed the addresses are those of before. Else they are looked at now if that is likely to tell
    // something, and at leisure if it is not.
    let is_likely = |before: &Shown| {
        is_shared || before.prepared.site.routes.len() != prepared.site.routes.len() || !before.known_clashes().is_empty()
    };
    if !shown.is_sorted() && before.is_some_and(is_likely) {
        findings.extend(shown.clashes().clone());
    }
    findings
}

/// Sorts the paths of what is shown, and looks for two at one address.
fn catch_up(preview: &Preview) -> Option<Rebuild> {
    let site = preview.screen.state().site.filter(|site| !site.is_sorted())?;
    site.sort_paths();
    let clashes = site.clashes();
    if clashes.is_empty() {
        return None;
    }
    let findings: Vec<Diagnostic> = limited(clashes.clone().sorted());
    let (errors, panel) = (findings.len(), overlay(&findings, 0, Behind::ThisOne));
    preview.screen.change(Effect::Overlay, &panel, |_| {});
    let (datasets, warnings, took) = (site.prepared.site.catalogue.datasets.len(), 0, Duration::ZERO);
    let what = "addresses".to_owned();
    Some(Rebuild { what, datasets, errors, warnings, findings, is_first: false, is_shown: true, took, trouble: None })
}
