//! Holds what the preview shows, and tells waiting threads when it changes.
//!
//! In: sites from the rebuilding thread. Out: the last good site for each request, and changes for open pages.
//! Invariant: a request uses one site throughout. Sites are replaced as a whole and never emptied.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant};

use crate::diagnostic::Diagnostic;
use crate::pipeline::Prepared;
use crate::route::Route;

/// A site on the screen.
pub(super) struct Shown {
    pub(super) prepared: Prepared,
    files: Mutex<HashMap<String, Weak<Rendered>>>,
}

/// The bytes of a file, rendered on the first request and shared by all clients that are receiving them.
pub(super) type Rendered = OnceLock<Result<Vec<u8>, Box<Diagnostic>>>;

impl Shown {
    pub(super) fn new(prepared: Prepared) -> Self {
        Self { prepared, files: Mutex::default() }
    }

    /// The bytes of a route's file. All clients that are receiving a file share one copy, so together they never hold more
    /// than one copy of the site.
    pub(super) fn rendered(&self, route: &Route, path: &str) -> Arc<Rendered> {
        let mut files = lock(&self.files);
        files.retain(|_, held| held.strong_count() > 0);
        let held = files.get(path).and_then(Weak::upgrade);
        let file = held.unwrap_or_else(|| {
            let new = Arc::default();
            files.insert(path.to_owned(), Arc::downgrade(&new));
            new
        });
        drop(files);
        file.get_or_init(|| self.prepared.render(route));
        file
    }
}

/// The state of the preview at one time.
#[derive(Clone, Default)]
pub(super) struct State {
    /// The last good site.
    pub(super) site: Option<Arc<Shown>>,
    /// The datasets read so far, until the first site is ready.
    pub(super) part: Option<Arc<Shown>>,
    /// Whether all datasets have been read.
    pub(super) is_read: bool,
    /// The number of changes so far.
    pub(super) now: u64,
    /// The last change after which open pages must reload.
    pub(super) reload: u64,
    /// The last change after which open pages must reload their style sheets.
    pub(super) style: u64,
    /// The findings, as HTML.
    pub(super) overlay: Arc<str>,
    /// The change that last altered `overlay`.
    pub(super) overlay_since: u64,
}

/// The state, shared between threads.
#[derive(Default)]
pub(super) struct Screen {
    state: Mutex<State>,
    changed: Condvar,
}

/// What open pages must do after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Reload.
    Reload,
    /// Reload their style sheets.
    Style,
    /// Show the findings.
    Overlay,
}

impl Screen {
    pub(super) fn state(&self) -> State {
        self.lock().clone()
    }

    /// Changes the state and tells waiting threads.
    pub(super) fn change(&self, effect: Effect, overlay: &str, change: impl FnOnce(&mut State)) {
        let mut state = self.lock();
        state.now += 1;
        let now = state.now;
        match effect {
            Effect::Reload => state.reload = now,
            Effect::Style => state.style = now,
            Effect::Overlay => {}
        }
        if *state.overlay != *overlay {
            state.overlay = overlay.into();
            state.overlay_since = now;
        }
        change(&mut state);
        drop(state);
        self.changed.notify_all();
    }

    /// Waits until the state passes `is_it`, the time limit is reached or the client has been disconnected. Returns the state.
    pub(super) fn when(&self, limit: Duration, gone: &AtomicBool, is_it: impl Fn(&State) -> bool) -> State {
        let until = Instant::now() + limit;
        let mut state = self.lock();
        while !is_it(&state) && !gone.load(Ordering::Relaxed) {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.clone()
    }

    /// Wakes waiting threads, so that they notice whether their client has been disconnected.
    pub(super) fn wake(&self) {
        drop(self.lock());
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
