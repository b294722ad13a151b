//! What is wrong with the keys and values of a mapping: all of it, not only what is met first.
//!
//! In: the first error, and the text it is from. Out: a finding for each entry of the mapping that is faulty, and for each key
//! that is missing. Invariant: no finding is a consequence of another: an entry is judged once, and a key whose entry is faulty is
//! not missing.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::IgnoredAny;
use serde_saphyr::Error;

use super::{Mapping, explain, missing, position, read};
use crate::diagnostic::{Findings, nearest};
use crate::source::SourceFile;

/// As many faulty entries as are reported: each costs a reading, and nobody reads more.
const MOST: usize = 20;

/// Takes each faulty entry out of the mapping and reads what is left, until nothing is wrong; then looks for missing keys.
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
        // Of a mapping in braces no entry can be taken out.
        let is_block = |entry: &Range<usize>| !text[entry.clone()].starts_with('{');
        let Some(entry) = entries.into_iter().find(|entry| entry.contains(&at)).filter(is_block) else { return };
        blank(&mut text, entry);
        // Nothing is left, or an alias to what was taken out: that is no fault of the author's.
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

/// Those keys of a list that the mapping does not have.
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

/// Writes blanks over an entry: what comes after keeps its place.
fn blank(text: &mut String, entry: Range<usize>) {
    let blanks: String = text[entry.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(entry, &blanks);
}

/// The entries of a mapping in block style: a line that is not indented, with those below it that are, or that are items of a list.
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
