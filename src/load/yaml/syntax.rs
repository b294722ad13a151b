//! Explains YAML syntax errors in plain words: the problem, and what to type.
//!
//! In: an error from the parser, and the text. Out: a finding. Invariant: every technical message says what to do.

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
        let found = SYNTAX.finding(format!("`{name}` is a duplicate key")).at(file.place(at), "repeated");
        return found.help("keep one of them");
    }
    if says("multiple YAML documents") {
        let second = span.start + text.match_indices("\n---").last().map_or(0, |(at, _)| at + 1);
        return found(second..second + 3, "a second document begins here").help("keep one document in each file");
    }
    let is_limit = matches!(
        error,
        Error::Budget { .. } | Error::AliasReplayLimitExceeded { .. } | Error::AliasExpansionLimitExceeded { .. }
    );
    if is_limit || says("budget") {
        return found(at, "aliases, nesting or size above the limit for metadata");
    }
    if says("depth") || says("recursion") {
        return found(at, "nested deeper than the limit for metadata");
    }
    if says("tab")
        && let Some(tab) = tab(text)
    {
        let at = span.start + tab;
        return SYNTAX.finding("a tab at the start of a line").at(file.place(at..at + 1), "here").help("indent with spaces");
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
        return found.help("add the closing quote, or remove this one");
    }
    match WORDS.iter().find(|(words, ..)| says(words)) {
        Some((_, message, help)) => found(at, message).help(*help),
        None => found(at, &first_line(&said)).help("check the quotes, colons and indentation of this line and the one above it"),
    }
}

/// The parser's words, the message and the help.
const WORDS: &[(&str, &str, &str)] = &[
    ("unclosed quote", "a quote that is not closed", "add the closing quote, or remove this one"),
    ("unknown anchor", "text cannot begin with `*` or `&`, which have a special meaning in YAML", QUOTE_ALL),
    ("unexpected character", "a value cannot begin with this character", QUOTE_ALL),
    ("trailing content after", "there is text after the closing quote", QUOTE_ALL),
    ("parsing a flow mapping", "a `{` on or above this line is not closed, or a comma is missing", "close it with `}`"),
    ("parsing a flow sequence", "a `[` on or above this line is not closed, or a comma is missing", "close it with `]`"),
    (
        "illegal placement of ':'",
        "a `[` on or above this line is not closed",
        "close it with `]`, or put text that begins with `[` in quotes",
    ),
    (
        "did not find expected key",
        "this does not belong to any key above it",
        "if a value begins with `[`, `{` or a quote, put all of it in quotes; otherwise align this line with the other keys",
    ),
    (
        "did not find expected '-' indicator",
        "a line in this list is not an item",
        "begin it with `- `, or align it with the list's key",
    ),
];

const QUOTE_ALL: &str = "put the whole value in quotes: \"...\", or '...' if it contains such quotes";

/// The message and help for a colon that cannot make a key.
fn colon(text: &str, at: usize) -> (&'static str, &'static str) {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    if text[start..at].contains(": ") {
        return ("text with a colon followed by a space", QUOTE_ALL);
    }
    let indent = |line: &str| line.len() - line.trim_start().len();
    let above = text[..start].lines().rev().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    match above {
        Some(above) if indent(&text[start..]) > indent(above) => {
            ("this line is indented further than the one above, which already has a value", "indent both lines equally")
        }
        Some(_) => ("the line above has no `: ` between key and value", "write it as `key: value`"),
        None => ("a colon is not allowed here", QUOTE_ALL),
    }
}

/// Where the quoted text that ends before `at` begins, if on an earlier line. Its closing quote is then really the opening
/// quote of another text.
fn opening(text: &str, at: usize) -> Option<usize> {
    let closing = text[..at].rfind(['"', '\''])?;
    let opening = text[..closing].rfind(&text[closing..=closing])?;
    text[opening..closing].contains('\n').then_some(opening)
}

/// The byte of the first tab that indents a line. The parser may report it a line earlier.
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

/// The first line of the parser's message, without its position, which the finding gives.
fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or(text);
    let line = line.strip_prefix("error: ").unwrap_or(line);
    line.split_once(" at line ").map_or(line, |(what, _)| what).to_owned()
}
