//! Workbooks, whose parts nobody sees: hidden sheets, pivot tables, comments, links to other files.
//!
//! The program publishes no workbook. One that lies in the folder is looked through all the same: it is what the tables were made
//! from, and goes where the folder goes.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::picture::is_picture;
use super::rules::WORKBOOK;
use super::text::{finding, wanted};
use super::{Scope, picture};
use crate::diagnostic::Findings;
use crate::load::decode;
use crate::privacy::{Kind, sightings};
use crate::source::Place;

/// The most bytes that a workbook is unpacked to.
const LARGEST: u64 = 64 << 20;

const HELP: &str = "save it as CSV UTF-8, or copy what readers need into a new workbook";

const AN_EMBEDDED_FILE: &str = "an embedded file";

/// Parts of a workbook that hold what no sheet shows, by how their names begin.
const PARTS: [(&str, &str); 25] = [
    ("xl/pivotcache/", "the rows behind a pivot table"),
    ("xl/pivottables/", "a pivot table"),
    ("xl/externallinks/", "a link to another workbook, with cells of it"),
    ("xl/comments", "comments"),
    ("xl/threadedcomments/", "comments"),
    ("xl/persons/", "the names of people who commented"),
    ("xl/embeddings/", AN_EMBEDDED_FILE),
    ("xl/activex/", "an embedded program"),
    ("xl/vbaproject", "macros"),
    ("xl/revisions/", "tracked changes"),
    ("xl/connections", "a connection to a database"),
    ("xl/querytables/", "a connection to a database"),
    ("customxml/", "data that no sheet shows"),
    ("xl/model/", "all rows of a data model"),
    ("xl/slicercaches/", "the values of a slicer"),
    ("xl/macrosheets/", "macros"),
    ("word/comments", "comments"),
    ("word/embeddings/", AN_EMBEDDED_FILE),
    ("ppt/comments", "comments"),
    ("ppt/embeddings/", AN_EMBEDDED_FILE),
    ("object ", AN_EMBEDDED_FILE),
    ("basic/", "macros"),
    ("word/people.xml", "the names of people who changed it"),
    ("ppt/notesslides/", "notes for the speaker"),
    ("ppt/externallinks/", "a link to another file"),
];

/// Parts in a form that cannot be looked through, by how their names begin.
const UNREADABLE: [(&str, &str); 2] =
    [("xl/workbook.bin", "in Excel's binary form (.xlsb)"), ("index/document.iwa", "in the form of Apple's programs")];

/// What a part says if something in it is hidden. After `^`, the name of an element.
const SIGNS: [(&str, &str, &str); 17] = [
    ("xl/worksheets/", "zeroHeight=\"1\"", "hidden rows"),
    ("xl/workbook.xml", "state=\"hidden\"", "a hidden sheet"),
    ("xl/workbook.xml", "state=\"veryHidden\"", "a sheet that Excel's menus do not list"),
    ("xl/worksheets/", " hidden=\"1\"", "hidden rows or columns"),
    ("content.xml", "table:display=\"false\"", "a hidden sheet"),
    ("content.xml", "table:visibility=\"collapse\"", "hidden rows or columns"),
    ("content.xml", "office:annotation", "comments"),
    ("content.xml", "text:changed-region", "tracked changes"),
    ("content.xml", "table:tracked-changes", "tracked changes"),
    ("word/", "w:del ", "tracked changes"),
    ("word/", "w:ins ", "tracked changes"),
    ("word/", "w:vanish", "hidden text"),
    (EXCEL_2003, "Visible>SheetHidden", "a hidden sheet"),
    (EXCEL_2003, "Visible>SheetVeryHidden", "a sheet that Excel's menus do not list"),
    (EXCEL_2003, "ss:Hidden=\"1\"", "hidden rows or columns"),
    (EXCEL_2003, "^Comment", "comments"),
    (EXCEL_2003, "PivotCache", "the rows behind a pivot table"),
];

/// The name that the whole file goes by, where a workbook is one file of XML: that of `OpenDocument` (.fods), or of Excel 2003.
const OPEN_DOCUMENT: &str = "content.xml";
const EXCEL_2003: &str = "workbook of 2003";

/// Whether bytes begin as a workbook does: a package of parts, or the binary form before 2007.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0")
}

pub(super) fn detect(bytes: Vec<u8>, path: &str, scope: &Scope<'_>, findings: &mut Findings) {
    let refused = |message: String| WORKBOOK.finding(message).at(Place::of_file(path), "").help(HELP);
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        let message =
            "this workbook or archive cannot be looked through: it is in the form before 2007, has a password or is damaged";
        return findings.push(refused(message.to_owned()));
    };
    let (mut left, mut named) = (LARGEST, Vec::new());
    for at in 0..archive.len() {
        let Ok(part) = archive.by_index(at) else {
            return findings
                .push(refused("a part of this workbook cannot be unpacked: it has a password or is damaged".to_owned()));
        };
        let whole_name = part.name().map_or_else(|_| String::new(), Cow::into_owned);
        let name = shown_name(&whole_name, at);
        let plain_name = whole_name.to_ascii_lowercase();
        let mut content = Vec::new();
        if part.take(left).read_to_end(&mut content).is_err() || content.len() as u64 == left {
            return findings
                .push(refused(format!("the part {name} of this workbook cannot be unpacked, or is too large to look through")));
        }
        left -= content.len() as u64;
        if let Some(&(_, what)) = PARTS.iter().find(|(beginning, _)| plain_name.starts_with(beginning))
            && !named.contains(&what)
        {
            named.push(what);
            findings.push(refused(format!("this workbook holds {what} (in {name})")));
        }
        if let Some((_, form)) = UNREADABLE.iter().find(|(beginning, _)| plain_name.starts_with(beginning)) {
            return findings.push(refused(format!("this workbook cannot be looked through: it is {form}")));
        }
        if is_picture(&content) {
            picture::detect(&content, path, findings);
            continue;
        }
        if is_workbook(&content) && !named.contains(&AN_EMBEDDED_FILE) {
            named.push(AN_EMBEDDED_FILE);
            findings.push(refused(format!("this workbook holds {AN_EMBEDDED_FILE} (in {name})")));
        }
        let xml = decode(content, None).map_or_else(String::new, |(text, _)| text);
        for what in hidden_in(&plain_name, &xml) {
            findings.push(refused(format!("this workbook has {what} (in {name})")));
        }
        let mut kinds: Vec<Kind> = Vec::new();
        for sighting in wanted(&text_of(&xml), scope) {
            if !kinds.contains(&sighting.kind) {
                kinds.push(sighting.kind);
                let mut found = finding(sighting.kind, Place::of_file(path));
                found.message = format!("the part {name} of this workbook holds {}", sighting.kind.words());
                findings.push(found);
            }
        }
    }
}

