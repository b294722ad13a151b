//! Explains YAML syntax errors in plain words: what is wrong, and what to type.
//!
//! In: the parser's error and the text. Out: a finding. Invariant: grammar terms come with advice on what to do.

use std::ops::Range;

use serde_saphyr::Error;

use super::super::rules::SYNTAX;
use super::position;
use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

pub(super) fn explain(error: &Error, file: &SourceFile, span: &Range<usize>) -> Diagnostic {
    let text = &file.text()[span.clone()];
    let at = position(error, file, span);
    let found = |at: Range<usize>, message: &str| SYNTAX.finding(message).at(file.place(at), "");
    let said = error.to_string();
    let says = |words: &str| said.contains(words);
    if let Error::DuplicateMappingKey { key, .. } = error {
        let name = key.as_deref().unwrap_or("a key");
        let found = SYNTAX.finding(format!("`{name}` stands here a second time")).at(file.place(at), "repeated");
        return found.help("keep one of the two");
    }
    if says("multiple YAML documents") {
        let second = span.start + text.match_indices("\n---").last().map_or(0, |(at, _)| at + 1);
        return found(second..second + 3, "a second document begins here").help("keep one document in a file");
    }
    let is_limit = matches!(
        error,
        Error::Budget { .. } | Error::AliasReplayLimitExceeded { .. } | Error::AliasExpansionLimitExceeded { .. }
    );
    if is_limit || says("budget") {
        return found(at, "aliases, nesting or size beyond the limit that metadata has");
    }
    if says("depth") || says("recursion") {
        return found(at, "nested deeper than the limit that metadata has");
    }
    if says("tab")
        && let Some(tab) = tab(text)
    {
        let at = span.start + tab;
        return SYNTAX.finding("a tab at the beginning of a line").at(file.place(at..at + 1), "here").help("indent with blanks");
    }
    if says("mapping values are not allowed") {
        let (message, help) = colon(text, at.start - span.start);
        return found(at, message).help(help);
    }
    if says("trailing content after")
        && let Some(opening) = opening(text, at.start - span.start)
    {
        let at = span.start + opening;
        let found = SYNTAX.finding("a quote that is not closed on its line").at(file.place(at..at + 1), "opened here");
        return found.help("write the closing quote, or take this one away");
    }
    match WORDS.iter().find(|(words, ..)| says(words)) {
        Some((_, message, help)) => found(at, message).help(*help),
        None => {
            found(at, &first_line(&said)).help("look at the quotes, colons and indentation of this line and the one above it")
        }
    }
}

/// Words in the parser's message, what they mean, and what to do.
const WORDS: &[(&str, &str, &str)] = &[
    ("unclosed quote", "a quote that is not closed", "write the closing quote, or take this one away"),
    ("unknown anchor", "a text cannot begin with `*` or `&`: YAML gives them a meaning of their own", QUOTE_ALL),
    ("unexpected character", "a value cannot begin with this sign", QUOTE_ALL),
    ("trailing content after", "something stands after the closing quote", QUOTE_ALL),
    ("parsing a flow mapping", "a `{` above or on this line is not closed, or a comma is missing", "close it with `}`"),
    ("parsing a flow sequence", "a `[` above or on this line is not closed, or a comma is missing", "close it with `]`"),
    (
        "illegal placement of ':'",
        "a `[` above or on this line is not closed",
        "close it with `]`, or put a text that begins with `[` in quotes",
    ),
    (
        "did not find expected key",
        "this belongs to nothing above it",
        "put a value that begins with `[`, `{` or a quote wholly in quotes, or let the line begin below the key that it stands beside",
    ),
    (
        "did not find expected '-' indicator",
        "a line among the items of a list is none",
        "begin it with `- `, or let it begin below the list's key",
    ),
];

const QUOTE_ALL: &str = "put the whole value in quotes: \"...\", or '...' if it holds such quotes";

/// Why a colon is not allowed at `at`, and what to do.
fn colon(text: &str, at: usize) -> (&'static str, &'static str) {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    if text[start..at].contains(": ") {
        return ("a text with a colon and a blank in it", QUOTE_ALL);
    }
    let indent = |line: &str| line.len() - line.trim_start().len();
    let above = text[..start].lines().rev().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    match above {
        Some(above) if indent(&text[start..]) > indent(above) => {
            ("this line begins further in than the one above, which has its value already", "begin both at the same column")
        }
        Some(_) => ("the line above has no `: ` between key and value", "write it as `key: value`"),
        None => ("a colon where none can stand", QUOTE_ALL),
    }
}

/// Where the quoted text that ends before `at` begins, if on an earlier line. Its quote was never closed, so the parser ended
/// it at the next value's opening quote.
fn opening(text: &str, at: usize) -> Option<usize> {
    let closing = text[..at].rfind(['"', '\''])?;
    let opening = text[..closing].rfind(&text[closing..=closing])?;
    text[opening..closing].contains('\n').then_some(opening)
}

/// The first tab in a line's indentation. The parser sometimes reports it a line early.
fn tab(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        if let Some(tab) = line[..indent].find('\t') {
            return Some(at + tab);
        }
        at += line.len();
    }
    None
}

/// The parser's message without the place, which the finding shows.
fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or(text);
    let line = line.strip_prefix("error: ").unwrap_or(line);
    line.split_once(" at line ").map_or(line, |(what, _)| what).to_owned()
}
