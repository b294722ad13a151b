//! Front matter: YAML between two `---` lines at the start of a Markdown file.

use std::ops::Range;

use crate::diagnostic::Findings;
use crate::load::rules::SYNTAX;
use crate::source::SourceFile;

/// Whether a text has front matter where none is read: a page would print it, and what it says would not hold.
pub(in crate::load) fn is_misplaced(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines().skip_while(|line| line.trim().is_empty());
    let is_key = |line: &str| {
        line.split_once(':').is_some_and(|(key, _)| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase()))
    };
    lines.next().is_some_and(|line| line.trim_end() == "---") && lines.next().is_some_and(is_key)
}

/// The bytes of the YAML, and the byte where the text after it starts. Without front matter, the YAML is empty. `None`, with a
/// finding, if the front matter is not closed.
pub(in crate::load) fn split(file: &SourceFile, findings: &mut Findings) -> Option<(Range<usize>, usize)> {
    let text = file.text();
    let opening = text.split_inclusive('\n').next().unwrap_or("");
    if opening.trim_end() != "---" {
        return Some((0..0, 0));
    }
    let mut at = opening.len();
    for line in text[at..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((opening.len()..at, at + line.len()));
        }
        at += line.len();
    }
    let found = SYNTAX.finding("the front matter is not closed").at(file.place(0..3), "opened here");
    findings.push(found.help("end it with a line `---`"));
    None
}
