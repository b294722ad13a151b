//! One CSV that belongs to no portal, read with a policy alone: the types of its columns are told from the file.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use super::infer::{InferredTable, infer};
use super::source_table::{self, Said, SourceTable};
use crate::diagnostic::Findings;
use crate::load::{LoadedTable, read_one_table};
use crate::model::parse_number_in;
use crate::source::SourceFile;

/// The keys of a policy file that decide what is drafted.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Policy {
    protect: Option<Protect>,
    key: Option<serde_yaml::Value>,
    markers: Option<serde_yaml::Value>,
    delimiter: Option<String>,
    header: Option<serde_yaml::Value>,
    skip: Option<usize>,
    skip_last: Option<usize>,
    unpivot: Option<Unpivot>,
    decimal: Option<serde_yaml::Value>,
    thousands: Option<serde_yaml::Value>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Unpivot {
    names: String,
    values: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Protect {
    counts: Option<Vec<String>>,
}

/// Reads a CSV with a policy file. The policy file holds what an entry of `tables` in dataset.yaml would, but for `name` and `file`.
///
/// # Errors
/// If a file cannot be read, or is no table.
pub fn one_table(from: &Path, policy: &Path) -> anyhow::Result<(Option<LoadedTable>, Findings)> {
    let text = std::fs::read_to_string(policy).with_context(|| format!("cannot read {}", policy.display()))?;
    // What the policy says wrongly is found, with its place, when the table is read.
    let said: Policy = serde_yaml::from_str(&text).unwrap_or_default();
    let delimiter = said.delimiter.as_deref().and_then(|sign| if sign == "tab" { Some(b'\t') } else { sign.bytes().next() });
    let source = source_table::read(from, &Said { delimiter, ..Said::default() })?;
    let table = infer(&source.headings, &source.rows);
    refuse_doubt(&said, &source, &table)?;
    let whole = with(&text, drafted(&said, &source, &table));
    let dictionary = dictionary(&said, &table)?;
    let spec = SourceFile::new(policy.display().to_string(), whole);
    let path = from.display().to_string();
    Ok(read_one_table(source.bytes, &path, &spec, &SourceFile::new("the types of the columns", dictionary)))
}

/// Stops where nobody can tell which columns count people: protection of the wrong ones protects nobody.
fn refuse_doubt(said: &Policy, source: &SourceTable, table: &InferredTable) -> anyhow::Result<()> {
    let named = said.protect.as_ref().and_then(|protect| protect.counts.as_ref());
    let may_count = |column: &&super::infer::Inferred| {
        column.kind.word() == "integer" && !column.is_code && !table.key.contains(&column.name)
    };
    let candidates: Vec<&str> = table.columns.iter().filter(may_count).map(|column| column.name.as_str()).collect();
    if named.is_none() && said.unpivot.is_none() && candidates.len() > 1 {
        bail!("several columns hold whole numbers ({}); say which of them count people: `counts: [...]`", candidates.join(", "));
    }
    for name in named.into_iter().flatten() {
        let Some(at) = table.columns.iter().position(|column| column.name == *name && !column.kind.is_numeric()) else {
            continue;
        };
        let is_stray = |row: &&csv::StringRecord| {
            let cell = row.get(at).unwrap_or_default().trim();
            !cell.is_empty() && !table.markers.contains_key(cell) && parse_number_in(cell, table.numbers).is_none()
        };
        if let Some(row) = source.rows.iter().find(is_stray) {
            let line = row.position().map_or(0, csv::Position::line);
            bail!("line {line}: the cell of `{name}` is no number; correct it, or say what it means with `markers`");
        }
    }
    Ok(())
}

/// The keys that the policy leaves out.
fn drafted(said: &Policy, source: &SourceTable, table: &InferredTable) -> BTreeMap<&'static str, String> {
    let mut keys = BTreeMap::from([("name", "table".to_owned()), ("file", "table.csv".to_owned())]);
    if said.key.is_none() && !table.key.is_empty() {
        keys.insert("key", json(&table.key));
    }
    if said.markers.is_none() && !table.markers.is_empty() {
        let markers: BTreeMap<&String, &str> = table.markers.iter().map(|(text, marker)| (text, marker.code())).collect();
        keys.insert("markers", json(&markers));
    }
    if said.delimiter.is_none() && source.delimiter != b',' {
        let sign = if source.delimiter == b'\t' { "tab".to_owned() } else { char::from(source.delimiter).to_string() };
        keys.insert("delimiter", json(&sign));
    }
    if said.header.is_none() && said.skip.is_none() && said.skip_last.is_none() {
        if source.header != [1] {
            keys.insert("header", json(&source.header));
        }
        if source.skip > 0 {
            keys.insert("skip", source.skip.to_string());
        }
        if source.skip_last > 0 {
            keys.insert("skip_last", source.skip_last.to_string());
        }
    }
    if said.decimal.is_none() && table.numbers.decimal != '.' {
        keys.insert("decimal", json(&table.numbers.decimal.to_string()));
    }
    if let (None, Some(sign)) = (&said.thousands, table.numbers.thousands.filter(|sign| *sign != ',')) {
        keys.insert("thousands", json(&sign.to_string()));
    }
    keys
}

/// A policy file with further keys behind its own, so that places in it stay what they are.
fn with(text: &str, keys: BTreeMap<&'static str, String>) -> String {
    let lines: Vec<String> = keys.into_iter().map(|(key, value)| format!("{key}: {value}")).collect();
    match text.trim().strip_suffix('}') {
        // The file is one mapping in braces, as JSON is.
        Some(_) if text.trim_start().starts_with('{') => {
            let open = text.trim_end().trim_end_matches('}').trim_end_matches(|c: char| c.is_whitespace() || c == ',');
            let closed = text.trim_end().len() - text.trim_end().trim_end_matches('}').len();
            format!("{open}{}, {}}}\n", "}".repeat(closed - 1), lines.join(", "))
        }
        _ => format!("{}\n{}\n", text.trim_end(), lines.join("\n")),
    }
}

/// A value as YAML can hold it on one line.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The types of the columns, and which of them count people: those that the policy names, or all whole numbers.
fn dictionary(said: &Policy, table: &InferredTable) -> anyhow::Result<String> {
    let named = said.protect.as_ref().and_then(|protect| protect.counts.as_ref());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["name", "title", "type", "format", "description", "unit", "counts"])?;
    for column in &table.columns {
        let counts_people = named.map_or(column.kind.word() == "integer", |names| names.contains(&column.name));
        let is_key = table.key.contains(&column.name);
        let (unit, counts) = match () {
            () if !column.kind.is_numeric() || is_key || column.is_code => ("", ""),
            () if counts_people => ("people", "people"),
            // A number that counts nobody may say something of those who are counted: the policy has to say so.
            () => ("score", "other"),
        };
        let kind = if column.is_code { crate::model::FieldType::CODE } else { column.kind.word() };
        let name = column.name.as_str();
        writer.write_record([name, name, kind, column.format.unwrap_or(""), name, unit, counts])?;
    }
    if let Some(Unpivot { names, values }) = &said.unpivot {
        writer.write_record([names.as_str(), names, "string", "", names, "", ""])?;
        writer.write_record([values.as_str(), values, "integer", "", values, "people", "people"])?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