/// Looks for what is hidden in a workbook that is one file of XML. Its text is looked through as any other.
pub(super) fn detect_flat(xml: &str, path: &str, findings: &mut Findings) {
    let head: String = xml.chars().take(4096).collect();
    let form = [("office:document", OPEN_DOCUMENT), ("urn:schemas-microsoft-com:office:spreadsheet", EXCEL_2003)];
    let is_xml = head.trim_start_matches('\u{feff}').trim_start().starts_with('<');
    let Some((_, part)) = form.into_iter().find(|(sign, _)| is_xml && head.contains(sign)) else { return };
    for what in hidden_in(part, xml) {
        let found = WORKBOOK.finding(format!("this workbook has {what}"));
        findings.push(found.at(Place::of_file(path), "").help(HELP));
    }
}

/// What a part of a workbook says it hides.
fn hidden_in(part: &str, xml: &str) -> Vec<&'static str> {
    // The same attribute can be written in several ways.
    let attributes = xml.replace('\'', "\"").replace(" =", "=").replace("= ", "=").replace("\"true\"", "\"1\"");
    // Every sheet may hide the empty columns to its right, and Excel hides the name of a filter by itself.
    let is_beyond = |tag: &str| {
        let is_empty_end = tag.contains("max=\"16384\"") || tag.contains("ss:Span=\"16") && tag.starts_with("Column ");
        is_empty_end || tag.starts_with("NamedRange ") && tag.contains("\"_FilterDatabase\"")
    };
    let is_sign = |tag: &str, sign: &str| match sign.strip_prefix('^') {
        Some(name) => tag.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '>', '/'])),
        None => tag.contains(sign),
    };
    let has = |sign: &str| attributes.split('<').any(|tag| is_sign(tag, sign) && !is_beyond(tag));
    let signs = SIGNS.iter().filter(|(beginning, sign, _)| part.starts_with(beginning) && has(sign));
    let mut hidden: Vec<&str> = signs.map(|(_, _, what)| *what).collect();
    let is_hidden_name =
        |tag: &str| tag.starts_with("definedName ") && tag.contains("hidden=\"1\"") && !tag.contains("name=\"_xlnm.");
    if part == "xl/workbook.xml" && attributes.split('<').any(is_hidden_name) {
        hidden.push("a hidden name");
    }
    hidden.dedup();
    hidden
}

/// The name of a part as a finding may show it. One that no program gives may hold what must not be printed.
fn shown_name(name: &str, at: usize) -> String {
    let is_usual = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-[]".contains(&byte));
    if is_usual && sightings(name).is_empty() { name.to_owned() } else { format!("part {}", at + 1) }
}

/// The text of a part, and the values of its attributes. The runs of a text in several fonts are one text.
fn text_of(xml: &str) -> String {
    #[rustfmt::skip]
    const OF_A_RUN: [&str; 17] = [
        "r", "rPr", "t", "b", "i", "u", "sz", "color", "rFont", "family", "scheme", "vertAlign", "strike", "charset", "text:span", "text:s", "text:a",
    ];
    let mut text = String::new();
    for piece in xml.split('<') {
        let Some((tag, words)) = piece.split_once('>') else {
            text.push_str(piece);
            continue;
        };
        let name = tag.trim_matches('/').split([' ', '/', '\n']).next().unwrap_or(tag);
        if !OF_A_RUN.contains(&name) || tag.contains("r=\"") {
            text.push('\n');
            for value in tag.split('"').skip(1).step_by(2).filter(|value| !value.starts_with("http://schemas.")) {
                text.push_str(value);
                text.push('\n');
            }
        }
        text.push_str(words);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::text_of;
    use crate::privacy::sightings;

    #[test]
    fn a_number_in_two_runs_or_in_an_attribute_is_one_text() {
        let runs = "<si><r><rPr><b/></rPr><t>999000</t></r><r><t>3459</t></r></si>";
        let attribute = "<r><s v=\"9990678901\"/><n v=\"1\"/></r>";
        let exponent = "<c r=\"A1\"><v>9.990000123E9</v></c>";
        for xml in [runs, attribute, exponent] {
            assert_eq!(sightings(&text_of(xml)).len(), 1, "{xml}: {:?}", text_of(xml));
        }
        assert!(sightings(&text_of("<c r=\"A1\"><v>999</v></c><c r=\"B1\"><v>0000123</v></c>")).is_empty());
    }
}
