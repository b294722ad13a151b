//! What is shown now, and telling those who wait when it changes.
//!
//! In: sites from the rebuilding thread. Out: the last good site for each request, and changes for open pages.
//! Invariant: a request sees one site from its beginning to its end; a site is replaced as a whole, never emptied.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant};

use crate::diagnostic::Diagnostic;
use crate::pipeline::Prepared;
use crate::route::Route;

/// A site that is being shown.
pub(super) struct Shown {
    pub(super) prepared: Prepared,
    files: Mutex<HashMap<String, Weak<Rendered>>>,
}

/// The bytes of a route, rendered when first asked for, and shared by all who are being sent them.
pub(super) type Rendered = OnceLock<Result<Vec<u8>, Box<Diagnostic>>>;

impl Shown {
    pub(super) fn new(prepared: Prepared) -> Self {
        Self { prepared, files: Mutex::default() }
    }

    /// The bytes of a route's file. As long as one client is being sent them, the others are sent the same: what many clients
    /// hold is no more than what the portal holds.
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

/// What is shown and what is wrong, at one time.
#[derive(Clone, Default)]
pub(super) struct State {
    /// The last good site.
    pub(super) site: Option<Arc<Shown>>,
    /// Before the first site: the datasets that have been read.
    pub(super) part: Option<Arc<Shown>>,
    /// Whether all datasets have been read.
    pub(super) is_read: bool,
    /// Counts the changes.
    pub(super) now: u64,
    /// The last change for which open pages must be loaded again.
    pub(super) reload: u64,
    /// The last change for which their style sheets must.
    pub(super) style: u64,
    /// What is wrong, as HTML.
    pub(super) overlay: Arc<str>,
    /// The change since when that is so.
    pub(super) overlay_since: u64,
}

/// The state, guarded.
#[derive(Default)]
pub(super) struct Screen {
    state: Mutex<State>,
    changed: Condvar,
}

/// What a change asks of open pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// To be loaded again.
    Reload,
    /// To load their style sheets again.
    Style,
    /// To show what is wrong.
    Overlay,
}

impl Screen {
    pub(super) fn state(&self) -> State {
        self.lock().clone()
    }

    /// Shows something else.
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

    /// The state once it is as it should be, when the time is up, or when the client has been sent away.
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

    /// Wakes those who wait, to see whether they have been sent away.
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
