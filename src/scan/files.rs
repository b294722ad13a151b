//! Files as they lie in the folder: texts, pictures, workbooks, and their names.

use std::collections::BTreeSet;

use super::text::{finding, scan_text, wanted};
use super::{Scope, embedded, picture, stray_table, workbook};
use crate::diagnostic::Findings;
use crate::load::{LoadedTable, Root, decode};
use crate::privacy::Kind;
use crate::source::{Place, SourceFile};

/// The largest file that is looked through, in bytes. A larger one is not published: tables are read in blocks, and other files
/// have limits of their own.
const LARGEST: u64 = 256 << 20;

/// Files in which programs keep passwords, by their names: what is in them has no form of its own.
const KEPT_PASSWORDS: [&str; 6] = [".pgpass", "pgpass.conf", ".netrc", "_netrc", ".git-credentials", ".htpasswd"];

/// Looks through a file of any kind.
pub(super) fn detect(root: &Root, path: &str, scope: &Scope<'_>, findings: &mut Findings) {
    if root.size(path) > LARGEST {
        return;
    }
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    if KEPT_PASSWORDS.contains(&name.as_str()) && root.size(path) > 0 {
        let mut found = finding(Kind::Password, Place::of_file(path));
        "this is a file in which programs keep passwords".clone_into(&mut found.message);
        return findings.push(found.help("move it out of the portal's folder, and change the passwords if others could read it"));
    }
    // A file that cannot be read has a finding where it is used.
    let Ok(bytes) = root.read(path) else { return };
    let is_picture = picture::is_picture(&bytes);
    if is_picture {
        picture::detect(&bytes, path, findings);
    }
    if workbook::is_workbook(&bytes) {
        return workbook::detect(bytes, path, scope, findings);
    }
    let bytes = if is_utf16(&bytes) { [&[0xff, 0xfe], bytes.as_slice()].concat() } else { bytes };
    let text = if is_picture || is_binary(&bytes) { Some(printable(&bytes)) } else { decode(bytes, None).map(|(text, _)| text) };
    if let Some(text) = text {
        workbook::detect_flat(&text, path, findings);
        stray_table::detect(&text, path, findings);
        embedded::detect(&text, path, scope, findings);
        scan_text(&SourceFile::new(path, text), scope, findings);
    }
}

/// Looks through a text that was read as part of a dataset.
pub(super) fn detect_text(file: &SourceFile, scope: &Scope<'_>, findings: &mut Findings) {
    embedded::detect(file.text(), file.path(), scope, findings);
    scan_text(file, scope, findings);
}

/// Looks at the names of files and their folders, each once. A place that shows the name would show what was found in it.
pub(super) fn detect_names(paths: &[String], scope: &Scope<'_>, findings: &mut Findings) {
    let mut names = BTreeSet::new();
    for path in paths {
        let name = path.rsplit_once('.').filter(|(stem, _)| !stem.ends_with('/')).map_or(path.as_str(), |(stem, _)| stem);
        let mut folder = "";
        for part in name.split('/') {
            names.insert((folder, part));
            folder = &path[..(folder.len() + usize::from(!folder.is_empty()) + part.len()).min(path.len())];
        }
    }
    for (folder, part) in names {
        for sighting in wanted(part, scope) {
            let mut found = finding(sighting.kind, Place::of_file(if folder.is_empty() { "." } else { folder }));
            found.message = format!("a file or folder in this folder has {} in its name", sighting.kind.words());
            findings.push(found.help("rename it, and remove the name from its history in version control"));
        }
    }
}

/// Looks at the lines of a table's file that are none of its rows: a title above, notes below.
pub(super) fn beside_rows(root: &Root, table: &LoadedTable, scope: &Scope<'_>, findings: &mut Findings) {
    let Some(rows) = table.lines_of_rows() else { return };
    let Ok(bytes) = root.read(&table.path) else { return };
    let Some((text, _)) = decode(bytes, Some(table.encoding)) else { return };
    let line_is_row = |line: usize| rows.contains(&line);
    // Blank lines keep all others where they are.
    let others: String =
        text.split_inclusive('\n').enumerate().map(|(at, line)| if line_is_row(at + 1) { "\n" } else { line }).collect();
    scan_text(&SourceFile::new(table.path.as_str(), others), scope, findings);
}

/// Whether bytes are UTF-16 that does not say so: every other one is 0.
fn is_utf16(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let (mut zeros, mut others) = (0, 0);
    for pair in head.chunks_exact(2) {
        zeros += usize::from(pair[1] == 0 && pair[0] != 0);
        others += 1;
    }
    others >= 8 && zeros * 10 > others * 9
}

fn is_binary(bytes: &[u8]) -> bool {
    let has_mark = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    !has_mark && bytes[..bytes.len().min(8192)].contains(&0)
}

/// The readable text in a binary file. Runs shorter than ten characters are ignored as noise.
fn printable(bytes: &[u8]) -> String {
    const SHORTEST: usize = 10;
    let is_plain = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
    let runs = bytes.split(|byte| !is_plain(byte)).filter(|run| run.len() >= SHORTEST);
    runs.map(String::from_utf8_lossy).collect::<Vec<_>>().join("\n")
}
