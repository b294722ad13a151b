//! Finds characters in an author's text that readers cannot see, and accents read in the wrong encoding.
//!
//! In: a YAML, Markdown or dictionary file. Out: at most one finding of each kind. Invariant: the text itself is not changed.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::root::has_ending;
use super::rules::{GARBLED_TEXT, HIDDEN_CHARACTER};
use crate::diagnostic::Findings;
use crate::model::garbled;
use crate::source::{SourceFile, hidden, hidden_entity};

pub(super) fn detect(file: &SourceFile, findings: &mut Findings) {
    let text = file.text();
    let is_prose = has_ending(file.path(), "md");
    // Code shows what is written, and may be about such texts.
    let shown = if is_prose { without_code(text) } else { Cow::Borrowed(text) };
    if let Some(at) = hidden(text) {
        findings.push(invisible("an invisible character", file, at));
    } else if let Some(at) = hidden_entity(&shown).filter(|_| is_prose) {
        findings.push(invisible("an entity for an invisible character", file, at));
    }
    if let Some(at) = garbled(&shown) {
        let found = GARBLED_TEXT.finding("an accent or sign read in the wrong encoding").at(file.place(at..at + 1), "the first");
        findings.push(found.help("type it again, and save the file as UTF-8"));
    }
}

/// Markdown with spaces in place of the code in it, so that all else stays where it is.
fn without_code(text: &str) -> Cow<'_, str> {
    let mut shown = String::new();
    let mut written = 0;
    for code in CODE.iter().flat_map(|code| code.find_iter(text)) {
        shown.push_str(&text[written..code.start()]);
        shown.extend(std::iter::repeat_n(' ', code.len()));
        written = code.end();
    }
    if written == 0 {
        return Cow::Borrowed(text);
    }
    shown.push_str(&text[written..]);
    Cow::Owned(shown)
}

static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?s)```.*?```|`[^`\n]*`").ok());

/// The finding about an invisible character at a byte.
pub(super) fn invisible(what: &str, file: &SourceFile, at: usize) -> crate::diagnostic::Diagnostic {
    let found = HIDDEN_CHARACTER.finding(what).at(file.place(at..at + 1), "the first");
    found.help("remove it; an editor that shows invisible characters helps to find it")
}
