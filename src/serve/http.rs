//! Connections: accepted, bounded, read, answered.
//!
//! In: listening sockets. Out: answers, printed by `tiny_http`. Its own server is not used: it has no time limits and no
//! size limits, a failed `accept` ends it, and a reset connection makes it panic. Its messages are sound.
//! Invariant: whatever a client does, there are at most [`MOST`] connections, each head has [`HEAD_TIME`] as a whole, and the
//! next client is served: one that only waits makes room for it.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tiny_http::{HTTPVersion, Header, Response, StatusCode};

use super::Preview;
use super::answer::{Answer, Body, answer, events, findings_event, refused};
use super::head::{self, After, HEAD, Head, Method, Refusal};

/// The most connections.
pub(super) const MOST: usize = 64;
/// The most of them that listen for changes: open pages.
const MOST_LISTENING: usize = 24;
/// How long a head may take from its first wait to its end.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long an answer may take.
const ANSWER_TIME: Duration = Duration::from_mins(1);
/// How long a client that reads nothing is left alone while others wait.
const STUCK: Duration = Duration::from_secs(1);
/// How often an open page is asked whether it is still there.
const PING: Duration = Duration::from_secs(5);

/// Accepts connections for ever.
pub(super) fn accept(listener: &TcpListener, preview: &Arc<Preview>) {
    loop {
        // Too many open files, or a client that is gone again: neither is a reason to stop.
        let Ok((stream, _)) = listener.accept() else {
            thread::sleep(Duration::from_millis(20));
            continue;
        };
        let Some(seat) = preview.connections.take(&stream) else { continue };
        let preview = Arc::clone(preview);
        let seated = move || attend(&stream, &seat, &preview);
        // Without memory for a thread the connection is dropped.
        let _ = thread::Builder::new().name("preview".to_owned()).spawn(seated);
    }
}

/// What a connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    Reading,
    Answering,
    Listening,
}

/// All connections there are.
#[derive(Default)]
pub(super) struct Connections(Arc<Mutex<Table>>);

#[derive(Default)]
struct Table {
    next: u64,
    open: BTreeMap<u64, Connection>,
}

struct Connection {
    stream: TcpStream,
    doing: Doing,
    since: Instant,
}

/// A place among the connections, given back when dropped.
struct Seat {
    number: u64,
    table: Arc<Mutex<Table>>,
}

impl Connections {
    fn take(&self, stream: &TcpStream) -> Option<Seat> {
        let stream = stream.try_clone().ok()?;
        let mut table = lock(&self.0);
        if table.open.len() >= MOST {
            let waiting = table.longest(|connection| connection.doing == Doing::Reading);
            let stuck = |connection: &Connection| connection.doing == Doing::Answering && connection.since.elapsed() > STUCK;
            let victim = waiting.or_else(|| table.longest(stuck))?;
            table.end(victim);
        }
        table.next += 1;
        let number = table.next;
        table.open.insert(number, Connection { stream, doing: Doing::Reading, since: Instant::now() });
        Some(Seat { number, table: Arc::clone(&self.0) })
    }
}

impl Table {
    /// Of some connections the one that has done nothing for longest.
    fn longest(&self, is_meant: impl Fn(&Connection) -> bool) -> Option<u64> {
        let meant = self.open.iter().filter(|(_, connection)| is_meant(connection));
        meant.min_by_key(|(_, connection)| connection.since).map(|(number, _)| *number)
    }

    /// Ends a connection: its thread wakes and finds it closed.
    fn end(&mut self, number: u64) {
        if let Some(connection) = self.open.remove(&number) {
            let _ = connection.stream.shutdown(Shutdown::Both);
        }
    }
}

