//! Missing rows in a dictionary.

use super::{Edit, FileChange, same_name};
use crate::load::{Loaded, LoadedTable, Root, shown};
use crate::model::{Column, RawCell, has_leading_zero, parse_number};

/// Adds a draft row for each column that is not in the dictionary, from every table that uses it.
pub(super) fn change(root: &Root, dataset: &Loaded, table: &LoadedTable) -> Option<FileChange> {
    let file = &table.dictionary.file;
    let sharing = dataset.tables.iter().filter(|other| other.dictionary.file.path() == file.path());
    let mut columns: Vec<&Column<RawCell>> = Vec::new();
    for column in sharing.flat_map(|table| &table.data.columns) {
        let is_known = table.dictionary.names().any(|name| same_name(name, &column.name));
        // A name that findings hide may be a personal number, so it is not added to the dictionary.
        let is_plain = shown(&column.name) == column.name;
        if is_plain && !is_known && !columns.iter().any(|other| other.name == column.name) {
            columns.push(column);
        }
    }
    if columns.is_empty() {
        return None;
    }
    let mut reader = csv::Reader::from_reader(file.text().as_bytes());
    let headings: Vec<String> = reader.headers().ok()?.iter().map(|heading| heading.trim().to_lowercase()).collect();
    let mut after = root.read(file.path()).ok()?;
    if !after.ends_with(b"\n") {
        after.push(b'\n');
    }
    let mut edits = Vec::new();
    for (line, column) in (file.text().lines().count() + 1..).zip(columns) {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        writer.write_record(headings.iter().map(|heading| value(heading, column))).ok()?;
        let row = writer.into_inner().ok()?;
        edits.push(Edit { line, before: String::new(), after: String::from_utf8_lossy(&row).trim_end().to_owned() });
        after.extend_from_slice(&row);
    }
    Some(FileChange { path: file.path().to_owned(), edits, after })
}

fn value(heading: &str, column: &Column<RawCell>) -> String {
    match heading {
        "name" => column.name.clone(),
        "title" => format!("TODO {}", column.name.replace('_', " ")),
        "type" => kind(column).to_owned(),
        "description" => "TODO what the column holds".to_owned(),
        "unit" if kind(column) != "string" => "TODO people, percent, £, days ...".to_owned(),
        _ => String::new(),
    }
}

/// The type of all values in a column. Codes with leading zeros are text.
fn kind(column: &Column<RawCell>) -> &'static str {
    let texts: Vec<&str> = column.pool.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty()).collect();
    let is_number = |text: &&str| parse_number(text).is_some() && !has_leading_zero(text);
    let are_numbers = !texts.is_empty() && texts.iter().all(is_number);
    match are_numbers {
        true if texts.iter().all(|text| parse_number(text).is_some_and(|number| number.value.fract().is_zero())) => "integer",
        true => "number",
        false => "string",
    }
}
