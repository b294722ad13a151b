//! `shelfmark add`: `dataset.yaml` and `dictionary.csv` drafted from a CSV.
//!
//! What can be told from the file is filled in: types, ranges, key, markers, the period covered. What only a person knows
//! is marked TODO, and `check` refuses a TODO.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use serde::Serialize;

use super::infer::{Inferred, InferredTable, infer};
use crate::load::{Encoding, Root, is_note_for_excel, sniff};
use crate::model::{DatasetId, Date, FieldType};

/// What was drafted.
pub struct Draft {
    /// In a line.
    pub summary: String,
    /// What a person has to fill in.
    pub to_do: Vec<String>,
}

#[derive(Serialize)]
struct DatasetYaml {
    title: String,
    summary: &'static str,
    description: &'static str,
    owner: Owner,
    keywords: Vec<String>,
    themes: Vec<String>,
    licence: &'static str,
    frequency: &'static str,
    issued: String,
    modified: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    covers: Option<Covers>,
    version: &'static str,
    source: Source,
    governance: Governance,
    tables: Vec<Table>,
}

#[derive(Serialize)]
struct Owner {
    name: &'static str,
    email: &'static str,
}

#[derive(Serialize)]
struct Covers {
    from: String,
    to: String,
    area: &'static str,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Governance {
    dpia: &'static str,
    approvals: Vec<String>,
}

#[derive(Serialize)]
struct Table {
    name: String,
    file: String,
    dictionary: &'static str,
    title: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delimiter: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    key: Vec<String>,
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    markers: std::collections::BTreeMap<String, &'static str>,
    protect: Protect,
}

#[derive(Serialize)]
struct Protect {
    preset: &'static str,
}

/// Drafts a dataset from a CSV, which is copied into its folder.
///
/// # Errors
/// If the folder is there already, or the file is no CSV.
pub fn add_dataset(root: &Root, id: &DatasetId, from: &Path, as_of: Date) -> anyhow::Result<Draft> {
    let folder = root.path().join("datasets").join(id.as_str());
    if folder.exists() {
        bail!("datasets/{id} is there already; name another dataset, or remove the folder");
    }
    let bytes = fs::read(from).with_context(|| format!("cannot read {}", from.display()))?;
    let (text, encoding, delimiter) = sniff(bytes.clone()).context("the file cannot be read as text")?;
    if text.lines().next().is_some_and(is_note_for_excel) {
        bail!("the first line of {} is a note for Excel and no row; take it away first", from.display());
    }
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let headings: Vec<String> = reader.headers()?.iter().map(ToOwned::to_owned).collect();
    let mut rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
    // Spreadsheets leave rows of nothing but delimiters, which a build leaves out too.
    rows.retain(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    if rows.is_empty() {
        bail!("{} has no row of data", from.display());
    }
    if let Some(row) = rows.iter().find(|row| row.len() != headings.len()) {
        let line = row.position().map_or(0, csv::Position::line);
        bail!("line {line} has {} cells, the header has {}; mend the file first", row.len(), headings.len());
    }
    let table = infer(&headings, &rows);
    if let Some(pair) =
        table.columns.iter().enumerate().find(|(at, column)| table.columns[..*at].iter().any(|other| other.name == column.name))
    {
        bail!("the heading `{}` stands twice; give each column its own name first", pair.1.name);
    }
    let file = format!("{id}.csv");
    let yaml = serde_yaml::to_string(&dataset_yaml(id, &table, &file, encoding, delimiter, as_of))?;
    let schema = "# Drafted by `shelfmark add`. What is still to be filled in is marked, and `shelfmark check` finds it.\n";
    let yaml = ["licence", "frequency", "issued", "modified"].iter().fold(yaml, |yaml, key| mark(&yaml, key));
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).with_context(|| format!("cannot write {name}"));
    write("dataset.yaml", format!("{schema}{yaml}").as_bytes())?;
    write("dictionary.csv", &dictionary_csv(&table.columns)?)?;
    write(&file, &bytes)?;
    fs::create_dir_all(folder.join("releases"))?;
    write("releases/1.0.0.md", note(as_of).as_bytes())?;
    Ok(draft(&table, encoding))
}

