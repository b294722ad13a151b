//! What a text holds in base64: a picture or a workbook in an address (`data:image/jpeg;base64,...`), a text in 64 letters.
//!
//! Whoever reads the page or the file can decode it, so it is looked through as if it stood there.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use ct_codecs::{Base64NoPadding, Decoder};
use regex::Regex;

use super::text::{finding, wanted};
use super::{Scope, picture, workbook};
use crate::diagnostic::Findings;
use crate::privacy::Kind;
use crate::source::SourceFile;

/// The shortest run of letters that is decoded. It holds 16 bytes.
const SHORTEST: usize = 22;

/// A run of letters, which may go on in further lines. `-` and `_` are those of addresses.
static RUN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[A-Za-z0-9+/_-]{22,}(?:\s+[A-Za-z0-9+/_-]{22,})*(?:\s*\n\s*[A-Za-z0-9+/_-]{2,}\b)?").ok());

/// Looks through what a file holds in base64.
pub(super) fn detect(text: &str, path: &str, scope: &Scope<'_>, findings: &mut Findings) {
    let (mut file, mut seen) = (None, BTreeSet::new());
    for (span, bytes) in all(text) {
        if picture::is_picture(&bytes) {
            picture::detect(&bytes, path, findings);
        } else if workbook::is_workbook(&bytes) {
            workbook::detect(bytes, path, scope, findings);
        } else {
            for kind in kinds(bytes, scope) {
                let file = file.get_or_insert_with(|| SourceFile::new(path, text));
                let place = file.place(span.clone()).without_excerpt();
                if seen.insert((place.line, kind)) {
                    let mut inner = finding(kind, place);
                    inner.message = format!("this is {} in base64, which anybody can decode", kind.words());
                    findings.push(inner);
                }
            }
        }
    }
}

/// The kinds that a cell holds in base64.
pub(super) fn kinds_in(cell: &str, scope: &Scope<'_>) -> BTreeSet<Kind> {
    if !has_long_run(cell) {
        return BTreeSet::new();
    }
    all(cell).into_iter().flat_map(|(_, bytes)| kinds(bytes, scope)).collect()
}

/// A quick look before the pattern is asked.
fn has_long_run(text: &str) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/_-".contains(byte);
    text.len() >= SHORTEST && text.as_bytes().split(|byte| !is_letter(byte)).any(|run| run.len() >= SHORTEST)
}

/// Everything in a text that can be decoded: all lines of a run together or else each of them, or what follows a `/` in it.
fn all(text: &str) -> Vec<(Range<usize>, Vec<u8>)> {
    let mut found = Vec::new();
    for run in RUN.iter().flat_map(|run| run.find_iter(text)) {
        if let Some(bytes) = spoken(run.as_str()) {
            found.push((run.range(), bytes));
            continue;
        }
        for part in run.as_str().split_whitespace() {
            let at = run.start() + (part.as_ptr() as usize - run.as_str().as_ptr() as usize);
            let tails = std::iter::once(part).chain(part.match_indices('/').map(|(at, _)| &part[at + 1..]));
            let bytes = tails.take_while(|tail| tail.len() >= SHORTEST).find_map(spoken);
            found.extend(bytes.map(|bytes| (at..at + part.len(), bytes)));
        }
    }
    found
}

/// The bytes of a run, if they are a text, a picture or a workbook. Letters that are no base64 seldom become one.
///
/// A typeface has thousands of places to begin at, so that the first letters are looked at before all of them are decoded.
fn spoken(run: &str) -> Option<Vec<u8>> {
    const HEAD: usize = 64;
    let head: String = run.chars().filter(|c| !c.is_whitespace()).take(HEAD).collect();
    let head = &head[..head.len() / 4 * 4];
    let begins = decoded(head)?;
    // The last letter of a text may be cut in two.
    let whole = std::str::from_utf8(&begins).map_or_else(|error| error.valid_up_to(), str::len);
    if !says_something(&begins) && (begins.len() - whole > 3 || !says_something(&begins[..whole])) {
        return None;
    }
    decoded(run).filter(|bytes| says_something(bytes))
}

fn says_something(bytes: &[u8]) -> bool {
    let is_text = |text: &str| !text.chars().any(|c| c.is_control() && !c.is_whitespace());
    picture::is_picture(bytes) || workbook::is_workbook(bytes) || std::str::from_utf8(bytes).is_ok_and(is_text)
}

fn kinds(bytes: Vec<u8>, scope: &Scope<'_>) -> BTreeSet<Kind> {
    let text = String::from_utf8(bytes).unwrap_or_default();
    wanted(&text, scope).into_iter().map(|sighting| sighting.kind).collect()
}

fn decoded(run: &str) -> Option<Vec<u8>> {
    let plain: String = run.split_whitespace().collect::<String>().replace('-', "+").replace('_', "/");
    let mut bytes = vec![0; plain.len()];
    let length = Base64NoPadding::decode(&mut bytes, &plain, None).ok()?.len();
    bytes.truncate(length);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::all;

    fn texts(text: &str) -> Vec<String> {
        all(text).into_iter().map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned()).collect()
    }

    #[test]
    fn runs_are_decoded_in_lines_in_addresses_and_with_other_letters() {
        let said = "Contact jane.smith@example.org about the number of the ward";
        let whole = "Q29udGFjdCBqYW5lLnNtaXRoQGV4YW1wbGUub3JnIGFib3V0IHRoZSBudW1iZXIgb2YgdGhlIHdhcmQ";
        assert_eq!(texts(whole), [said]);
        assert_eq!(texts(&format!("x: {whole}= and more")), [said]);
        assert_eq!(texts(&format!("{}\n  {}\n", &whole[..40], &whole[40..])), [said]);
        assert_eq!(texts(&format!("https://example.org/p/{whole}")), [said]);
        let cut = "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHjDqQ";
        assert_eq!(texts(cut), [format!("{}\u{e9}", "x".repeat(47))], "the first letters end within one of the text");
        assert!(texts("averyveryverylongwordwithoutanyspaces").is_empty());
        assert!(texts("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08").is_empty());
    }
}
