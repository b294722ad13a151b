//! A preview as a process on a free port, and a client for it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::portal::Portal;

/// Longer than anything should take, even on a busy machine.
pub(super) const LONG: Duration = Duration::from_mins(4);

/// A preview that runs until it is dropped.
pub(super) struct Server {
    pub(super) child: Child,
    pub(super) port: u16,
    pub(super) lines: Receiver<String>,
}

/// A server's response.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

impl Server {
    /// Starts a preview, and waits until it notices changes.
    pub(super) fn of(portal: &Portal, arguments: &[&str]) -> Self {
        // Files from the last ten milliseconds would count as changed while the portal was being read, and cause another
        // rebuild.
        std::thread::sleep(Duration::from_millis(20));
        let mut child = Command::new(env!("CARGO_BIN_EXE_shelfmark"))
            .args(["serve", "--port", "0", "--as-of", portal.day()])
            .args(arguments)
            .current_dir(portal.path(""))
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let errors = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || errors.lines().map_while(Result::ok).all(|line| sender.send(line).is_ok()));
        let mut server = Self { child, port: 0, lines };
        let line = server.line("preview at http://localhost:");
        let after = line.rsplit_once(':').unwrap().1;
        server.port = after.split('/').next().unwrap().parse().unwrap();
        server.line("watching for changes");
        server
    }

    /// The next line in the terminal that contains a text.
    #[track_caller]
    pub(super) fn line(&self, text: &str) -> String {
        let until = Instant::now() + LONG;
        loop {
            let line = self.lines.recv_timeout(until.saturating_duration_since(Instant::now()));
            let line = line.unwrap_or_else(|_| panic!("no line holds {text:?}"));
            if line.contains(text) {
                return line;
            }
        }
    }

    pub(super) fn host(&self) -> String {
        format!("localhost:{}", self.port)
    }

    pub(super) fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[])
    }

    pub(super) fn ask(&self, method: &str, path: &str, headers: &[&str]) -> Reply {
        let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        self.raw(format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n{headers}Connection: close\r\n\r\n", self.host()).as_bytes())
    }

    /// Sends bytes and reads the response to its end.
    pub(super) fn raw(&self, bytes: &[u8]) -> Reply {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or_else(|| panic!("{answer:?}"));
        let head = String::from_utf8(answer[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Reply { status, head, body: answer[end + 4..].to_vec() }
    }

    /// The script of a page: the address of the preview's own files, and the change after which the page was made.
    #[track_caller]
    pub(super) fn script(&self, page: &str) -> (String, String) {
        let page = self.get(page);
        let at = page.text().split("<script src=\"").find(|part| part.contains("reload.js?")).unwrap();
        let (own, rest) = at.split_once("reload.js?").unwrap();
        (own.to_owned(), rest.split('"').next().unwrap().to_owned())
    }

    /// Listens for changes after a page was loaded, as a browser does.
    pub(super) fn listen(&self, page: &str) -> Events {
        let (own, seen) = self.script(page);
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        let host = self.host();
        let request = format!("GET {own}events?{seen} HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut events = Events(BufReader::new(stream));
        assert!(events.line().starts_with("HTTP/1.1 200 "));
        while !events.line().is_empty() {}
        events
    }

    /// Waits until a page contains a text.
    #[track_caller]
    pub(super) fn shows(&self, page: &str, text: &str) {
        let until = Instant::now() + LONG;
        while !self.get(page).text().contains(text) {
            assert!(Instant::now() < until, "{page} never shows {text:?}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(super) struct Events(BufReader<TcpStream>);

impl Events {
    pub(super) fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        line.trim_end_matches(['\r', '\n']).to_owned()
    }

    /// The data of the next event with a name.
    #[track_caller]
    pub(super) fn next(&mut self, name: &str) -> String {
        let until = Instant::now() + LONG;
        loop {
            assert!(Instant::now() < until, "no event {name}");
            if self.line() != format!("event: {name}") {
                continue;
            }
            let mut data = Vec::new();
            loop {
                match self.line() {
                    // Findings arrive as a JSON string.
                    line if line.is_empty() => {
                        let data = data.join("\n");
                        return serde_json::from_str(&data).unwrap_or(data);
                    }
                    line => data.push(line.strip_prefix("data:").unwrap().trim_start().to_owned()),
                }
            }
        }
    }
}
