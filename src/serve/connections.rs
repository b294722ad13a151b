//! The connections there are, within limits.
//!
//! Invariant: there are at most [`MOST`] at a time, whatever clients do. A client that only waits makes room for the next one.

use std::collections::BTreeMap;
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::screen::Screen;

/// The most connections at a time.
pub(super) const MOST: usize = 64;
/// The most open pages that may listen for changes at a time.
const MOST_LISTENING: usize = 24;
/// How long a client may read nothing while others wait.
const STUCK: Duration = Duration::from_secs(1);
/// How long a client waits for a seat while another is being disconnected.
const GRACE: Duration = Duration::from_secs(1);

/// The present activity of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    Reading,
    Answering,
    Listening,
}

/// All connections, each with its own thread. A connection counts until its thread has ended.
#[derive(Default)]
pub(super) struct Connections(Arc<Table>);

#[derive(Default)]
struct Table {
    open: Mutex<BTreeMap<u64, Connection>>,
    /// Signalled when a seat becomes free.
    freed: Condvar,
    next: AtomicU64,
}

struct Connection {
    stream: TcpStream,
    doing: Doing,
    since: Instant,
    gone: Arc<AtomicBool>,
}

impl Connection {
    fn is_open(&self) -> bool {
        !self.gone.load(Ordering::Relaxed)
    }

    /// Disconnects the client, which ends anything its thread is waiting for.
    fn end(&self) {
        self.gone.store(true, Ordering::Relaxed);
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

/// A place among the connections, freed when dropped.
pub(super) struct Seat {
    number: u64,
    pub(super) gone: Arc<AtomicBool>,
    table: Arc<Table>,
}

impl Connections {
    /// A seat for a client. If all are taken, disconnects the client that has waited longest, and waits for its thread to end.
    /// `None` if that takes too long.
    pub(super) fn take(&self, stream: &TcpStream, screen: &Screen) -> Option<Seat> {
        let stream = stream.try_clone().ok()?;
        let until = Instant::now() + GRACE;
        let mut open = self.0.lock();
        while open.len() >= MOST {
            if open.values().all(Connection::is_open) {
                let waiting = longest(&open, |connection| connection.doing == Doing::Reading);
                let stuck = |connection: &Connection| connection.doing == Doing::Answering && connection.since.elapsed() > STUCK;
                waiting.or_else(|| longest(&open, stuck)).into_iter().for_each(Connection::end);
                screen.wake();
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            let slice = left.min(Duration::from_millis(50));
            open = self.0.freed.wait_timeout(open, slice).unwrap_or_else(PoisonError::into_inner).0;
        }
        let (number, gone) = (self.0.next.fetch_add(1, Ordering::Relaxed), Arc::new(AtomicBool::new(false)));
        open.insert(number, Connection { stream, doing: Doing::Reading, since: Instant::now(), gone: Arc::clone(&gone) });
        Some(Seat { number, gone, table: Arc::clone(&self.0) })
    }
}

impl Table {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Connection>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Among the connections that pass `is_meant`, the one that has been idle longest.
fn longest(open: &BTreeMap<u64, Connection>, is_meant: impl Fn(&Connection) -> bool) -> Option<&Connection> {
    open.values().filter(|connection| connection.is_open() && is_meant(connection)).min_by_key(|connection| connection.since)
}

impl Seat {
    /// Records the client's activity. If too many pages are listening, disconnects the one idle longest.
    pub(super) fn set(&self, doing: Doing, screen: &Screen) {
        let mut open = self.table.lock();
        if doing == Doing::Listening {
            let is_listening = |connection: &Connection| connection.is_open() && connection.doing == Doing::Listening;
            if open.values().filter(|connection| is_listening(connection)).count() >= MOST_LISTENING {
                longest(&open, is_listening).into_iter().for_each(Connection::end);
                screen.wake();
            }
        }
        if let Some(connection) = open.get_mut(&self.number) {
            connection.doing = doing;
            connection.since = Instant::now();
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.table.lock().remove(&self.number);
        self.table.freed.notify_one();
    }
}
