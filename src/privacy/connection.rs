//! Passwords in connection strings and in addresses. Both are parsed.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Kind, Pattern, matches, pattern};

/// A key of a connection string that holds a secret.
pub(super) static SECRET_KEY: Pattern =
    LazyLock::new(|| pattern(r"(?i)\b(?:password|pwd|accountkey|sharedaccesskey|sharedaccesssignature)[ \t]*="));

/// `scheme://user:password@host`
pub(super) static IN_ADDRESS: Pattern =
    LazyLock::new(|| pattern(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@<>\x22']*:[^\s/@<>\x22']+@[A-Za-z0-9\[]"));

/// Keys that only a connection string has beside its secret.
const OTHER_KEYS: [&str; 25] = [
    "server",
    "data source",
    "datasource",
    "host",
    "hostname",
    "address",
    "addr",
    "network address",
    "driver",
    "dsn",
    "provider",
    "endpoint",
    "accountname",
    "initial catalog",
    "database",
    "dbname",
    "user id",
    "userid",
    "uid",
    "user",
    "username",
    "defaultendpointsprotocol",
    "sharedaccesskeyname",
    "port",
    "trusted_connection",
];

/// How far before and after a secret the rest of its connection string may stand, in bytes.
const LONGEST: usize = 512;

pub(super) fn find(text: &str, see: &mut impl FnMut(Kind, Range<usize>)) {
    if memchr::memchr2(b'=', b':', text.as_bytes()).is_none() {
        return;
    }
    for found in matches(&SECRET_KEY, text) {
        // A connection string is short, and a line may be long.
        let from = text.floor_char_boundary(found.start().saturating_sub(LONGEST));
        let to = text.floor_char_boundary((found.end() + LONGEST).min(text.len()));
        let line_start = text[from..found.start()].rfind('\n').map_or(from, |at| from + at + 1);
        let start = line_start + text[line_start..found.start()].rfind(['"', '`']).map_or(0, |at| at + 1);
        let end = text[found.end()..to].find(['\n', '`']).map_or(to, |at| found.end() + at);
        let pairs = pairs(text, start..end);
        let is_connection = pairs.iter().any(|(key, _)| OTHER_KEYS.contains(&key.as_str()));
        // In `f"Server={server};Pwd={password}"`, every value is the name of a variable.
        let is_name = |value: &Range<usize>| {
            let whole = text[..value.start].ends_with('{') && text[value.end..].starts_with('}');
            whole && text[value.clone()].chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'))
        };
        let is_template = pairs.iter().filter(|(key, value)| key != "driver" && is_name(value)).count() > 1;
        let value = pairs.into_iter().find(|(_, value)| value.start >= found.end() && value.start <= found.end() + 2);
        let is_secret =
            |value: &Range<usize>| is_connection && !is_placeholder(&text[value.clone()]) && !(is_template && is_name(value));
        if let Some((_, value)) = value.filter(|(_, value)| is_secret(value)) {
            see(Kind::Password, value);
        }
    }
    for found in matches(&IN_ADDRESS, text) {
        let rest = found.start() + found.as_str().find("://").map_or(0, |at| at + 3);
        let Some(colon) = text[rest..found.end()].find(':').map(|at| rest + at + 1) else { continue };
        let Some(at) = text[colon..found.end()].rfind('@').map(|at| colon + at) else { continue };
        if !is_placeholder(&text[colon..at]) {
            see(Kind::Password, colon..at);
        }
    }
}

/// The keys of a connection string and the bytes of their values. Pairs are parted by semicolons, or by spaces where there are none.
fn pairs(text: &str, span: Range<usize>) -> Vec<(String, Range<usize>)> {
    let whole = &text[span.clone()];
    let between = if whole.contains(';') { ';' } else { ' ' };
    let (mut pairs, mut at) = (Vec::new(), 0);
    while at < whole.len() {
        let rest = &whole[at..];
        let Some(equals) = rest.find('=') else { break };
        let key_start = rest[..equals].rfind(between).map_or(0, |at| at + 1);
        let key = rest[key_start..equals].trim().to_ascii_lowercase();
        let value_start = equals + 1 + (rest[equals + 1..].len() - rest[equals + 1..].trim_start_matches(' ').len());
        let close = match rest[value_start..].chars().next() {
            Some(quote @ ('\'' | '"')) => Some(quote),
            Some('{') => Some('}'),
            _ => None,
        };
        let (from, to) = match close {
            Some(close) => {
                let from = value_start + 1;
                (from, rest[from..].find(close).map_or(rest.len(), |at| from + at))
            }
            None => (value_start, rest[value_start..].find(between).map_or(rest.len(), |at| value_start + at)),
        };
        pairs.push((key, span.start + at + from..span.start + at + to));
        at += rest[to..].find(between).map_or(rest.len(), |next| to + next + 1);
    }
    pairs
}

/// Whether a value only stands where a secret will be: `${PASSWORD}`, `<your password>`, `****`.
pub(super) fn is_placeholder(value: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: [&str; 28] = [
        "password", "passwd", "pwd", "pass", "secret", "changeme", "change_me", "change-me", "example", "none", "null", "true", "false", "todo", "tbc", "tbd",
        "redacted", "hidden", "xxx", "placeholder", "value", "string", "undefined", "empty", "mypassword", "replace_me", "replaceme", "demo_key",
    ];
    let value = value.trim().trim_matches(['"', '\'']);
    let lower = value.to_ascii_lowercase();
    let first = value.chars().next();
    let is_one_sign = value.chars().all(|c| Some(c) == first);
    let is_closed = [('{', '}'), ('<', '>'), ('[', ']'), ('(', ')'), ('%', '%')]
        .iter()
        .any(|(open, close)| value.len() > 1 && value.starts_with(*open) && value.ends_with(*close));
    let is_variable = value.strip_prefix('$').is_some_and(|name| {
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let says = WORDS.iter().chain(&["token", "key"]).any(|word| name.to_ascii_lowercase().contains(word));
        name.starts_with(['{', '(']) || is_name && (says || !name.chars().any(|c| c.is_ascii_lowercase()))
    });
    let names = ["password", "pass", "pwd", "secret", "token", "key", "api", "username", "user"];
    let is_yours = ["your", "my", "the", "a"].iter().filter_map(|word| lower.strip_prefix(word)).any(|rest| {
        let rest = rest.trim_start_matches([' ', '-', '_']);
        names.iter().any(|name| rest.starts_with(name))
    });
    let begins = [
        "!secret",
        "!vault",
        "op://",
        "vault:",
        "insert-",
        "insert_",
        "enter-",
        "replace-",
        "replace_",
        "env.",
        "env:",
        "secrets.",
        "process.env",
        "os.environ",
    ];
    is_one_sign
        || is_closed
        || is_variable
        || is_yours
        || WORDS.contains(&lower.as_str())
        || begins.iter().any(|word| lower.starts_with(word))
        || value.starts_with('…')
        || value.chars().all(|c| matches!(c, 'x' | 'X' | '-' | '*' | '.'))
        || lower.contains("getenv")
}

#[cfg(test)]
mod tests {
    use crate::privacy::{Kind, sightings};

    #[test]
    fn passwords_of_connections_are_found() {
        for text in [
            "Server=sql01.example.org;Database=waits;User Id=reader;Password=Wren7",
            "Driver={ODBC Driver 18};Server=x.example.org;PWD={a;b};UID=u",
            "Data Source=x.example.org; Password = 'Summer'",
            "host=db.example.org user=reader password=wren dbname=waits",
            "postgresql://reader:wren@db.example.org/waits",
            "AccountName=a;AccountKey=abcd==;EndpointSuffix=core.windows.net",
            "jdbc:sqlserver://x.example.org;user=a;password=b1",
            "https://jane:wren@example.org/data.csv",
        ] {
            assert_eq!(sightings(text).first().map(|seen| seen.kind), Some(Kind::Password), "{text}");
        }
        for text in [
            "Server=x.example.org;Database=waits;Trusted_Connection=yes",
            "Server=x.example.org;Password=${PASSWORD}",
            "postgresql://reader@db.example.org/waits",
            "postgresql://reader:$PASSWORD@db.example.org/waits",
            "https://example.org/a:b@c",
            "https://example.org:8080/",
            "https://user:<password>@example.org/",
            "f\"DRIVER={ODBC};SERVER={server};UID={user};PWD={db_pass}\"",
            "Server=x.example.org;Password=myPassword",
        ] {
            assert!(sightings(text).is_empty(), "{text}: {:?}", sightings(text));
        }
    }
}
