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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The number of the line, from 1.
    pub line: usize,
    /// Its SHA-256.
    pub sha256: String,
}

impl std::fmt::Display for Anchor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.line, self.sha256)
    }
}

impl Anchor {
    /// Reads `12 <SHA-256>`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (line, sha256) = text.split_once(' ')?;
        let line = line.parse().ok().filter(|line| *line > 0)?;
        Some(Self { line, sha256: sha256.to_owned() })
    }
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
            Self::Other { release, line } => {
                write!(f, "release {release} remembers another line {line}: this is another log, or it was written again")
            }
        }
    }
}

/// What is wrong with a log, given the lines that releases remember. A line that was cut short when the program was stopped, and
/// that the next line names, is part of the chain.
#[must_use]
pub fn faults(text: &str, anchors: &[(String, Anchor)]) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut before = NONE_BEFORE.to_owned();
    let mut digests = Vec::new();
    let mut torn: Option<usize> = None;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let whole = line.strip_suffix('\n');
        let line = whole.unwrap_or(line);
        let parsed: Option<Line> = serde_json::from_str(line).ok();
        match &parsed {
            Some(parsed) if parsed.prev != before => {
                found.extend(torn.take().map(Fault::NoLine));
                found.push(Fault::NotFollowing(at + 1));
            }
            Some(_) => torn = None,
            None => found.extend(torn.replace(at + 1).map(Fault::NoLine)),
        }
        if whole.is_none() {
            torn = None;
            found.push(Fault::Unfinished(at + 1));
        }
        before = digest(line);
        digests.push(before.clone());
    }
    found.extend(torn.map(Fault::NoLine));
    for (release, anchor) in anchors {
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
        let anchor = |line: usize| ("1.0".to_owned(), Anchor { line, sha256: digest(&lines[line - 1]) });
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
        assert_eq!(faults(&format!("{}{torn}", text(&lines)), &[]), [Fault::NoLine(3), Fault::Unfinished(3)][1..]);
        assert_eq!(faults(&text(&[lines[0].clone(), torn, lines[1].clone()]), &[]), [Fault::NoLine(2), Fault::NotFollowing(3)]);
    }

    #[test]
    fn an_anchor_is_read_as_it_is_written() {
        let anchor = Anchor { line: 12, sha256: digest("x") };
        assert_eq!(Anchor::parse(&anchor.to_string()), Some(anchor));
        assert_eq!(Anchor::parse("0 x"), None);
    }
}
