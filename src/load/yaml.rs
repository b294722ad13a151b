//! YAML to values, with findings that point at the key or the value to blame.

use std::ops::Range;

use serde::Deserialize;
use serde_saphyr::{Error, Location};

use super::rules::{INVALID_VALUE, MISSING_KEY, SYNTAX, UNKNOWN_KEY};
use crate::diagnostic::{Diagnostic, Findings, did_you_mean};
use crate::source::SourceFile;

/// Reads the YAML that stands at `span` of a file.
pub(super) fn parse<'de, T: Deserialize<'de>>(file: &'de SourceFile, span: Range<usize>, findings: &mut Findings) -> Option<T> {
    let text = &file.text()[span.clone()];
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        let found = SYNTAX.finding("this is empty: nothing but blanks and comments").at(file.place(span.start..span.start), "");
        findings.push(found.help("write `title:` and the other keys"));
        return None;
    }
    match serde_saphyr::from_str_with_options(text, options()) {
        Ok(value) => Some(value),
        Err(error) => {
            // What is wrong with the file as YAML comes before what is wrong with its keys.
            let syntax = serde_saphyr::from_str_with_options::<serde::de::IgnoredAny>(text, options()).err();
            findings.push(explain(&syntax.unwrap_or(error), file, &span));
            None
        }
    }
}

/// Limits that no metadata comes near, against files that are built to exhaust memory.
fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_nodes: 50_000,
            max_aliases: 200,
            max_depth: 64,
        },
        with_snippet: false,
    }
}

fn explain(error: &Error, file: &SourceFile, span: &Range<usize>) -> Diagnostic {
    let at = error.location().map_or(span.start..span.start, |location| bytes(location, &file.text()[span.clone()], span.start));
    let place = file.place(at);
    let known = |names: &[&'static str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            let found = UNKNOWN_KEY.finding(format!("unknown key `{field}`")).at(place, "not a key of this place");
            let hint = did_you_mean(field, expected.iter().copied());
            found.help(format!("{hint}the keys there are: {}", known(expected)))
        }
        Error::SerdeMissingField { field, .. } => {
            let found = MISSING_KEY.finding(format!("the key `{field}` is missing")).at(place, "in this block");
            found.help(format!("add a line `{field}: ...`"))
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            let found = INVALID_VALUE.finding(format!("`{variant}` is not one of the values there are")).at(place, "");
            let hint = did_you_mean(variant, expected.iter().copied());
            found.help(format!("{hint}write one of {}", known(expected)))
        }
        Error::SerdeInvalidType { expected, .. } | Error::SerdeInvalidValue { expected, .. } => {
            INVALID_VALUE.finding("a value of the wrong type").at(place, format!("expected {expected}"))
        }
        Error::Message { msg, .. } => INVALID_VALUE.finding(msg.clone()).at(place, ""),
        other if other.to_string().contains("multiple YAML documents") => {
            let text = &file.text()[span.clone()];
            let second = text.match_indices("\n---").last().map_or(0, |(at, _)| at + 1);
            let at = span.start + second;
            SYNTAX.finding("a second document begins here").at(file.place(at..at + 3), "").help("keep one document in a file")
        }
        other if other.to_string().contains("budget") => {
            SYNTAX.finding("aliases, nesting or size beyond the limit that metadata has").at(place, "")
        }
        other if other.to_string().contains("depth") || other.to_string().contains("recursion") => {
            SYNTAX.finding("nested deeper than the limit that metadata has").at(place, "")
        }
        Error::NullIntoString { .. } => INVALID_VALUE
            .finding("a value is missing")
            .at(place, "nothing stands here")
            .help("write a text, or take the key away"),
        Error::DuplicateMappingKey { key, .. } => {
            let name = key.as_deref().unwrap_or("a key");
            SYNTAX.finding(format!("`{name}` stands here a second time")).at(place, "repeated").help("keep one of the two")
        }
        Error::Budget { .. } | Error::AliasReplayLimitExceeded { .. } | Error::AliasExpansionLimitExceeded { .. } => {
            SYNTAX.finding("aliases, nesting or size beyond the limit that metadata has").at(place, "")
        }
        other if other.to_string().contains("tab") && tab(file, span).is_some() => {
            let at = tab(file, span).unwrap_or(span.start);
            let found = SYNTAX.finding("a tab at the beginning of a line").at(file.place(at..at + 1), "here");
            found.help("indent with blanks")
        }
        other => SYNTAX.finding(first_line(&other.to_string())).at(place, ""),
    }
}

/// The bytes of a location, in the whole file. Some locations carry no bytes; their line and column then tell.
fn bytes(location: Location, text: &str, offset: usize) -> Range<usize> {
    let number = |value: u64| usize::try_from(value).unwrap_or(usize::MAX);
    let span = location.span();
    let start = span.byte_offset().map(number).filter(|start| *start <= text.len()).unwrap_or_else(|| {
        let line_start: usize = text.split_inclusive('\n').take(number(location.line()).saturating_sub(1)).map(str::len).sum();
        let column = number(location.column()).saturating_sub(1);
        text[line_start..].char_indices().nth(column).map_or(text.len(), |(at, _)| line_start + at)
    });
    let length = span.byte_len().map_or(1, number);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    offset + start..offset + (start + length).min(line_end.max(start))
}

/// The first tab that indents a line: what the parser stumbles over, sometimes a line earlier.
fn tab(file: &SourceFile, span: &Range<usize>) -> Option<usize> {
    let mut at = span.start;
    for line in file.text()[span.clone()].split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        if let Some(tab) = line[..indent].find('\t') {
            return Some(at + tab);
        }
        at += line.len();
    }
    None
}

fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or(text);
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}