impl Seat {
    fn is(&self, doing: Doing) {
        let mut table = lock(&self.table);
        if doing == Doing::Listening {
            let is_listening = |connection: &Connection| connection.doing == Doing::Listening;
            let listening = table.open.values().filter(|connection| is_listening(connection)).count();
            if listening >= MOST_LISTENING
                && let Some(oldest) = table.longest(is_listening)
            {
                table.end(oldest);
            }
        }
        if let Some(connection) = table.open.get_mut(&self.number) {
            connection.doing = doing;
            connection.since = Instant::now();
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        lock(&self.table).open.remove(&self.number);
    }
}

fn lock(table: &Mutex<Table>) -> MutexGuard<'_, Table> {
    table.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Answers the requests of a connection until one side has had enough. An error of the connection is its end.
fn attend(stream: &TcpStream, seat: &Seat, preview: &Preview) {
    let _ = stream.set_nodelay(true);
    let _ = stream.set_write_timeout(Some(Duration::from_secs(10)));
    let mut unread = Vec::new();
    loop {
        seat.is(Doing::Reading);
        let head = match read_head(stream, &mut unread) {
            Ok(Some(head)) => head,
            Ok(None) | Err(Stop::Gone) => return,
            Err(Stop::Refused(refusal)) => {
                if print(stream, seat, refused(refusal), Method::Get).is_ok() {
                    linger(stream);
                }
                return;
            }
        };
        seat.is(Doing::Answering);
        let answer = answer(&head, preview);
        if let Body::Changes(seen) = answer.body {
            seat.is(Doing::Listening);
            let _ = tell_changes(stream, &answer, seen, &head, preview);
            return;
        }
        if print(stream, seat, answer, head.method).is_err() || head.after == After::Close {
            return;
        }
    }
}

enum Stop {
    Gone,
    Refused(Refusal),
}

/// The next head of a connection; `None` at its end. Bytes behind the head stay in `unread`.
fn read_head(mut stream: &TcpStream, unread: &mut Vec<u8>) -> Result<Option<Head>, Stop> {
    let until = Instant::now() + HEAD_TIME;
    let mut block = [0; 4096];
    loop {
        // A line end before a request is a remnant of the one before.
        while unread.starts_with(b"\r\n") {
            unread.drain(..2);
        }
        if let Some(end) = head::end(unread).map_err(Stop::Refused)? {
            let bytes: Vec<u8> = unread.drain(..end).collect();
            return head::parse(&bytes).map(Some).map_err(Stop::Refused);
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() || unread.len() > HEAD {
            return Err(Stop::Gone);
        }
        stream.set_read_timeout(Some(left)).map_err(|_| Stop::Gone)?;
        match stream.read(&mut block) {
            Ok(0) => return Ok(None),
            Ok(count) => unread.extend_from_slice(&block[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return Err(Stop::Gone),
        }
    }
}

/// Writes an answer.
fn print(stream: &TcpStream, seat: &Seat, answer: Answer, method: Method) -> io::Result<()> {
    let (body, length): (Box<dyn Read>, u64) = match answer.body {
        Body::Bytes(bytes) => {
            let length = bytes.len() as u64;
            (Box::new(io::Cursor::new(bytes)), length)
        }
        Body::File(file, length) => (Box::new(file.take(length)), length),
        Body::Changes(_) => (Box::new(io::empty()), 0),
    };
    let header = |(name, value): &(&str, String)| Header::from_bytes(name.as_bytes(), value.as_bytes()).ok();
    let headers = answer.headers.iter().filter_map(header).collect();
    let length = usize::try_from(length).map_err(io::Error::other)?;
    let response = Response::new(StatusCode(answer.status), headers, body, Some(length), None);
    let response = response.with_chunked_threshold(usize::MAX);
    let mut out = BufWriter::with_capacity(64 * 1024, Paced { stream, seat, until: Instant::now() + ANSWER_TIME });
    response.raw_print(&mut out, HTTPVersion(1, 1), &[], method == Method::Head, None)?;
    out.flush()
}

/// Writing that has a time limit as a whole.
struct Paced<'a> {
    stream: &'a TcpStream,
    seat: &'a Seat,
    until: Instant,
}

impl Write for Paced<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if Instant::now() > self.until {
            return Err(io::ErrorKind::TimedOut.into());
        }
        let count = self.stream.write(bytes)?;
        self.seat.is(Doing::Answering);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// Reads on for a moment: closing on a client that is still sending would take our answer from it.
fn linger(mut stream: &TcpStream) {
    let _ = stream.shutdown(Shutdown::Write);
    let _ = stream.set_read_timeout(Some(Duration::from_millis(500)));
    let until = Instant::now() + Duration::from_secs(1);
    let mut block = [0; 4096];
    let mut left: usize = 1 << 20;
    while left > 0 && Instant::now() < until {
        match stream.read(&mut block) {
            Ok(count) if count > 0 => left = left.saturating_sub(count),
            _ => return,
        }
    }
}

/// Tells an open page of changes until it goes away. Written by hand: `tiny_http` keeps back small pieces.
fn tell_changes(mut stream: &TcpStream, answer: &Answer, seen: u64, head: &Head, preview: &Preview) -> io::Result<()> {
    let headers = answer.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    let headers: String = headers.collect::<Vec<_>>().concat();
    stream.write_all(format!("HTTP/1.1 200 OK\r\n{headers}Connection: close\r\n\r\n").as_bytes())?;
    if head.method == Method::Head {
        return Ok(());
    }
    let (mut seen, mut told) = (seen.min(preview.stage.state().now), None);
    loop {
        let state = preview.stage.state();
        let mut text = events(seen, &state);
        if told != Some(state.overlay_since) {
            text.push_str(&findings_event(&state.overlay));
            told = Some(state.overlay_since);
        }
        seen = state.now.max(seen);
        stream.write_all(text.as_bytes())?;
        if preview.stage.when_changed(seen, PING).now <= seen {
            stream.write_all(b":\n\n")?;
        }
    }
}