fn dataset_yaml(
    id: &DatasetId,
    table: &InferredTable,
    file: &str,
    encoding: Encoding,
    delimiter: u8,
    as_of: Date,
) -> DatasetYaml {
    let periods = table.columns.iter().find_map(|column| column.periods.as_ref());
    let covers = periods.and_then(|(first, last)| {
        let to = last.end()?;
        Some(Covers { from: Date(first.start()).to_string(), to: Date(to).to_string(), area: "TODO the area the data covers" })
    });
    let declared = match encoding {
        Encoding::Windows1252 | Encoding::MacRoman => Some(encoding.name()),
        _ => None,
    };
    DatasetYaml {
        title: format!("TODO {}", id.as_str().replace('-', " ")),
        summary: "TODO one sentence, at most 140 characters",
        description: "TODO what it is, why it is published, known problems",
        owner: Owner { name: "TODO the team that answers for the data", email: "TODO@example.nhs.uk" },
        keywords: Vec::new(),
        themes: Vec::new(),
        licence: "OGL-UK-3.0",
        frequency: "irregular",
        issued: as_of.to_string(),
        modified: as_of.to_string(),
        covers,
        version: "1.0.0",
        source: Source { name: "TODO where the data comes from" },
        governance: Governance { dpia: "TODO reference, or why none was needed", approvals: Vec::new() },
        tables: vec![Table {
            name: id.to_string(),
            file: file.to_owned(),
            dictionary: "dictionary.csv",
            title: "TODO what a row is",
            encoding: declared,
            delimiter: (delimiter != b',').then(|| char::from(delimiter).to_string()),
            key: table.key.clone(),
            markers: table.markers.iter().map(|(text, marker)| (text.clone(), marker.code())).collect(),
            protect: Protect { preset: "below-5" },
        }],
    }
}

/// The note of the first version.
fn note(as_of: Date) -> String {
    let front = format!("version: \"1.0.0\"\ndate: {as_of}\nkind: data");
    let asked = "owner: TODO the team that made it\nvalidation: TODO how it was checked\nrollback: TODO how to go back";
    format!("---\n{front}\n{asked}\n---\nTODO what is new\n")
}

/// Marks a value that is drafted and that only a person can confirm.
fn mark(yaml: &str, key: &str) -> String {
    let start = format!("{key}: ");
    let line = |line: &str| {
        if line.starts_with(&start) { format!("{line}  # TODO confirm, then remove this note\n") } else { format!("{line}\n") }
    };
    yaml.lines().map(line).collect()
}

fn dictionary_csv(columns: &[Inferred]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["name", "title", "type", "format", "description", "unit", "required", "minimum", "maximum"])?;
    for column in columns {
        let range = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
        let unit = if column.kind.is_numeric() { "TODO people, patients, percent, £, days ..." } else { "" };
        writer.write_record([
            column.name.as_str(),
            title(&column.name).as_str(),
            column.kind.word(),
            column.format.unwrap_or(""),
            "TODO what the column holds",
            unit,
            if column.required { "true" } else { "false" },
            range(column.minimum.map(|least| if least >= 0.0 { 0.0 } else { least })).as_str(),
            range(column.maximum).as_str(),
        ])?;
    }
    writer.into_inner().context("the dictionary cannot be written")
}

/// `org_code` is `Org code`.
fn title(name: &str) -> String {
    crate::words::capital(&name.replace('_', " "))
}

fn draft(table: &InferredTable, encoding: Encoding) -> Draft {
    let kinds = |kind: fn(FieldType) -> bool| table.columns.iter().filter(|column| kind(column.kind)).count();
    let key = if table.key.is_empty() { "no key found".to_owned() } else { format!("key {}", table.key.join(", ")) };
    let period = table
        .columns
        .iter()
        .find(|column| column.periods.is_some())
        .map_or_else(|| "no column of periods".to_owned(), |column| format!("periods in {}", column.name));
    let summary = format!(
        "{} rows, {} columns ({} of numbers), {}, {period}, {key}",
        table.rows,
        table.columns.len(),
        kinds(FieldType::is_numeric),
        encoding.name(),
    );
    let mut to_do = vec![
        "dataset.yaml: title, summary, description, owner, area, source, DPIA, title of the table".to_owned(),
        "dataset.yaml: licence, frequency, issued and modified are guesses to confirm".to_owned(),
        "dictionary.csv: a description for every column, a unit for every column of numbers".to_owned(),
        "releases/1.0.0.md: who made the first version, how it was checked, how to go back".to_owned(),
        "dictionary.csv: minimum and maximum are those of this file; widen them to what can be".to_owned(),
        "dataset.yaml: `protect` is set to below-5; choose the policy that was approved".to_owned(),
    ];
    if !table.markers.is_empty() {
        to_do.push("dataset.yaml: `markers` is a guess; check what each text means in the source".to_owned());
    }
    Draft { summary, to_do }
}
