//! Hosts, shares and folders inside an organisation: what helps somebody who wants to get in, and often names a person.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Kind, Pattern, matches, pattern};

pub(super) static PATTERN: Pattern = LazyLock::new(|| {
    let share = r"\\\\[A-Za-z0-9][A-Za-z0-9._-]+\\[A-Za-z0-9$][^\s\\<>\x22|]*";
    let home = r"[A-Za-z]:[\\/](?:Users|Documents and Settings)[\\/][^\s\\/<>\x22|]+|/(?:home|Users)/[a-z][a-z0-9._-]+/";
    let address = r"(?:https?|ftp|smb|jdbc:[a-z]+|postgres(?:ql)?|mysql|mongodb|redis|file)://(?:[^\s/@]+@)?(?:[A-Za-z0-9-]+(?:[:/]|\b))(?:[A-Za-z0-9.-]*)";
    let host = r"\b[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:local|internal|corp|lan|intranet|localdomain)\b";
    let drive = r"\b[G-Z]:\\[A-Za-z][A-Za-z0-9 _.-]*\\";
    let personal = r"[a-z0-9]+-my\.sharepoint\.com/personal/[a-z0-9_]+";
    pattern(&format!("{share}|{drive}|{personal}|{home}|{address}|{host}"))
});

/// Endings of hosts that are only known inside.
const INSIDE: [&str; 6] = [".local", ".internal", ".corp", ".lan", ".intranet", ".localdomain"];

pub(super) fn find(text: &str, see: &mut impl FnMut(Kind, Range<usize>)) {
    if memchr::memchr3(b'\\', b'/', b'.', text.as_bytes()).is_none() {
        return;
    }
    for found in matches(&PATTERN, text) {
        let is_inside = match found.as_str().split_once("://") {
            Some((_, rest)) => {
                let whole = rest.rsplit('@').next().unwrap_or(rest);
                is_inside(whole.split(['/', ':']).next().unwrap_or(whole))
            }
            None => true,
        };
        let before = text[..found.start()].chars().next_back();
        // An email address is found as such, and a name in a longer one is not the host.
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '@' | '.' | '/' | '-') && !found.as_str().starts_with('/');
        let after = &text.as_bytes()[found.end()..];
        let goes_on = after.first() == Some(&b'(') || matches!(after, [b'.', next, ..] if next.is_ascii_alphanumeric());
        let is_link = found.as_str().starts_with('/') && text[..found.start()].ends_with(['(', '"', '=']);
        if is_inside && !goes_on && !is_link && !is_example(found.as_str()) && !before.is_some_and(is_part) {
            see(Kind::Internal, found.range());
        }
    }
}

/// Whether a host or a folder only stands where that of the reader will be.
fn is_example(text: &str) -> bool {
    #[rustfmt::skip]
    const NAMES: [&str; 18] = [
        "host", "hostname", "server", "servername", "yourserver", "example", "myserver", "docker", "google", "metadata", "rstudio", "jovyan", "runner",
        "user", "username", "yourname", "public", "name",
    ];
    let lower = text.to_ascii_lowercase();
    let host_or_person = match lower.split_once("://") {
        Some((_, rest)) => rest.rsplit('@').next().unwrap_or(rest),
        None => ["users/", "users\\", "settings\\", "home/"]
            .iter()
            .find_map(|folder| Some(lower.split_once(folder)?.1))
            .unwrap_or(&lower),
    };
    let first = host_or_person.trim_start_matches(['/', '\\']).split(['/', '\\', ':']).next().unwrap_or("");
    first.split('.').any(|part| NAMES.contains(&part) || part.starts_with('%') || part.starts_with("your"))
}

/// Whether a host of an address is only known inside an organisation.
fn is_inside(host: &str) -> bool {
    if host.is_empty() || host == "localhost" || host.starts_with("127.") {
        return false;
    }
    let numbers: Vec<u8> = host.split('.').filter_map(|part| part.parse().ok()).collect();
    let is_private = match numbers.as_slice() {
        [10, _, _, _] | [192, 168, _, _] => true,
        [172, second, _, _] => (16..=31).contains(second),
        _ => false,
    };
    let lower = host.to_ascii_lowercase();
    is_private || !host.contains('.') || INSIDE.iter().any(|ending| lower.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use crate::privacy::{Kind, sightings};

    #[test]
    fn what_is_inside_is_told_from_what_is_public() {
        for text in [
            r"\\srv-ig01\private\patients.xlsx",
            r"C:\Users\jane.smith\extract.csv",
            "/home/jane/work/x.csv",
            "/Users/jane/x",
            "http://srv-ig01/reports",
            "https://10.1.2.3/x",
            "https://warehouse.trust.local/x",
            "the host sql01.trust.internal",
            "http://192.168.0.4:8080/",
        ] {
            assert_eq!(sightings(text).first().map(|seen| seen.kind), Some(Kind::Internal), "{text}");
        }
        for text in [
            "https://www.england.nhs.uk/x",
            "http://localhost:8000/",
            "version 10.1.2.3",
            "file.txt",
            "the local team",
            "see /homepage/",
            r"a\b",
            "https://example.org/home/jane/",
            "http://127.0.0.1:8080/",
            "datasets/x/data.csv",
            "https://opendata.nhsbsa.net/",
            "locally.",
            "settings.local.json",
            "x = threading.local()",
            "http://yourserver/reports",
            "/home/runner/work/",
            "see [the page](/home/about/)",
            r"\\server\share\x",
        ] {
            assert!(sightings(text).is_empty(), "{text}: {:?}", sightings(text));
        }
    }
}
