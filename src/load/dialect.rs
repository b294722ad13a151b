//! How a CSV is written: its encoding, line ends, delimiter and quotes (Frictionless: its dialect).
//!
//! In: bytes and what dataset.yaml declares. Out: text that a CSV reader can read, and what was found out.

use super::INVALID_VALUE;
use super::encoding::{self, Encoding, Guess};
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::TableSpec;
use crate::source::{Place, SourceFile};

/// A quote that is never closed.
pub static UNBALANCED_QUOTE: Rule = Rule {
    id: "data/unbalanced-quote",
    severity: Severity::Error,
    finds: "A quote that opens a value and is never closed.",
    matters: "All that follows, to the end of the file, is taken into one cell.",
    example: "period,org,value\n2019-03,\"RRK,12",
    put_right: "Close the quote, or double it (`\"\"`) if it belongs to the value.",
};

/// A delimiter that is not a comma and not declared.
pub static DELIMITER: Rule = Rule {
    id: "data/delimiter",
    severity: Severity::Warning,
    finds: "A file whose columns are separated by semicolons, tabs or bars without saying so.",
    matters: "The guess decides where every column begins.",
    example: "period;org;value",
    put_right: "Write `delimiter: \";\"` beside `file:`, or save the file with commas.",
};

/// Line ends of an old Mac.
pub static LINE_ENDS: Rule = Rule {
    id: "data/line-ends",
    severity: Severity::Warning,
    finds: "A file whose lines end with a bare carriage return.",
    matters: "Other programs will read the whole file as one line. The download is written with line feeds.",
    example: "period,org\\r2019-03,RRK\\r",
    put_right: "Save the file as CSV (not CSV Macintosh).",
};

/// How a file ends its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnd {
    /// Line feed.
    Lf,
    /// Carriage return and line feed.
    CrLf,
    /// Carriage return.
    Cr,
}

/// The text of a file, and what it was read as.
pub(super) fn text(
    bytes: Vec<u8>,
    path: &str,
    spec: &TableSpec,
    yaml: &SourceFile,
    findings: &mut Findings,
) -> Option<(String, Encoding)> {
    let declared = match &spec.encoding {
        None => None,
        Some(name) => {
            let known = Encoding::from_name(name);
            if known.is_none() {
                let found = INVALID_VALUE.finding(format!("`{}` is not an encoding", **name)).at(yaml.place(name.span()), "");
                findings.push(found.help("write utf-8, utf-16, windows-1252 or macintosh"));
                return None;
            }
            known
        }
    };
    let Some((text, encoding, guess)) = encoding::decode(bytes, declared) else {
        let place = spec.encoding.as_ref().map_or_else(|| Place::of_file(path), |name| yaml.place(name.span()));
        let found = INVALID_VALUE.finding(format!("{path} is not in the encoding that is declared")).at(place, "declared here");
        findings.push(found.help("take `encoding:` away to have it found out, or write windows-1252 or macintosh"));
        return None;
    };
    if let Some(at) = text.find('\0') {
        let file = SourceFile::new(path, text);
        let Place { line, column, .. } = file.place(at..at + 1);
        let place = Place::of_cell(path, line, column, "");
        let found = super::TEXT_ENCODING.finding("a NUL character").at(place, "");
        findings.push(found.help("export the table again; a CSV holds text only"));
        return None;
    }
    if guess == Guess::Yes {
        let found = super::ENCODING.finding(format!("{path} is not UTF-8; it was read as {}", encoding.name()));
        let help =
            format!("look at names with accents, then write `encoding: {}` beside `file: {}`", encoding.name(), *spec.file);
        findings.push(found.at(yaml.place(spec.file.span()), "no `encoding:` here").help(help));
    }
    Some((text, encoding))
}

