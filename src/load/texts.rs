//! Finds characters in an author's text that readers cannot see, and accents read in the wrong encoding.
//!
//! In: a YAML, Markdown or dictionary file. Out: at most one finding of each kind. Invariant: the text itself is not changed.

use super::root::has_ending;
use super::rules::{GARBLED_TEXT, HIDDEN_CHARACTER};
use crate::diagnostic::Findings;
use crate::model::{garbled, hidden, hidden_entity};
use crate::source::SourceFile;

pub(super) fn detect(file: &SourceFile, findings: &mut Findings) {
    let text = file.text();
    let is_prose = has_ending(file.path(), "md");
    if let Some(at) = hidden(text) {
        findings.push(invisible("an invisible character", file, at));
    } else if let Some(at) = hidden_entity(text).filter(|_| is_prose) {
        findings.push(invisible("an entity for an invisible character", file, at));
    }
    if let Some(at) = garbled(text) {
        let found = GARBLED_TEXT.finding("an accent or sign read in the wrong encoding").at(file.place(at..at + 1), "the first");
        findings.push(found.help("type it again, and save the file as UTF-8"));
    }
}

/// The finding about an invisible character at a byte.
pub(super) fn invisible(what: &str, file: &SourceFile, at: usize) -> crate::diagnostic::Diagnostic {
    let found = HIDDEN_CHARACTER.finding(what).at(file.place(at..at + 1), "the first");
    found.help("remove it; an editor that shows invisible characters helps to find it")
}
