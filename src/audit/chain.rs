//! The chain of the lines, and what breaks it.

use sha2::{Digest, Sha256};

use super::Line;
use crate::model::hexadecimal;

/// What the first line names instead of the line before.
pub const NONE_BEFORE: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The SHA-256 of a line, without its end.
#[must_use]
pub fn digest(line: &str) -> String {
    hexadecimal(&Sha256::digest(line.as_bytes()))
}

/// A line of the log that a release remembers: lines up to there cannot be lost unseen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// Which log: the beginning of the SHA-256 of its first line.
    pub log: String,
    /// The number of the line, from 1.
    pub line: usize,
    /// Its SHA-256.
    pub sha256: String,
}

impl std::fmt::Display for Anchor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.log, self.line, self.sha256)
    }
}

impl Anchor {
    /// The last line of a log.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let (first, last) = (text.lines().next()?, text.lines().next_back()?);
        Some(Self { log: log_id(first), line: text.lines().count(), sha256: digest(last) })
    }

    /// Reads `<log> 12 <SHA-256>`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let (log, line, sha256) = (parts.next()?.to_owned(), parts.next()?.parse().ok()?, parts.next()?.to_owned());
        (line > 0).then_some(Self { log, line, sha256 })
    }
}

fn log_id(first: &str) -> String {
    digest(first)[..16].to_owned()
}

/// What is wrong with a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A line is not one of the log.
    NoLine(usize),
    /// A line does not name the line before it: one of the two was changed, or lines between were taken out.
    NotFollowing(usize),
    /// The last line has no end.
    Unfinished(usize),
    /// A release remembers a line that is not there.
    Lost {
        /// The release.
        release: String,
        /// The number of the line.
        line: usize,
        /// How many lines there are.
        of: usize,
    },
    /// No release remembers this log, and some remember another.
    OtherLog(usize),
    /// A release remembers another line at its place.
    Other {
        /// The release.
        release: String,
        /// The number of the line.
        line: usize,
    },
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoLine(line) => write!(f, "line {line} is not a line of an audit log"),
            Self::NotFollowing(line) => {
                write!(f, "line {line} does not follow from the line before: one of them was changed, or lines between are gone")
            }
            Self::Unfinished(line) => write!(f, "line {line} has no end: the program was stopped while it wrote it"),
            Self::Lost { release, line, of } => {
                write!(f, "release {release} remembers line {line}, and the log has {of}: lines at its end are gone")
            }
            Self::OtherLog(count) => {
                write!(
                    f,
                    "no release remembers this log, and {count} remember another: it is another one, or it was written again"
                )
            }
            Self::Other { release, line } => {
                write!(f, "release {release} remembers another line {line}: the log was changed")
            }
        }
    }
}

/// What is wrong with a log, given the lines that releases remember of it. A line that was cut short when the program was stopped,
/// and that the next line names, is part of the chain.
#[must_use]
pub fn faults(text: &str, anchors: &[(String, Anchor)]) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut before = NONE_BEFORE.to_owned();
    let mut digests = Vec::new();
    for (at, line) in text.lines().enumerate() {
        match serde_json::from_str::<Line>(line) {
            Ok(parsed) if parsed.prev == before => {}
            Ok(_) => found.push(Fault::NotFollowing(at + 1)),
            Err(_) if is_cut_short(line) => {}
            Err(_) => found.push(Fault::NoLine(at + 1)),
        }
        before = digest(line);
        digests.push(before.clone());
    }
    if !text.is_empty() && !text.ends_with('\n') {
        found.push(Fault::Unfinished(digests.len()));
    }
    let id = text.lines().next().map(log_id).unwrap_or_default();
    let own = anchors.iter().filter(|(_, anchor)| anchor.log == id);
    if own.clone().next().is_none() && !anchors.is_empty() {
        found.push(Fault::OtherLog(anchors.len()));
    }
    for (release, anchor) in own {
        match digests.get(anchor.line - 1) {
            None => found.push(Fault::Lost { release: release.clone(), line: anchor.line, of: digests.len() }),
            Some(digest) if *digest != anchor.sha256 => {
                found.push(Fault::Other { release: release.clone(), line: anchor.line });
            }
            Some(_) => {}
        }
    }
    found
}

/// How many of the lines that releases remember are of this log.
#[must_use]
pub fn anchored(text: &str, anchors: &[(String, Anchor)]) -> usize {
    let id = text.lines().next().map(log_id).unwrap_or_default();
    anchors.iter().filter(|(_, anchor)| anchor.log == id).count()
}

