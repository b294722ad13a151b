//! Requests that no author's browser would send.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::server::Server;
use crate::portal::Portal;

#[test]
fn another_sites_name_reaches_nothing() {
    let server = Server::of(&Portal::sample(), &["--allow-host", "portal.test"]);
    let named = |host: &str| server.raw(format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes()).status;
    for host in ["evil.example", "localhost.evil.example", "169.254.169.254", "127.0.0.1@evil.example"] {
        assert_eq!(named(host), 421, "{host}");
    }
    for host in ["localhost", "127.0.0.1:1", "[::1]", "portal.test"] {
        assert_eq!(named(host), 200, "{host}");
    }
    assert_eq!(server.raw(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n").status, 400);
}

#[test]
fn no_path_leads_out_of_the_site() {
    let server = Server::of(&Portal::sample().build(), &[]);
    for path in
        ["/../portal.yaml", "/%2e%2e/portal.yaml", "/..%2fportal.yaml", "/.shelfmark/lock", "//etc/passwd", "/..%5cx", "/a%00"]
    {
        let reply = server.get(path);
        assert!([400, 404].contains(&reply.status), "{path}: {}", reply.status);
        assert!(!reply.text().contains("Test portal\n"), "{path}");
    }
}

#[test]
fn only_get_and_head_are_answered_and_nothing_is_read_twice() {
    let server = Server::of(&Portal::sample(), &[]);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
        let reply = server.ask(method, "/", &[]);
        assert_eq!((reply.status, reply.header("allow")), (405, Some("GET, HEAD")), "{method}");
    }
    let smuggled = server.ask("GET", "/", &["Transfer-Encoding: chunked", "Content-Length: 4"]);
    assert_eq!(smuggled.status, 400);
    assert_eq!(server.ask("GET", "/", &[&format!("X: {}", "a".repeat(20_000))]).status, 431);
}

#[test]
fn only_pages_of_the_preview_hear_of_changes() {
    let server = Server::of(&Portal::sample(), &[]);
    let (own, _) = server.script("/");
    let events = format!("{own}events?0");
    let asked = |headers: &[&str]| server.ask("GET", &events, headers).status;
    assert_eq!(asked(&["Sec-Fetch-Site: cross-site"]), 403);
    assert_eq!(asked(&["Sec-Fetch-Site: same-site"]), 403);
    assert_eq!(asked(&["Origin: https://evil.example"]), 403);
    assert_eq!(asked(&["Origin: null"]), 403);
    assert_eq!(server.get("/-0123456789abcdef0123456789abcdef/events").status, 404);
}

#[test]
fn clients_that_only_wait_keep_nobody_out() {
    let server = Server::of(&Portal::sample(), &[]);
    let connect = |_| {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nX: ").unwrap();
        stream
    };
    let waiting: Vec<TcpStream> = (0..150).map(connect).collect();
    assert_eq!(server.get("/").status, 200);
    let closed = waiting.into_iter().filter(|mut stream| {
        stream.set_read_timeout(Some(Duration::from_millis(10))).unwrap();
        matches!(stream.read(&mut [0]), Ok(0)) || stream.write_all(b"a").is_err()
    });
    assert!(closed.count() >= 80);
}

/// A figure about a process, as reported by Linux. `None` on other systems.
fn figure(server: &Server, name: &str) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{}/status", server.child.id())).ok()?;
    let line = text.lines().find(|line| line.starts_with(&format!("{name}:")))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn pages_without_number_that_listen_are_sixty_four_threads_at_the_most() {
    let server = Server::of(&Portal::sample(), &[]);
    let (own, _) = server.script("/");
    let host = server.host();
    let listen = |_| {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).ok()?;
        stream.write_all(format!("GET {own}events?0 HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).ok()?;
        Some(stream)
    };
    let before = figure(&server, "Threads");
    let listening: Vec<Option<TcpStream>> = (0..400).map(listen).collect();
    if let (Some(before), Some(now)) = (before, figure(&server, "Threads")) {
        assert!(now <= before + 70, "{before} threads, then {now}");
    }
    assert_eq!(server.get("/").status, 200);
    drop(listening);
}

#[test]
fn clients_that_do_not_read_share_the_bytes_that_they_are_sent() {
    let large = "a { color: red }\n".repeat(500_000);
    let portal = Portal::sample().file("themes/default/assets/large.css", &large);
    let server = Server::of(&portal, &[]);
    let host = server.host();
    let ask = |_| {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        stream.write_all(format!("GET /assets/large.css HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).unwrap();
        stream
    };
    let mut first = ask(0);
    first.read_exact(&mut [0; 1000]).unwrap();
    let before = figure(&server, "VmRSS");
    let mut asking: Vec<TcpStream> = (0..40).map(ask).collect();
    for stream in &mut asking {
        stream.read_exact(&mut [0; 1000]).unwrap();
    }
    if let (Some(before), Some(now)) = (before, figure(&server, "VmRSS")) {
        assert!(now < before + 60_000, "{before} kB, then {now} kB for 40 clients of 8.5 MB");
    }
}
