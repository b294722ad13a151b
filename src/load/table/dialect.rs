//! Works out how a CSV is written (Frictionless calls this its dialect): encoding, line endings and delimiter.
//!
//! In: bytes, and the declarations in dataset.yaml. Out: text that a CSV reader can read, with its encoding and line endings.

use std::fs::File;
use std::io::Read;

use crate::diagnostic::{Diagnostic, Findings, counted};
use crate::load::rules::{DELIMITER, ENCODING, INVALID_VALUE, LINE_ENDS, NOT_A_TABLE};
use crate::load::table::encoding::{self, Encoding};
use crate::load::table::layout::{first_lines, usual_width};
use crate::load::table::not_a_table;
use crate::load::table::table_text::TableText;
use crate::load::{Root, root};
use crate::model::TableSpec;
use crate::source::{Place, SourceFile, Spanned};

/// The line ending of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnd {
    /// Line feed.
    Lf,
    /// Carriage return and line feed.
    CrLf,
    /// Carriage return.
    Cr,
}

/// An opened table whose rows have not been read.
pub(in crate::load) struct Opened {
    /// Its text.
    pub(in crate::load) text: TableText,
    /// The file, to be read on from; none for a text in memory.
    pub(in crate::load) open: Option<File>,
    /// The beginning of the text: enough for the first line and for what the file is.
    pub(in crate::load) head: String,
    /// The encoding, if the first bytes or dataset.yaml show it; otherwise the text is UTF-8 or ASCII.
    pub(in crate::load) encoding: Option<Encoding>,
    /// The line ending.
    pub(in crate::load) line_end: LineEnd,
}

/// The number of bytes examined before a file is read.
const HEAD: u64 = 1 << 16;

/// Opens a table. UTF-8 is read from disk; any other declared or detected encoding is decoded into memory.
pub(in crate::load) fn open(
    root: &Root,
    path: &str,
    spec: &TableSpec,
    yaml: &SourceFile,
    findings: &mut Findings,
) -> Option<Opened> {
    let declared = match &spec.encoding {
        Some(name) => Some(declared_encoding(name, yaml, findings)?),
        None => None,
    };
    let mut open = root.file(path, findings)?;
    let mut head = Vec::new();
    let read = (&open).take(HEAD).read_to_end(&mut head);
    read.map_err(|error| findings.push(root::unreadable(path, &error))).ok()?;
    not_a_table::detect(&head, path, findings)?;
    let is_utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    let is_other = matches!(declared, Some(Encoding::Windows1252 | Encoding::MacRoman | Encoding::Utf16));
    let bare_returns = head.contains(&b'\r') && !head.contains(&b'\n');
    if is_utf16 || is_other || bare_returns {
        let mut bytes = head;
        open.read_to_end(&mut bytes).map_err(|error| findings.push(root::unreadable(path, &error))).ok()?;
        return decoded(bytes, declared, path, spec, yaml, findings);
    }
    let mark = if head.starts_with(BOM) { BOM.len() } else { 0 };
    let encoding = (mark > 0).then_some(Encoding::Utf8Bom);
    let head = String::from_utf8_lossy(&head[mark..]).into_owned();
    let line_end =
        if head.lines().next().is_some_and(|line| head[line.len()..].starts_with("\r\n")) { LineEnd::CrLf } else { LineEnd::Lf };
    let text = TableText::Disk { root: root.clone(), path: path.to_owned(), start: mark as u64 };
    Some(Opened { text, open: Some(open), head, encoding, line_end })
}

const BOM: &[u8] = "\u{feff}".as_bytes();

/// The encoding named in dataset.yaml; a finding if it is unknown.
fn declared_encoding(name: &Spanned<String>, yaml: &SourceFile, findings: &mut Findings) -> Option<Encoding> {
    let known = Encoding::from_name(name);
    if known.is_none() {
        let found = INVALID_VALUE.finding(format!("`{}` is not an encoding", **name)).at(yaml.place(name.span()), "");
        findings.push(found.help("write utf-8, utf-16, windows-1252 or macintosh"));
    }
    known
}

pub(in crate::load) fn decoded(
    bytes: Vec<u8>,
    declared: Option<Encoding>,
    path: &str,
    spec: &TableSpec,
    yaml: &SourceFile,
    findings: &mut Findings,
) -> Option<Opened> {
    let Some((text, encoding)) = encoding::decode(bytes, declared) else {
        let place = spec.encoding.as_ref().map_or_else(|| Place::of_file(path), |name| yaml.place(name.span()));
        let found = INVALID_VALUE.finding(format!("{path} is not in the declared encoding")).at(place, "declared here");
        findings.push(found.help("remove `encoding:` to have it detected, or write windows-1252 or macintosh"));
        return None;
    };
    if declared.is_none() && matches!(encoding, Encoding::Windows1252 | Encoding::MacRoman) {
        findings.push(not_utf8(encoding, Place::of_file(path), &spec.file));
        return None;
    }
    let (text, line_end) = line_ends(text, path, findings);
    let head: String = text.chars().take(usize::try_from(HEAD).unwrap_or(usize::MAX)).collect();
    Some(Opened { text: TableText::Memory(text), open: None, head, encoding: Some(encoding), line_end })
}

/// The finding about a file that is not UTF-8, with no encoding declared. `seems` is the best guess.
pub(in crate::load) fn not_utf8(seems: Encoding, place: Place, file: &str) -> Diagnostic {
    let seems = seems.name();
    let found = ENCODING.finding(format!("this file is not UTF-8; it seems to be {seems}"));
    let help = format!("look at names with accents, then write `encoding: {seems}` next to `file: {file}`");
    found.at(place, "the first byte that is not UTF-8").help(help)
}