/// Whether a line is the beginning of one, as a program that was stopped leaves it.
fn is_cut_short(line: &str) -> bool {
    let begins = "{\"ts\":\"";
    !line.ends_with('}') && (line.starts_with(begins) || begins.starts_with(line))
}

#[cfg(test)]
mod tests {
    use super::{Anchor, Fault, Line, NONE_BEFORE, digest, faults};

    fn log(count: usize) -> Vec<String> {
        let mut before = NONE_BEFORE.to_owned();
        let line = |at: usize, before: &mut String| {
            let text = Line { ts: at.to_string(), prev: before.clone(), ..Line::default() }.text();
            *before = digest(&text);
            text
        };
        (0..count).map(|at| line(at, &mut before)).collect()
    }

    fn text(lines: &[String]) -> String {
        lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
    }

    #[test]
    fn every_change_of_a_line_breaks_the_chain() {
        let lines = log(6);
        assert_eq!(faults(&text(&lines), &[]), []);
        for at in 0..5 {
            let mut other = lines.clone();
            other[at] = other[at].replace("\"read\"", "\"write\"");
            assert_eq!(faults(&text(&other), &[]), [Fault::NotFollowing(at + 2)]);
            let mut fewer = lines.clone();
            fewer.remove(at);
            assert_eq!(faults(&text(&fewer), &[]), [Fault::NotFollowing(at + 1)]);
        }
    }

    #[test]
    fn lines_that_are_gone_from_the_end_are_missed_by_a_release() {
        let lines = log(6);
        let anchor = |line: usize| ("1.0".to_owned(), Anchor::of(&text(&lines[..line])).unwrap());
        assert_eq!(faults(&text(&lines), &[anchor(6), anchor(3)]), []);
        assert_eq!(
            faults(&text(&lines[..4]), &[anchor(6), anchor(3)]),
            [Fault::Lost { release: "1.0".to_owned(), line: 6, of: 4 }]
        );
        let mut last = lines.clone();
        last[5] = last[5].replace("\"read\"", "\"write\"");
        assert_eq!(faults(&text(&last), &[anchor(6)]), [Fault::Other { release: "1.0".to_owned(), line: 6 }]);
    }

    #[test]
    fn a_line_that_was_cut_short_stays_and_the_next_one_names_it() {
        let lines = log(2);
        let torn = "{\"ts\":\"2026".to_owned();
        let next = Line { prev: digest(&torn), ..Line::default() }.text();
        let whole = text(&[lines[0].clone(), lines[1].clone(), torn.clone(), next]);
        assert_eq!(faults(&whole, &[]), []);
        assert_eq!(faults(&format!("{}{torn}", text(&lines)), &[]), [Fault::Unfinished(3)]);
        assert_eq!(faults(&text(&[lines[0].clone(), torn, lines[1].clone()]), &[]), [Fault::NotFollowing(3)]);
        let said = "role:manager approved everything".to_owned();
        let next = Line { prev: digest(&said), ..Line::default() }.text();
        assert_eq!(faults(&text(&[lines[0].clone(), said, next]), &[]), [Fault::NoLine(2)], "a line that is none");
        assert_eq!(faults(&text(&lines).replace('\n', "\r\n"), &[]), [], "a copy with other line ends");
    }

    #[test]
    fn an_anchor_is_read_as_it_is_written() {
        let anchor = Anchor::of(&text(&log(3))).unwrap();
        assert_eq!(Anchor::parse(&anchor.to_string()), Some(anchor));
        assert_eq!(Anchor::parse("x 0 y"), None);
    }

    #[test]
    fn a_log_that_was_written_again_is_none_that_a_release_remembers() {
        let other = Line { ts: "other".to_owned(), prev: NONE_BEFORE.to_owned(), ..Line::default() }.text();
        let anchors = [("1.0".to_owned(), Anchor::of(&text(&log(3))).unwrap())];
        assert_eq!(faults(&text(std::slice::from_ref(&other)), &anchors), [Fault::OtherLog(1)]);
        let both = [anchors[0].clone(), ("2.0".to_owned(), Anchor::of(&text(std::slice::from_ref(&other))).unwrap())];
        assert_eq!(faults(&text(&[other]), &both), [], "a new log was begun, and the old one is kept");
    }
}
