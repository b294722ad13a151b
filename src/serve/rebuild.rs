//! Turns changes into sites, one after another, in one thread.
//!
//! In: a [`Change`]. Out: the next site on the screen, or the reason why it cannot be shown.
//! Invariant: the last good site stays while there are errors. The cost of editing one dataset does not grow with the
//! catalogue: other datasets and their routes are left alone.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::change::Change;
use super::notice::{Notice, Rebuild, Shows};
use super::overlay::{self, Behind, overlay, reading};
use super::preview::Preview;
use super::screen::{Effect, Shown};
use crate::diagnostic::{Judged, Severity, grouped, limited};
use crate::pipeline::{Part, Prepared, Workspace};

/// How many datasets of a large portal to show first, how many to read at a time, and how often to show more.
const FIRST: usize = 64;
const STEP: usize = 256;
const PART: Duration = Duration::from_millis(500);
/// How long to wait after a disk error before trying again.
const AGAIN: Duration = Duration::from_secs(1);

/// Changes that are not on the screen yet.
pub(super) struct Pending {
    /// Changes since the site on the screen.
    unshown: Change,
    /// Parts that the disk failed to give at the last attempt.
    unread: BTreeSet<Part>,
}

impl Pending {
    /// The pending changes after the first reading; `None` if that failed.
    pub(super) fn after(first: Option<&Rebuild>) -> Self {
        let unshown = if first.is_some_and(|first| first.shows == Shows::This) { Change::default() } else { Change::all() };
        let unread = if first.is_some() { BTreeSet::new() } else { Change::all().parts };
        Self { unshown, unread }
    }
}

/// Rebuilds until no more changes can arrive.
pub(super) fn run(
    mut workspace: Workspace,
    mut pending: Pending,
    changes: &Receiver<Change>,
    preview: &Preview,
    notify: &dyn Fn(Notice),
) {
    loop {
        let next = if pending.unread.is_empty() { changes.recv().ok() } else { next_or_again(changes) };
        let Some(mut change) = next else { return };
        for other in changes.try_iter() {
            change.merge(other);
        }
        let rebuild = rebuild(&mut workspace, &change, &mut pending, preview);
        // Do not report again that another attempt failed.
        if !change.is_empty() || rebuild.trouble.is_none() {
            notify(Notice::Rebuilt(rebuild));
        }
    }
}

/// The next change, or an empty one when it is time to try the disk again.
fn next_or_again(changes: &Receiver<Change>) -> Option<Change> {
    match changes.recv_timeout(AGAIN) {
        Err(RecvTimeoutError::Disconnected) => None,
        next => Some(next.unwrap_or_default()),
    }
}

/// Shows the first datasets of a large portal before any slow work on all of it. They are read again with the others.
pub(super) fn begin(preview: &Preview) {
    if let Ok(Some((prepared, all))) = preview.early.glance_first(FIRST) {
        show_part(prepared, FIRST, all, preview);
    }
}

/// Reads the whole portal for the first time.
pub(super) fn first(workspace: &mut Workspace, preview: &Preview) -> io::Result<Rebuild> {
    let started = Instant::now();
    let mut next = PART;
    workspace.read_in_steps(STEP, |workspace, all| {
        if workspace.datasets() < all && started.elapsed() > next {
            next *= 2;
            workspace.so_far().into_iter().for_each(|prepared| show_part(prepared, workspace.datasets(), all, preview));
        }
    })?;
    let rebuild = show(workspace, &Change::all(), &Change::all(), preview);
    Ok(Rebuild { is_first: true, took: started.elapsed(), ..rebuild })
}

/// Shows the datasets read so far, and how many there are.
fn show_part(prepared: Prepared, read: usize, all: usize, preview: &Preview) {
    let part = Arc::new(Shown::new(prepared));
    let panel = reading(read, all);
    preview.screen.change(Effect::Overlay, &panel, |state| state.part = Some(part));
}

/// Reads changed parts again and shows the site. After a disk error the last site stays, and the disk is tried again later.
fn rebuild(workspace: &mut Workspace, change: &Change, pending: &mut Pending, preview: &Preview) -> Rebuild {
    let started = Instant::now();
    pending.unshown.merge(change.clone());
    pending.unread.extend(change.parts.iter().cloned());
    if let Err(error) = workspace.refresh(&pending.unread) {
        let trouble = refused(&error, Effect::Overlay, preview);
        let (what, datasets, took) = (change.words(), workspace.datasets(), started.elapsed());
        let (errors, warnings, findings) = (0, 0, Judged::default());
        let trouble = Some(trouble);
        let shows = shows(preview);
        return Rebuild { what, datasets, errors, warnings, findings, is_first: false, shows, took, trouble };
    }
    pending.unread.clear();
    let rebuild = show(workspace, change, &pending.unshown, preview);
    if rebuild.shows == Shows::This {
        pending.unshown = Change::default();
    }
    Rebuild { took: started.elapsed(), ..rebuild }
}

fn show(workspace: &mut Workspace, change: &Change, unshown: &Change, preview: &Preview) -> Rebuild {
    let prepared = workspace.assemble();
    let mut findings = workspace.findings_of(&change.parts);
    if let Some(prepared) = &prepared {
        findings.extend(doubts(prepared, unshown, workspace));
    }
    let errors = findings.count(Severity::Error);
    let warnings = workspace.count(Severity::Warning);
    let panel = overlay(&grouped(&limited(findings.clone().sorted())), warnings, Behind::LastGood);
    let site = prepared.filter(|_| errors == 0).map(|prepared| Arc::new(Shown::new(prepared)));
    let effect = match site {
        None if preview.screen.state().is_read => Effect::Overlay,
        Some(_) if unshown.is_style() => Effect::Style,
        _ => Effect::Reload,
    };
    let shows = if site.is_some() { Shows::This } else { shows(preview) };
    preview.screen.change(effect, &panel, |state| {
        state.site = site.or(state.site.take());
        state.is_read = true;
        state.part = None;
    });
    let (what, datasets) = (change.words(), workspace.datasets());
    Rebuild { what, datasets, errors, warnings, findings, is_first: false, shows, took: Duration::ZERO, trouble: None }
}

/// Shows a disk error, and returns its text.
pub(super) fn refused(error: &io::Error, effect: Effect, preview: &Preview) -> String {
    let trouble = format!("the portal cannot be read: {error}");
    preview.screen.change(effect, &overlay::trouble(&trouble), |state| state.is_read = true);
    trouble
}

/// What stays on the screen if a change cannot be shown.
fn shows(preview: &Preview) -> Shows {
    if preview.screen.state().site.is_some() { Shows::LastGood } else { Shows::Nothing }
}

/// What addresses and templates say against a site, as far as they may say other than before.
fn doubts(prepared: &Prepared, change: &Change, workspace: &Workspace) -> Judged {
    let mut findings = prepared.clashes_after(&change.parts);
    findings.extend(prepared.render_parts(&change.parts));
    if change.parts.iter().any(|part| part.dataset().is_none()) {
        workspace.sample().iter().for_each(|sample| findings.extend(sample.render_one_of_each()));
    }
    findings.distinct()
}
