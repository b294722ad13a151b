//! Decides whether a request may be answered, and what its path means.
//!
//! In: the target and the headers that say where the request comes from. Out: a [`Target`] or a refusal.
//! Invariant: a path is decoded once and then consists of plain names, none of which begins with a dot.

use super::head::{Head, Refusal};

/// The target of a request below the prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A file, or a folder's page if it ends with `/` or is empty.
    Path(String),
    /// An address above the prefix, to be redirected to the prefix.
    Above,
}

/// Reads the target of a request. `prefix` starts and ends with `/`.
pub(super) fn read(target: &str, prefix: &str) -> Result<Target, Refusal> {
    let path = target.split('?').next().unwrap_or_default();
    let path = decode(path).ok_or(Refusal(400))?;
    if path == "/" && prefix != "/" || path.len() + 1 == prefix.len() && prefix.starts_with(&path) {
        return Ok(Target::Above);
    }
    let below = path.strip_prefix(prefix).ok_or(Refusal(404))?;
    let folders = below.strip_suffix('/').unwrap_or(below);
    let is_name = |part: &str| !part.is_empty() && !part.starts_with('.') && part.len() < 256;
    let is_plain = below.is_empty() || folders.split('/').all(is_name);
    if is_plain { Ok(Target::Path(below.to_owned())) } else { Err(Refusal(404)) }
}

/// Whether the requested host is one of ours. Pages of other sites must not reach the preview under their own host name.
pub(super) fn is_ours(host: Option<&str>, allowed: &[String]) -> bool {
    let Some(host) = host else { return false };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.to_ascii_lowercase();
    matches!(name.as_str(), "localhost" | "127.0.0.1" | "[::1]") || allowed.contains(&name)
}

/// Whether a request comes from a page of this server, or not from a page at all.
pub(super) fn is_same_origin(head: &Head) -> bool {
    let from = head.fetch_site.as_deref();
    let origin = head.origin.as_deref().map(|origin| origin.split_once("://").map(|(_, host)| host));
    from.is_none_or(|from| from == "same-origin")
        && origin.is_none_or(|origin| origin.is_some() && origin == head.host.as_deref())
}

/// Percent-decodes a path once. `None` if it is malformed or contains characters that file names here never have.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        let value = digit()? * 16 + digit()?;
        bytes.push(u8::try_from(value).ok()?);
    }
    let text = String::from_utf8(bytes).ok()?;
    let is_odd = |c: char| c.is_control() || c == '\\' || c == '#';
    (!text.contains(is_odd)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::{Target, is_ours, read};
    use crate::serve::head::Refusal;

    #[test]
    fn a_path_is_read_below_the_prefix() {
        let path = |path: &str| Ok(Target::Path(path.to_owned()));
        assert_eq!(read("/", "/"), path(""));
        assert_eq!(read("/a%20b/?x=/../", "/"), path("a b/"));
        assert_eq!(read("/data/x", "/data/"), path("x"));
        assert_eq!(read("/data", "/data/"), Ok(Target::Above));
        assert_eq!(read("/", "/data/"), Ok(Target::Above));
        assert_eq!(read("/other", "/data/"), Err(Refusal(404)));
    }

    #[test]
    fn no_path_leads_out_or_to_hidden_files() {
        for odd in ["/../x", "/%2e%2e/x", "/a/..%2f..", "//etc/passwd", "/%2fetc", "/.git/config", "/a//b", "/a/./b"] {
            assert_eq!(read(odd, "/"), Err(Refusal(404)), "{odd}");
        }
        for odd in ["/%", "/%zz", "/%ff", "/a%00", "/..%5cx", "/a#b", "/%c0%ae"] {
            assert_eq!(read(odd, "/"), Err(Refusal(400)), "{odd}");
        }
        assert_eq!(read("/%252e%252e/x", "/"), Ok(Target::Path("%2e%2e/x".to_owned())));
    }

    #[test]
    fn only_our_own_names_are_ours() {
        let ours = |host| is_ours(host, &["portal.test".to_owned()]);
        for host in ["localhost:4870", "127.0.0.1", "[::1]:4870", "LOCALHOST", "portal.test:80"] {
            assert!(ours(Some(host)), "{host}");
        }
        for host in ["evil.example", "localhost.evil.example:1", "127.0.0.1.evil.example", "127.0.0.1@evil.example", ""] {
            assert!(!ours(Some(host)), "{host}");
        }
        assert!(!ours(None));
    }
}
