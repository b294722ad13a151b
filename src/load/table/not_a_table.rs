//! Detects files that are named as CSV but are something else.

use crate::diagnostic::Findings;
use crate::load::rules::{LFS_POINTER, NOT_A_TABLE};
use crate::source::Place;

/// Checks the first bytes of a file. `None`, with a finding, if it is not a table.
pub(in crate::load) fn detect(head: &[u8], path: &str, findings: &mut Findings) -> Option<()> {
    let place = || Place::of_cell(path, 1, 1, "");
    if head.starts_with(b"version https://git-lfs") {
        let found = LFS_POINTER.finding("a Git LFS pointer, not the data").at(place(), "");
        findings.push(found.help("run `git lfs pull`"));
        return None;
    }
    let Some(kind) = other_kind(head) else { return Some(()) };
    let found = NOT_A_TABLE.finding(format!("this file is {kind}, not a CSV")).at(place(), "");
    findings.push(found.help("download the file again, or in Excel choose File, Save as, CSV UTF-8"));
    None
}

/// The kind of file, judged by its first bytes. `None` if it could be a table.
pub(crate) fn other_kind(head: &[u8]) -> Option<&'static str> {
    let signatures: [(&[u8], &str); 5] = [
        (b"PK\x03\x04", "an Excel workbook or another archive"),
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
        (b"%PDF-", "a PDF"),
        (b"\x1f\x8b", "compressed"),
        (b"PAR1", "a Parquet file"),
    ];
    if let Some((_, kind)) = signatures.iter().find(|(bytes, _)| head.starts_with(bytes)) {
        return Some(kind);
    }
    let start: String = String::from_utf8_lossy(&head[..head.len().min(512)]).trim_start_matches('\u{feff}').to_lowercase();
    let start = start.trim_start();
    let is = |word: &str| start.starts_with(word);
    let markup = [
        (["<!doctype", "<html", "<head", "<body"], "an HTML page"),
        (["<?xml", "<rss", "<feed", "<error"], "an XML file"),
        (["{\"", "{\n", "[{", "[\n"], "a JSON file"),
    ];
    markup.iter().find(|(words, _)| words.iter().any(|word| is(word))).map(|(_, kind)| *kind)
}