/// Replaces bare carriage returns with line feeds. Returns the text and its original line endings.
fn line_ends(text: String, path: &str, findings: &mut Findings) -> (String, LineEnd) {
    match text.find(['\n', '\r']) {
        Some(at) if text[at..].starts_with("\r\n") => (text, LineEnd::CrLf),
        Some(at) if text[at..].starts_with('\r') && !text.contains('\n') => {
            let found =
                LINE_ENDS.finding(format!("the lines of {path} end with carriage returns only")).at(Place::of_file(path), "");
            findings.push(found.help("save the file as CSV, not as CSV (Macintosh)"));
            (text.replace('\r', "\n"), LineEnd::Cr)
        }
        _ => (text, LineEnd::Lf),
    }
}

/// The declared delimiter, or the likely one. `None`, with a finding, if the declared one cannot be right.
pub(in crate::load) fn delimiter(
    head: &str,
    path: &str,
    spec: &TableSpec,
    yaml: &SourceFile,
    findings: &mut Findings,
) -> Option<u8> {
    let line = head.lines().next().unwrap_or("");
    if is_note_for_excel(line) {
        let found = NOT_A_TABLE.finding(format!("the first line, `{line}`, is a separator line for Excel, not a row"));
        findings.push(found.at(Place::of_cell(path, 1, 1, line), "").help("delete the line"));
        return None;
    }
    if let Some(declared) = &spec.delimiter {
        let place = yaml.place(declared.span());
        let delimiter = match declared.as_bytes() {
            [byte] if byte.is_ascii() => *byte,
            _ if declared.as_str() == "tab" || declared.as_str() == "\\t" => b'\t',
            _ => {
                let found = INVALID_VALUE.finding("a delimiter must be one character").at(place, "");
                findings.push(found.help("write `delimiter: \";\"` or `delimiter: tab`"));
                return None;
            }
        };
        // Read with the wrong delimiter, every row would be one column, or its cells would be full of the right one.
        let best = likely_delimiter(head);
        let is_wrong = best != delimiter && (agreement(head, delimiter).is_none() || best == b'\t');
        if is_wrong && let Some(Agreement { width, .. }) = agreement(head, best) {
            let name = name_of(best);
            let message =
                format!("most rows have {} separated by `{name}`, not by `{}`", counted(width, "cell"), declared.as_str());
            let first =
                if spec.has_header() { Place::of_cell(path, 1, 1, &crate::load::shown(line)) } else { Place::of_file(path) };
            let found = INVALID_VALUE.finding(message).at(place, "declared here").at(first, "");
            findings.push(found.help(format!("write `delimiter: \"{name}\"`")));
            return None;
        }
        return Some(delimiter);
    }
    let best = likely_delimiter(head);
    if best == b',' {
        return Some(best);
    }
    let name = name_of(best);
    let found = DELIMITER
        .finding(format!("the columns seem to be separated by `{name}`"))
        .at(Place::of_cell(path, 1, 1, &crate::load::shown(line)), "");
    findings.push(found.help(format!("write `delimiter: \"{name}\"` next to `file:`, or save the file with commas")));
    Some(best)
}

fn name_of(delimiter: u8) -> String {
    if delimiter == b'\t' { "tab".to_owned() } else { char::from(delimiter).to_string() }
}

/// The delimiter that gives most of the first rows the same number of cells: of equals, the one that gives the most, and of these the
/// one that is less often part of a text. A comma if none does.
pub(crate) fn likely_delimiter(head: &str) -> u8 {
    let found = b",;\t|".iter().filter_map(|delimiter| Some((agreement(head, *delimiter)?, *delimiter)));
    found.max_by_key(|(agreement, _)| *agreement).map_or(b',', |(_, delimiter)| delimiter)
}

/// How well the first rows agree about how many cells a row has.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Agreement {
    /// How many of a hundred rows have as many cells as most.
    agree: usize,
    /// How many cells they have.
    width: usize,
}

/// How well the first rows agree if this is the delimiter. `None` if they have one cell, or if fewer than half of those that have
/// more agree. Titles and notes have one cell, and a small table may have more lines of these than rows.
fn agreement(head: &str, delimiter: u8) -> Option<Agreement> {
    let lines = first_lines(head, delimiter);
    let (width, rows) = usual_width(&lines)?;
    let agree = rows * 100 / lines.len();
    let wide = lines.iter().filter(|line| line.cells.len() > 1).count();
    (width > 1 && rows * 2 >= wide && (agree >= 50 || rows > 3 && agree >= 20)).then_some(Agreement { agree, width })
}

/// Whether a line is `sep=;` or similar: a first line that tells Excel the delimiter.
pub(crate) fn is_note_for_excel(line: &str) -> bool {
    line.len() == 5 && line.to_lowercase().starts_with("sep=")
}

/// A guess about an unknown CSV.
pub(crate) struct Sniffed {
    /// Its text.
    pub(crate) text: String,
    /// The encoding of its bytes.
    pub(crate) encoding: Encoding,
    /// The byte between its cells.
    pub(crate) delimiter: u8,
}

/// Guesses the text, encoding and delimiter of a CSV, as far as they are not said. `None` if it cannot be decoded.
pub(crate) fn sniff(bytes: Vec<u8>, encoding: Option<Encoding>, delimiter: Option<u8>) -> Option<Sniffed> {
    let (text, encoding) = encoding::decode(bytes, encoding)?;
    let text = if text.contains('\n') { text } else { text.replace('\r', "\n") };
    let delimiter = delimiter.unwrap_or_else(|| likely_delimiter(&text));
    Some(Sniffed { text, encoding, delimiter })
}
