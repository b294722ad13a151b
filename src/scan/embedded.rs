//! What a text holds in base64: a picture in an address (`data:image/jpeg;base64,...`), a text in 64 letters.
//!
//! Whoever reads the page or the file can turn it back, so it is looked through as if it stood there.

use std::sync::LazyLock;

use ct_codecs::{Base64, Base64NoPadding, Decoder};
use regex::Regex;

use super::text::{finding, wanted};
use super::{Scope, picture};
use crate::diagnostic::Findings;
use crate::source::SourceFile;

/// So many letters hold 16 bytes, the length of a short password.
static RUN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[A-Za-z0-9+/]{22,}={0,2}").ok());

pub(super) fn detect(text: &str, path: &str, scope: &Scope<'_>, findings: &mut Findings) {
    let Some(run) = RUN.as_ref() else { return };
    for found in run.find_iter(text) {
        let Some(bytes) = decoded(found.as_str()) else { continue };
        if picture::is_picture(&bytes) {
            picture::detect(&bytes, path, findings);
            continue;
        }
        let Ok(inside) = String::from_utf8(bytes) else { continue };
        // Letters that are no base64 seldom become plain text.
        if inside.chars().any(|c| c.is_control() && !c.is_whitespace()) {
            continue;
        }
        let mut kinds: Vec<_> = wanted(&inside, scope).into_iter().map(|sighting| sighting.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            let place = SourceFile::new(path, text).place(found.range()).without_excerpt();
            let mut inner = finding(kind, place);
            inner.message = format!("this is {} in base64, which anybody can turn back", kind.words());
            findings.push(inner);
        }
    }
}

fn decoded(run: &str) -> Option<Vec<u8>> {
    let bare = run.trim_end_matches('=');
    let mut bytes = vec![0; bare.len()];
    let length = if bare.len() == run.len() {
        Base64NoPadding::decode(&mut bytes, bare, None).ok()?.len()
    } else {
        Base64::decode(&mut bytes, run, None).ok()?.len()
    };
    bytes.truncate(length);
    Some(bytes)
}