/// The text with line feeds where it had bare carriage returns, and how it ended its lines.
pub(super) fn line_ends(text: String, path: &str, findings: &mut Findings) -> (String, LineEnd) {
    match text.find(['\n', '\r']) {
        Some(at) if text[at..].starts_with("\r\n") => (text, LineEnd::CrLf),
        Some(at) if text[at..].starts_with('\r') && !text.contains('\n') => {
            findings.push(LINE_ENDS.finding(format!("{path} ends its lines with carriage returns")).at(Place::of_file(path), ""));
            (text.replace('\r', "\n"), LineEnd::Cr)
        }
        _ => (text, LineEnd::Lf),
    }
}

/// The delimiter: declared, or as it seems to be.
pub(super) fn delimiter(file: &SourceFile, spec: &TableSpec, yaml: &SourceFile, findings: &mut Findings) -> Option<u8> {
    if let Some(declared) = &spec.delimiter {
        return match declared.as_bytes() {
            [byte] if byte.is_ascii() => Some(*byte),
            _ if declared.as_str() == "tab" || declared.as_str() == "\\t" => Some(b'\t'),
            _ => {
                let found = INVALID_VALUE.finding("a delimiter is one character").at(yaml.place(declared.span()), "");
                findings.push(found.help("write `delimiter: \";\"` or `delimiter: tab`"));
                None
            }
        };
    }
    let line = file.text().lines().next().unwrap_or("");
    let best = likely_delimiter(line);
    if best == b',' {
        return Some(best);
    }
    let name = if best == b'\t' { "tab".to_owned() } else { char::from(best).to_string() };
    let found = DELIMITER.finding(format!("the columns seem to be separated by `{name}`")).at(file.place(0..line.len()), "");
    findings.push(found.help(format!("write `delimiter: \"{name}\"` beside `file:`, or save the file with commas")));
    Some(best)
}

/// A comma where the first line has one or has no delimiter at all; else the delimiter it has most of.
fn likely_delimiter(line: &str) -> u8 {
    let count = |byte: u8| line.bytes().filter(|other| *other == byte).count();
    if count(b',') > 0 {
        return b',';
    }
    [b';', b'\t', b'|'].into_iter().filter(|byte| count(*byte) > 0).max_by_key(|byte| count(*byte)).unwrap_or(b',')
}

/// A CSV that nothing is known of yet: its text, encoding and delimiter as they seem to be.
pub(crate) fn sniff(bytes: Vec<u8>) -> Option<(String, Encoding, u8)> {
    let (text, encoding, _) = encoding::decode(bytes, None)?;
    let text = if text.contains('\n') { text } else { text.replace('\r', "\n") };
    let delimiter = likely_delimiter(text.lines().next().unwrap_or(""));
    Some((text, encoding, delimiter))
}

/// Every quote that opens a value is closed before a delimiter, a line end or the end of the file. A quote in the middle of
/// an unquoted value opens nothing.
pub(super) fn balanced(file: &SourceFile, delimiter: u8, findings: &mut Findings) -> Option<()> {
    let bytes = file.text().as_bytes();
    let mut at = 0;
    while let Some(next) = file.text()[at..].find('"').map(|found| at + found) {
        let opens = next == 0 || bytes[next - 1] == delimiter || matches!(bytes[next - 1], b'\n' | b'\r');
        if !opens {
            at = next + 1;
            continue;
        }
        let Some(end) = closing(bytes, next + 1, delimiter) else {
            let Place { line, column, .. } = file.place(next..next + 1);
            let place = Place::of_cell(file.path(), line, column, "\"");
            let found = UNBALANCED_QUOTE.finding("a quote is never closed").at(place, "opened here");
            findings.push(found.help("close the quote, or double it if it belongs to the value"));
            return None;
        };
        at = end + 1;
    }
    Some(())
}

/// The quote that closes a value; doubled quotes belong to it.
fn closing(bytes: &[u8], mut at: usize, delimiter: u8) -> Option<usize> {
    while at < bytes.len() {
        if bytes[at] != b'"' {
            at += 1;
            continue;
        }
        match bytes.get(at + 1) {
            Some(b'"') => at += 2,
            None | Some(b'\n' | b'\r') => return Some(at),
            Some(next) if *next == delimiter => return Some(at),
            Some(_) => return None,
        }
    }
    None
}
