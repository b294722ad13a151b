//! Reads YAML, with findings that point to the key or value at fault.

mod faults;
mod marks;
mod syntax;

use std::ops::Range;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_saphyr::{Error, Location};

use super::rules::{INVALID_VALUE, MISSING_KEY, SYNTAX, UNKNOWN_KEY};
use crate::diagnostic::{Diagnostic, Findings, did_you_mean};
use crate::source::{Place, SourceFile};

/// A type that a YAML mapping is read into.
pub(super) trait Mapping: DeserializeOwned {
    /// The required keys.
    const NEEDED: &[&str];
}

/// Reads the YAML at `span` of a file. `None`, with findings, if it is invalid.
pub(super) fn parse<T: Mapping>(file: &SourceFile, span: Range<usize>, findings: &mut Findings) -> Option<T> {
    let text = &file.text()[span.clone()];
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        let found = SYNTAX.finding("this is empty, apart from spaces and comments").at(file.place(span.start..span.start), "");
        findings.push(found.help("write `title:` and the other keys"));
        return None;
    }
    marks::detect(file, span.clone(), findings)?;
    let error = match read(text) {
        Ok(value) => return Some(value),
        Err(error) => error,
    };
    // Report YAML syntax errors before errors in keys.
    match read::<IgnoredAny>(text) {
        Err(syntax) => findings.push(explain(&syntax, file, &span)),
        Ok(_) => faults::report::<T>(error, file, &span, findings),
    }
    None
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_saphyr::from_str_with_options(text, options())
}

/// Limits against files built to exhaust memory. Real metadata never comes near them.
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
    let place = file.place(position(error, file, span));
    let known = |names: &[&'static str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            let found = UNKNOWN_KEY.finding(format!("unknown key `{field}`")).at(place, "not a key allowed here");
            let hint = did_you_mean(field, expected.iter().copied());
            found.help(format!("{hint}the keys allowed here are: {}", known(expected)))
        }
        Error::SerdeMissingField { field, .. } => missing(&[*field], place),
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            let found = INVALID_VALUE.finding(format!("`{variant}` is not one of the allowed values")).at(place, "");
            let hint = did_you_mean(variant, expected.iter().copied());
            found.help(format!("{hint}write one of {}", known(expected)))
        }
        Error::SerdeInvalidType { expected, .. } | Error::SerdeInvalidValue { expected, .. } => {
            INVALID_VALUE.finding("a value of the wrong type").at(place, format!("expected {expected}"))
        }
        Error::Unexpected { expected, .. } => {
            let expected = match *expected {
                "sequence start" => "expected a list",
                "mapping start" => "expected keys with values",
                "string scalar" => "expected a single text value",
                other => other,
            };
            INVALID_VALUE.finding("a value of the wrong type").at(place, expected)
        }
        Error::Message { msg, .. } => INVALID_VALUE.finding(msg.clone()).at(place, ""),
        Error::NullIntoString { .. } => {
            INVALID_VALUE.finding("a value is missing").at(place, "nothing here").help("write a value, or remove the key")
        }
        other => syntax::explain(other, file, span),
    }
}

fn missing(keys: &[&str], place: Place) -> Diagnostic {
    let names = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let (what, lines) = if keys.len() == 1 { ("key", "a line") } else { ("keys", "lines") };
    let is = if keys.len() == 1 { "is" } else { "are" };
    let help = keys.iter().map(|key| format!("`{key}: ...`")).collect::<Vec<_>>().join(", ");
    MISSING_KEY.finding(format!("the {what} {names} {is} missing")).at(place, "in this block").help(format!("add {lines} {help}"))
}

/// The bytes of an error, counted in the whole file.
fn position(error: &Error, file: &SourceFile, span: &Range<usize>) -> Range<usize> {
    error.location().map_or(span.start..span.start, |location| bytes(location, &file.text()[span.clone()], span.start))
}

/// The bytes of a location, counted in the whole file. If it has none, they are worked out from its line and column.
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

#[cfg(test)]
mod tests {
    use super::{Mapping, parse};
    use crate::diagnostic::Findings;
    use crate::model::{Metadata, Portal, TableSpec};
    use crate::source::SourceFile;

    /// Asserts that `NEEDED` lists the required keys: a text with all of them is read, and without any one of them is not.
    fn needs_what_is_listed<T: Mapping>(lines: &[&str]) {
        let reads = |lines: &[&str]| {
            let (file, mut findings) = (SourceFile::new("x.yaml", lines.join("\n").as_str()), Findings::new());
            parse::<T>(&file, 0..file.text().len(), &mut findings).is_some()
        };
        assert!(reads(lines));
        let keys: Vec<&str> = lines.iter().filter_map(|line| line.split(':').next()).collect();
        assert_eq!(keys, T::NEEDED);
        for left_out in 0..lines.len() {
            let rest = [&lines[..left_out], &lines[left_out + 1..]].concat();
            assert!(!reads(&rest), "{} is not needed", keys[left_out]);
        }
    }

    #[test]
    fn the_keys_that_are_listed_are_those_that_are_needed() {
        let contact = "{name: Team, email: team@example.org}";
        needs_what_is_listed::<TableSpec>(&["name: a", "file: a.csv"]);
        needs_what_is_listed::<Portal>(&[
            "title: A",
            "description: B",
            "address: https://example.org/",
            "publisher: c",
            "organisations: {c: {name: C}}",
            &format!("contact: {contact}"),
        ]);
        needs_what_is_listed::<Metadata>(&[
            "title: A",
            "summary: B",
            &format!("owner: {contact}"),
            "frequency: none",
            "issued: 2026-01-01",
            "modified: 2026-01-01",
            "version: \"1\"",
        ]);
    }
}
