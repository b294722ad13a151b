//! Cells and headings of a CSV.

use super::{Edit, FileChange, dates, same_name};
use crate::load::{LoadedTable, Root, cells, shown};
use crate::model::{FieldType, Value};

/// A change to the cells of a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Nothing,
    Blanks,
    Days(dates::Style),
}

/// Corrects spaces, headings and dates in the file. `None` if there is nothing to change.
pub(super) fn change(root: &Root, table: &LoadedTable) -> Option<FileChange> {
    let works: Vec<Work> = (0..table.data.columns.len()).map(|at| work(table, at)).collect();
    let headings: Vec<String> = (0..table.data.columns.len()).map(|at| heading(table, at)).collect();
    let renamed = table.data.columns.iter().zip(&headings).any(|(column, heading)| column.heading != *heading);
    // Of a file with more than a header and rows, nothing is changed: not every line of it is a row.
    if !table.is_utf8()
        || !table.spec.is_plain() && table.spec.has_header()
        || (!renamed && works.iter().all(|work| *work == Work::Nothing))
    {
        return None;
    }
    let bytes = root.read(&table.path).ok()?;
    let mut rewriter = Rewriter { after: Vec::with_capacity(bytes.len()), edits: Vec::new(), line: 1 };
    let first_is_heading = table.spec.has_header();
    let mut row = 0;
    // The byte order mark is not part of the first heading.
    let mut at = if bytes.starts_with("\u{feff}".as_bytes()) { "\u{feff}".len() } else { 0 };
    rewriter.keep(&bytes[..at]);
    while at < bytes.len() {
        for (column, cell) in cells(&bytes, at, table.delimiter()).enumerate() {
            let text = std::str::from_utf8(&bytes[cell.value.clone()]).ok()?;
            let new = if row == 0 && first_is_heading {
                headings
                    .get(column)
                    .filter(|heading| heading.as_str() != text.replace("\"\"", "\"") && !heading.contains('"'))
                    .cloned()
            } else {
                works.get(column).and_then(|work| cleaned(*work, text))
            };
            rewriter.keep(&bytes[at..cell.value.start]);
            match new {
                Some(new) if !text.is_empty() => rewriter.replace(text, &new),
                _ => rewriter.keep(text.as_bytes()),
            }
            rewriter.keep(&bytes[cell.value.end..cell.end]);
            at = cell.end;
        }
        let line_end = bytes[at..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        rewriter.keep(&bytes[at..at + line_end]);
        at += line_end;
        row += 1;
    }
    let Rewriter { after, edits, .. } = rewriter;
    let is_same = same_shape(&bytes, &after, table.delimiter());
    (is_same && !edits.is_empty()).then(|| FileChange { path: table.path.clone(), edits, after })
}

fn work(table: &LoadedTable, at: usize) -> Work {
    let column = &table.data.columns[at];
    let Some(field) = table.dictionary.field(heading(table, at).trim()) else { return Work::Nothing };
    match field.kind {
        FieldType::String if column.pool.iter().any(|cell| *cell.text != *cell.text.trim()) => Work::Blanks,
        FieldType::Date if field.format.is_none() && column.pool.iter().any(|cell| cell.value == Value::Unreadable) => {
            let unread = column.pool.iter().filter(|cell| cell.value == Value::Unreadable);
            dates::style(&unread.map(|cell| cell.text.trim())).map_or(Work::Nothing, Work::Days)
        }
        _ => Work::Nothing,
    }
}

/// Whether two files have the same rows with the same number of cells. A change that breaks this is not made.
fn same_shape(before: &[u8], after: &[u8], delimiter: u8) -> bool {
    let records = |bytes: &[u8]| {
        let mut builder = csv::ReaderBuilder::new();
        let mut reader = builder.has_headers(false).flexible(true).delimiter(delimiter).from_reader(bytes);
        reader.records().map(|record| record.ok().map(|record| record.len())).collect::<Vec<_>>()
    };
    let (before, after) = (records(before), records(after));
    before == after && !after.contains(&None)
}

fn cleaned(work: Work, text: &str) -> Option<String> {
    if text.trim().starts_with('"') {
        return None;
    }
    let new = match work {
        Work::Nothing => return None,
        Work::Blanks => text.trim().to_owned(),
        Work::Days(style) => style.iso(text.trim())?,
    };
    (new != text).then_some(new)
}

/// The column's name in the dictionary, if it differs from the heading only in capitals, spaces and underscores.
fn heading(table: &LoadedTable, at: usize) -> String {
    let column = &table.data.columns[at];
    if table.dictionary.field(&column.name).is_some() {
        let trimmed = column.heading.trim();
        return if trimmed.is_empty() { column.heading.clone() } else { trimmed.to_owned() };
    }
    let mut same = table.dictionary.names().filter(|name| same_name(name, &column.name) && table.data.position(name).is_none());
    match (same.next(), same.next()) {
        (Some(name), None) => name.to_owned(),
        _ => column.heading.clone(),
    }
}

/// The file as it is rewritten.
struct Rewriter {
    after: Vec<u8>,
    edits: Vec<Edit>,
    line: usize,
}

impl Rewriter {
    fn keep(&mut self, bytes: &[u8]) {
        self.line += memchr::memchr_iter(b'\n', bytes).count();
        self.after.extend_from_slice(bytes);
    }

    fn replace(&mut self, before: &str, after: &str) {
        let quoted = |text: &str| format!("\"{}\"", shown(text));
        self.edits.push(Edit { line: self.line, before: quoted(before), after: quoted(after) });
        self.line += before.matches('\n').count();
        self.after.extend_from_slice(after.as_bytes());
    }
}
