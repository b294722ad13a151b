//! Finds all the faults in the keys and values of a mapping, not only the first.
//!
//! In: the first error and its text. Out: a finding for each faulty entry of the mapping, and one for the missing keys.
//! Invariant: no finding follows from another: each entry is checked once, and a key with a faulty entry is not missing.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::IgnoredAny;
use serde_saphyr::Error;

use super::{Mapping, explain, missing, position, read};
use crate::diagnostic::{Findings, nearest};
use crate::source::SourceFile;

/// The most faulty entries reported: each needs another reading of the text.
const MOST: usize = 20;

/// Blanks out each faulty entry and reads the rest again until no fault is left, then looks for missing keys.
pub(super) fn report<T: Mapping>(first: Error, file: &SourceFile, span: &Range<usize>, findings: &mut Findings) {
    let (mut text, mut error) = (file.text()[span.clone()].to_owned(), first);
    let (mut absent, mut misspelt) = (T::NEEDED.to_vec(), Vec::new());
    for _ in 0..MOST {
        let at = position(&error, file, span).start - span.start;
        let entries = entries(&text);
        let is_of_whole = entries.iter().any(|entry| entry.start == at);
        match &error {
            Error::SerdeMissingField { field, .. } if is_of_whole => {
                absent.extend((!absent.contains(field)).then_some(*field));
                break;
            }
            Error::SerdeUnknownField { field, expected, .. } if is_of_whole => {
                misspelt.extend(nearest(field, expected.iter().copied()));
            }
            _ => {}
        }
        findings.push(explain(&error, file, span));
        // Entries of a mapping in braces cannot be blanked out.
        let is_block = |entry: &Range<usize>| !text[entry.clone()].starts_with('{');
        let Some(entry) = entries.into_iter().find(|entry| entry.contains(&at)).filter(is_block) else { return };
        blank(&mut text, entry);
        // Stop if nothing is left, or if an alias now refers to a blanked entry: the author did not cause that.
        if self::entries(&text).is_empty() || read::<IgnoredAny>(&text).is_err() {
            break;
        }
        match read::<T>(&text) {
            Ok(_) => break,
            Err(next) => error = next,
        }
    }
    absent.retain(|key| !misspelt.contains(key));
    report_missing(absent, file, span, findings);
}

/// Reports the keys in a list that the mapping does not have.
fn report_missing(mut keys: Vec<&'static str>, file: &SourceFile, span: &Range<usize>, findings: &mut Findings) {
    let text = &file.text()[span.clone()];
    #[expect(clippy::zero_sized_map_values, reason = "a mapping cannot be read into a set")]
    let known: BTreeMap<String, IgnoredAny> = match read(text) {
        Ok(known) => known,
        Err(_) => return,
    };
    keys.retain(|key| !known.contains_key(*key));
    if keys.is_empty() {
        return;
    }
    let start = entries(text).first().map_or(0, |entry| entry.start);
    let end = text[start..].find(':').map_or(start, |length| start + length);
    findings.push(missing(&keys, file.place(span.start + start..span.start + end)));
}

/// Overwrites an entry with spaces, so that later text keeps its position.
fn blank(text: &mut String, entry: Range<usize>) {
    let blanks: String = text[entry.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(entry, &blanks);
}

/// The entries of a block-style mapping. Each is an unindented line with the indented lines and list items below it.
fn entries(text: &str) -> Vec<Range<usize>> {
    let is_start = |line: &str| !line.starts_with([' ', '\t', '#', '-', '%', '.', '\r', '\n']);
    let mut at = 0;
    let mut starts = Vec::new();
    for line in text.split_inclusive('\n') {
        if is_start(line) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
}
