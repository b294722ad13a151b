//! Accepts connections, reads requests and sends answers, within limits.
//!
//! In: listening sockets. Out: answers, formatted by `tiny_http`. Its server is not used: it has no limits on time or size,
//! stops after a failed `accept`, and panics when a connection is reset.
//! Invariant: whatever clients do, each head must arrive within [`HEAD_TIME`]. A
//! client that only waits makes room for the next one.

use std::io::{self, BufWriter, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use tiny_http::{HTTPVersion, Header, Response, StatusCode};

use super::answer::{Answer, Body, answer, events, findings_event, refused};
use super::connections::{Doing, Seat};
use super::head::{self, After, HEAD, Head, Method, Refusal};
use super::preview::Preview;
use super::screen::{Rendered, Screen};

/// How long a request's head may take to arrive in full.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long an answer may take to send.
const ANSWER_TIME: Duration = Duration::from_mins(1);
/// How often to check that an open page is still there.
const PING: Duration = Duration::from_secs(5);

/// Accepts connections for ever.
pub(super) fn accept(listener: &TcpListener, preview: &Arc<Preview>) {
    loop {
        // Too many open files, or a client that has already gone, is no reason to stop.
        let Ok((stream, _)) = listener.accept() else {
            thread::sleep(Duration::from_millis(20));
            continue;
        };
        let Some(seat) = preview.connections.take(&stream, &preview.screen) else { continue };
        let preview = Arc::clone(preview);
        let seated = move || attend(&stream, &seat, &preview);
        // If there is no memory for a thread, drop the connection.
        let _ = thread::Builder::new().name("preview".to_owned()).spawn(seated);
    }
}

/// Answers the requests of a connection until either side closes it. An error closes it too.
fn attend(stream: &TcpStream, seat: &Seat, preview: &Preview) {
    let _ = stream.set_nodelay(true);
    let _ = stream.set_write_timeout(Some(Duration::from_secs(10)));
    let mut unread = Vec::new();
    loop {
        seat.set(Doing::Reading, &preview.screen);
        let head = match read_head(stream, &mut unread) {
            Ok(Some(head)) => head,
            Ok(None) | Err(Stop::Gone) => return,
            Err(Stop::Refused(refusal)) => {
                if print(stream, seat, refused(refusal), Method::Get, preview).is_ok() {
                    linger(stream);
                }
                return;
            }
        };
        seat.set(Doing::Answering, &preview.screen);
        let answer = answer(&head, &seat.gone, preview);
        if let Body::Changes(seen) = answer.body {
            seat.set(Doing::Listening, &preview.screen);
            let _ = tell_changes(stream, seat, &answer, seen, &head, preview);
            return;
        }
        if print(stream, seat, answer, head.method, preview).is_err() || head.after == After::Close {
            return;
        }
    }
}

enum Stop {
    Gone,
    Refused(Refusal),
}

/// Reads the next head of a connection; `None` at its end. Bytes after the head stay in `unread`.
fn read_head(mut stream: &TcpStream, unread: &mut Vec<u8>) -> Result<Option<Head>, Stop> {
    let until = Instant::now() + HEAD_TIME;
    let mut block = [0; 4096];
    loop {
        // Skip line endings left over from the previous request.
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

/// Sends an answer.
fn print(stream: &TcpStream, seat: &Seat, answer: Answer, method: Method, preview: &Preview) -> io::Result<()> {
    let (body, length): (Box<dyn Read>, u64) = match answer.body {
        Body::Bytes(bytes) => {
            let length = bytes.len() as u64;
            (Box::new(io::Cursor::new(bytes)), length)
        }
        Body::Rendered(rendered, range) => {
            let length = range.end - range.start;
            (Box::new(RenderedPart { rendered, range }), length as u64)
        }
        Body::File(file, length) => (Box::new(file.take(length)), length),
        // The caller sends the changes.
        Body::Changes(_) => return Ok(()),
    };
    let header = |(name, value): &(&str, String)| Header::from_bytes(name.as_bytes(), value.as_bytes()).ok();
    let headers = answer.headers.iter().filter_map(header).collect();
    let length = usize::try_from(length).map_err(io::Error::other)?;
    let response = Response::new(StatusCode(answer.status), headers, body, Some(length), None);
    let response = response.with_chunked_threshold(usize::MAX);
    let mut out =
        BufWriter::with_capacity(64 * 1024, Paced { stream, seat, until: Instant::now() + ANSWER_TIME, screen: &preview.screen });
    response.raw_print(&mut out, HTTPVersion(1, 1), &[], method == Method::Head, None)?;
    out.flush()
}

/// The rest of some shared bytes that are being sent.
struct RenderedPart {
    rendered: Arc<Rendered>,
    range: Range<usize>,
}

impl Read for RenderedPart {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let all = self.rendered.get().and_then(|rendered| rendered.as_ref().ok()).map_or(&[][..], Vec::as_slice);
        let mut left = all.get(self.range.clone()).unwrap_or_default();
        let count = left.read(buffer)?;
        self.range.start += count;
        Ok(count)
    }
}

/// A writer with a time limit for the whole answer.
struct Paced<'a> {
    stream: &'a TcpStream,
    seat: &'a Seat,
    until: Instant,
    screen: &'a Screen,
}

impl Write for Paced<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if Instant::now() > self.until {
            return Err(io::ErrorKind::TimedOut.into());
        }
        let count = self.stream.write(bytes)?;
        self.seat.set(Doing::Answering, self.screen);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// Reads a little more. If the connection closed while the client was still sending, the client could lose the answer.
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

/// Tells an open page about changes until it goes away. Written by hand, because `tiny_http` holds back small pieces.
fn tell_changes(
    mut stream: &TcpStream,
    seat: &Seat,
    answer: &Answer,
    seen: u64,
    head: &Head,
    preview: &Preview,
) -> io::Result<()> {
    let headers = answer.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    let headers: String = headers.collect::<Vec<_>>().concat();
    stream.write_all(format!("HTTP/1.1 200 OK\r\n{headers}Connection: close\r\n\r\n").as_bytes())?;
    if head.method == Method::Head {
        return Ok(());
    }
    let (mut seen, mut told) = (seen.min(preview.screen.state().now), None);
    loop {
        let state = preview.screen.state();
        let mut text = events(seen, &state);
        if told != Some(state.overlay_since) {
            text.push_str(&findings_event(&state.overlay));
            told = Some(state.overlay_since);
        }
        seen = state.now.max(seen);
        stream.write_all(text.as_bytes())?;
        let state = preview.screen.when(PING, &seat.gone, |state| state.now > seen);
        if seat.gone.load(Ordering::Relaxed) {
            return Ok(());
        }
        if state.now <= seen {
            stream.write_all(b":\n\n")?;
        }
    }
}
