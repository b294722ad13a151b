//! Reads the head of a request strictly.
//!
//! In: the bytes up to the blank line. Out: method, target and the headers that matter, or a refusal.
//! Invariant: refuses anything that two programs could read differently: bare line feeds, folded or repeated headers, and
//! bodies.

/// The longest request line, in bytes.
pub(super) const LINE: usize = 8 * 1024;
/// The longest head, in bytes.
pub(super) const HEAD: usize = 16 * 1024;
/// The most headers.
const HEADERS: usize = 64;

/// The methods that are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Head,
}

/// The head of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) method: Method,
    /// The path and query as sent.
    pub(super) target: String,
    pub(super) host: Option<String>,
    pub(super) origin: Option<String>,
    pub(super) fetch_site: Option<String>,
    pub(super) range: Option<String>,
    /// Whether the request has an `If-Range` header: a range only if the file has not changed.
    pub(super) if_range: bool,
    pub(super) after: After,
}

/// Whether the connection stays open after the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    Stay,
    Close,
}

/// The HTTP status of a refused request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) u16);

/// Where the head ends, or `None` if more bytes are needed. A refusal if it cannot become valid.
pub(super) fn end(bytes: &[u8]) -> Result<Option<usize>, Refusal> {
    // Refuse a client that uses another protocol at once.
    if bytes.first().is_some_and(|first| !first.is_ascii_alphabetic()) {
        return Err(Refusal(400));
    }
    if let Some(at) = memchr::memmem::find(bytes, b"\r\n\r\n") {
        return if at + 4 > HEAD { Err(Refusal(431)) } else { Ok(Some(at + 4)) };
    }
    let line = memchr::memchr(b'\n', bytes);
    if line.unwrap_or(bytes.len()) > LINE {
        return Err(Refusal(414));
    }
    if bytes.len() >= HEAD {
        return Err(Refusal(431));
    }
    let is_bare = |at: usize| at == 0 || bytes[at - 1] != b'\r';
    if memchr::memchr_iter(b'\n', bytes).any(is_bare) {
        return Err(Refusal(400));
    }
    Ok(None)
}

/// Reads a head that ends with a blank line.
pub(super) fn parse(bytes: &[u8]) -> Result<Head, Refusal> {
    let text = bytes.strip_suffix(b"\r\n\r\n").ok_or(Refusal(400))?;
    // A valid head needs only ASCII, and a proxy could read other bytes differently.
    let text = std::str::from_utf8(text).ok().filter(|text| text.is_ascii()).ok_or(Refusal(400))?;
    let mut lines = text.split("\r\n");
    let (method, target, version) = request_line(lines.next().unwrap_or_default())?;
    let mut head =
        Head { method, target, host: None, origin: None, fetch_site: None, range: None, if_range: false, after: version };
    for (at, line) in lines.enumerate() {
        if at == HEADERS {
            return Err(Refusal(431));
        }
        let (name, value) = line.split_once(':').ok_or(Refusal(400))?;
        let is_name = !name.is_empty() && name.bytes().all(is_token);
        let value = value.trim_matches([' ', '\t']);
        if !is_name || value.bytes().any(|byte| byte != b'\t' && byte.is_ascii_control()) {
            return Err(Refusal(400));
        }
        header(&mut head, &name.to_ascii_lowercase(), value)?;
    }
    Ok(head)
}

fn request_line(line: &str) -> Result<(Method, String, After), Refusal> {
    let parts: Vec<&str> = line.split(' ').collect();
    let [method, target, version] = parts[..] else { return Err(Refusal(400)) };
    let after = match version {
        "HTTP/1.1" => After::Stay,
        "HTTP/1.0" => After::Close,
        _ => return Err(Refusal(505)),
    };
    let method = match method {
        "GET" => Method::Get,
        "HEAD" => Method::Head,
        _ if !method.is_empty() && method.bytes().all(is_token) => return Err(Refusal(405)),
        _ => return Err(Refusal(400)),
    };
    let is_path = target.starts_with('/') && target.bytes().all(|byte| byte.is_ascii_graphic());
    if is_path { Ok((method, target.to_owned(), after)) } else { Err(Refusal(400)) }
}

fn header(head: &mut Head, name: &str, value: &str) -> Result<(), Refusal> {
    let once = |field: &mut Option<String>| {
        let is_first = field.is_none();
        *field = Some(value.to_owned());
        if is_first { Ok(()) } else { Err(Refusal(400)) }
    };
    match name {
        "host" => once(&mut head.host),
        "origin" => once(&mut head.origin),
        "sec-fetch-site" => once(&mut head.fetch_site),
        "range" => once(&mut head.range),
        "if-range" => {
            head.if_range = true;
            Ok(())
        }
        "connection" if value.to_ascii_lowercase().split(',').any(|option| option.trim() == "close") => {
            head.after = After::Close;
            Ok(())
        }
        // GET and HEAD have no body here, so an announced body is refused without reading it.
        "content-length" if value == "0" => Ok(()),
        "content-length" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => Err(Refusal(413)),
        "content-length" | "transfer-encoding" => Err(Refusal(400)),
        "expect" => Err(Refusal(417)),
        "upgrade" if value.eq_ignore_ascii_case("websocket") => Err(Refusal(400)),
        _ => Ok(()),
    }
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::{After, Method, Refusal, end, parse};

    #[test]
    fn an_ordinary_request_is_read() {
        let head = parse(b"GET /a/?q HTTP/1.1\r\nHost: localhost:1\r\nConnection: keep-alive\r\n\r\n").unwrap();
        assert_eq!((head.method, head.target.as_str(), head.after), (Method::Get, "/a/?q", After::Stay));
        assert_eq!(head.host.as_deref(), Some("localhost:1"));
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        let refused = |head: &str| parse(format!("{head}\r\n\r\n").as_bytes()).unwrap_err();
        for head in [
            "GET  / HTTP/1.1",
            "GET / HTTP/1.1 x",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b",
            "GET / HTTP/1.1\r\nX : b",
            "GET / HTTP/1.1\r\nX: b\r\n c",
            "GET / HTTP/1.1\r\nX: a\0b",
            "GET / HTTP/1.1\r\nX: a\nY: b",
            "GET / HTTP/1.1\r\nTransfer-Encoding: chunked",
            "GET / HTTP/1.1\r\nContent-Length: +5",
            "GET http://localhost/ HTTP/1.1",
            "GET * HTTP/1.1",
        ] {
            assert_eq!(refused(head), Refusal(400), "{head}");
        }
        assert_eq!(refused("POST / HTTP/1.1"), Refusal(405));
        assert_eq!(refused("GET / HTTP/2.0"), Refusal(505));
        assert_eq!(refused("GET / HTTP/1.1\r\nContent-Length: 7"), Refusal(413));
    }

    #[test]
    fn a_head_without_an_end_is_given_up_early() {
        assert_eq!(end(b"GET / HTTP/1.1\r\nHost: a\r\n"), Ok(None));
        assert_eq!(end(b"GET / HTTP/1.1\r\n\r\nrest"), Ok(Some(18)));
        assert_eq!(end(b"\x16\x03\x01"), Err(Refusal(400)));
        assert_eq!(end(b"GET / HTTP/1.1\n\n"), Err(Refusal(400)));
        assert_eq!(end(&[b'a'; 9000]), Err(Refusal(414)));
        let long = [b"GET / HTTP/1.1\r\nX: ".as_slice(), &vec![b'a'; 17000]].concat();
        assert_eq!(end(&long), Err(Refusal(431)));
    }
}
