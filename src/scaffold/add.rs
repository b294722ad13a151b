//! `shelfmark add`: `dataset.yaml` and `dictionary.csv` drafted from a CSV.
//!
//! Fills in everything that the file shows: types, ranges, key, markers and the dates covered. Marks as TODO what only a person
//! knows; `check` reports each TODO as an error.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use super::dataset_yaml::{
    Covers, DatasetYaml, Governance, Header, Meaning, Owner, Protect, Source, Table, Total, Unit, Unpivot,
};
use super::infer::{InferredTable, YearAndPart, infer};
use super::new::write_schema;
use super::source_table::{self, Said, SourceTable};
use super::wide::{Wide, unit_column};
use super::zeros::zeros;
use crate::check;
use crate::diagnostic::Diagnostic;
use crate::load::{Encoding, Root, dataset_schema, load_dataset, shown};
use crate::model::{DatasetId, Date, FieldType, Marker, NumberForm, PrivacyPolicy, parse_number_in};
use crate::scan::{Scope, scan_dataset};

/// A drafted dataset.
pub struct Draft {
    /// A summary in one line.
    pub summary: String,
    /// Points that a person has to complete or confirm.
    pub to_do: Vec<String>,
    /// What the file holds of people or of secrets, each with its place.
    pub personal: Vec<String>,
}

/// Drafts a dataset from the CSV `from`, and copies the CSV into the new folder `datasets/<id>`.
///
/// # Errors
/// If the folder already exists, or the file is not a valid CSV.
pub fn add_dataset(root: &Root, id: &DatasetId, from: &Path, said: &Said, as_of: Date) -> anyhow::Result<Draft> {
    let folder = root.path().join("datasets").join(id.as_str());
    if folder.exists() {
        bail!("datasets/{id} already exists; choose another name, or remove the folder");
    }
    let source = source_table::read(from, said)?;
    let wide = Wide::of(&source);
    let long = wide.as_ref().map(|wide| wide.long(&source));
    let (headings, rows) = long.as_ref().map_or((&source.headings, &source.rows), |(headings, rows)| (headings, rows));
    let mut table = infer(headings, rows);
    table.unit_column = unit_column(headings, rows);
    table.zeros = zeros(&table, rows);
    if let Some(pair) =
        table.columns.iter().enumerate().find(|(at, column)| table.columns[..*at].iter().any(|other| other.name == column.name))
    {
        bail!("the heading `{}` appears twice; give each column its own name first", pair.1.name);
    }
    let file = format!("{id}.csv");
    let mut draft_yaml = dataset_yaml(id, &table, &file, &source, wide.as_ref(), as_of);
    let head = "# yaml-language-server: $schema=../../schemas/dataset.json\n\
                # Drafted by `shelfmark add`. What you still need to fill in is marked, and `shelfmark check` lists it.\n";
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).with_context(|| format!("cannot write {name}"));
    let dataset = |yaml: &DatasetYaml| -> anyhow::Result<()> {
        let yaml = serde_yaml::to_string(yaml)?;
        let yaml = notes(&source, &table, wide.as_ref(), said).iter().fold(yaml, |yaml, (start, note)| mark(&yaml, start, note));
        write("dataset.yaml", format!("{head}{yaml}").as_bytes())
    };
    if !root.path().join("schemas/dataset.json").exists() {
        write_schema(root.path(), "dataset.json", &dataset_schema())?;
    }
    dataset(&draft_yaml)?;
    write("dictionary.csv", &dictionary_csv(&table)?)?;
    write(&file, &source.bytes)?;
    let totals = grand_totals(root, id);
    if !totals.is_empty() {
        draft_yaml.tables[0].protect.dimensions =
            totals.iter().map(|(column, total)| (column.clone(), Total { total: total.clone() })).collect();
        dataset(&draft_yaml)?;
    }
    fs::create_dir_all(folder.join("releases"))?;
    write("releases/1.0.0.md", note(as_of).as_bytes())?;
    Ok(Draft { personal: personal(root, id), ..draft(&table, &source, wide.as_ref(), &totals) })
}

fn dataset_yaml(
    id: &DatasetId,
    table: &InferredTable,
    file: &str,
    source: &SourceTable,
    wide: Option<&Wide>,
    as_of: Date,
) -> DatasetYaml {
    let composed = table.year_and_part.as_ref().map(|parts| &parts.ends);
    let periods = composed.or_else(|| table.columns.iter().find_map(|column| column.periods.as_ref()));
    let covers = periods.and_then(|(first, last)| {
        let to = last.end()?;
        Some(Covers { from: Date(first.start()).to_string(), to: Date(to).to_string(), area: "TODO the area the data covers" })
    });
    let declared = match source.encoding {
        Encoding::Windows1252 | Encoding::MacRoman => Some(source.encoding.name()),
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
            delimiter: (source.delimiter != b',').then(|| delimiter_name(source.delimiter)),
            header: match source.header.as_slice() {
                [] | [1] => None,
                [line] => Some(Header::Line(*line)),
                lines => Some(Header::Lines(lines.to_vec())),
            },
            skip: source.skip,
            skip_last: source.skip_last,
            decimal: Some(table.numbers.decimal).filter(|sign| *sign != '.'),
            thousands: table.numbers.thousands.filter(|sign| *sign != ','),
            unit: table.unit_column.clone().map(|column| Unit { column }),
            unpivot: wide.map(|wide| Unpivot {
                columns: wide.columns.clone(),
                names: wide.names.clone(),
                values: wide.values.clone(),
            }),
            key: table.key.clone(),
            markers: table.markers.iter().map(|(text, marker)| (text.clone(), meaning(table, text, *marker))).collect(),
            protect: Protect { preset: "below-5", dimensions: BTreeMap::new() },
        }],
    }
}

/// The columns of the drafted table that hold a total of their other values.
fn grand_totals(root: &Root, id: &DatasetId) -> Vec<(String, String)> {
    let (loaded, _) = load_dataset(root, id);
    loaded.map_or_else(Vec::new, |loaded| loaded.tables.iter().flat_map(check::grand_totals).collect())
}

/// What a scan of the drafted dataset finds.
fn personal(root: &Root, id: &DatasetId) -> Vec<String> {
    let (loaded, _) = load_dataset(root, id);
    let policy = PrivacyPolicy::default();
    let findings = scan_dataset(root, id, loaded.as_ref(), &Scope::new(&policy, ""));
    let line = |finding: &Diagnostic| {
        let place = finding.place().map_or_else(String::new, |place| match place.line {
            0 => place.path.to_string(),
            line => format!("{}, line {line}", place.path),
        });
        format!("{}: {} ({place})", finding.severity, finding.message)
    };
    findings.sorted().iter().map(line).collect()
}

/// The release note for the first version.
fn note(as_of: Date) -> String {
    let front = format!("version: \"1.0.0\"\ndate: {as_of}\nkind: data");
    let asked = "owner: TODO the team that made it\nvalidation: TODO how it was checked\nrollback: TODO how to roll back";
    format!("---\n{front}\n{asked}\n---\nTODO what is new\n")
}

/// What a marker stands for, as `markers` has it.
fn meaning(table: &InferredTable, text: &str, marker: Marker) -> Meaning {
    if table.zeros.contains(text) { Meaning::Number(0) } else { Meaning::Code(marker.code()) }
}

fn delimiter_name(delimiter: u8) -> String {
    if delimiter == b'\t' { "tab".to_owned() } else { char::from(delimiter).to_string() }
}

/// The lines of the draft that a person has to confirm, by how they begin, each with what to look at.
fn notes(source: &SourceTable, table: &InferredTable, wide: Option<&Wide>, said: &Said) -> Vec<(String, String)> {
    let confirm = "TODO confirm, then remove this note";
    let mut notes: Vec<(String, String)> =
        ["licence", "frequency", "issued", "modified"].map(|key| (format!("{key}: "), confirm.to_owned())).to_vec();
    let first = |is_sample: &dyn Fn(&str) -> bool| {
        let mut cells = source.rows.iter().flat_map(|row| source.headings.iter().zip(row));
        let (heading, cell) = cells.find(|(_, cell)| is_sample(cell))?;
        Some(format!("`{}` in {}", shown(cell.trim()), shown(heading)))
    };
    if said.encoding.is_none() {
        let sample = first(&|cell| !cell.is_ascii()).map_or_else(String::new, |sample| format!(" {sample}:"));
        notes.push(("encoding: ".to_owned(), format!("TODO a guess;{sample} is that how it reads? Then remove this note")));
    }
    if said.delimiter.is_none() {
        let names: Vec<String> = source.headings.iter().take(3).map(|heading| format!("`{}`", shown(heading.trim()))).collect();
        notes.push((
            "delimiter: ".to_owned(),
            format!("TODO a guess; the columns are then {} ... Remove this note if they are", names.join(", ")),
        ));
    }
    if source.left_out.len() + source.header.len() > 1 && said.header.is_none() && said.skip.is_none() && said.skip_last.is_none()
    {
        for key in ["header:", "skip: ", "skip_last: "] {
            notes.push((
                key.to_owned(),
                "TODO a guess; look at the first and last lines of the file, then remove this note".to_owned(),
            ));
        }
    }
    if table.numbers != NumberForm::default() {
        let usual = |cell: &str| parse_number_in(cell.trim(), NumberForm::default()).is_some();
        let sample = first(&|cell| !usual(cell) && parse_number_in(cell.trim(), table.numbers).is_some());
        let read = sample.map_or_else(String::new, |sample| format!(" about numbers such as {sample}"));
        for key in ["decimal: ", "thousands: "] {
            notes.push((key.to_owned(), format!("TODO a guess{read}; remove this note if it is right")));
        }
    }
    if let Some(wide) = wide {
        let kinds = if wide.names.starts_with("period") { "periods".to_owned() } else { format!("{}s", wide.names) };
        let note = format!(
            "TODO a guess: {} columns are {kinds}, and become rows; name what `values` counts, then remove this note",
            wide.count()
        );
        notes.push(("unpivot:".to_owned(), note));
    }
    if let Some(column) = &table.unit_column {
        let note = format!("TODO a guess: does `{}` name the unit of each row? Then remove this note", shown(column));
        notes.push(("unit:".to_owned(), note));
    }
    for (text, marker) in &table.markers {
        let sample = first(&|cell| cell.trim() == text);
        let column = sample.as_deref().and_then(|sample| sample.split_once(" in ")).map_or("", |(_, column)| column);
        let is_zero = table.zeros.contains(text);
        let quoted = serde_yaml::to_string(text).unwrap_or_default();
        notes.push((
            format!("{}: {}", quoted.trim_end(), if is_zero { "0" } else { marker.code() }),
            if is_zero {
                "TODO a guess: the sums of the rows are right if it is 0; remove this note if it is".to_owned()
            } else {
                format!("TODO a guess; what does it mean in {column}? Then remove this note")
            },
        ));
    }
    notes
}

/// Marks a drafted line that a person has to confirm.
fn mark(yaml: &str, start: &str, note: &str) -> String {
    let line = |line: &str| {
        let is_meant = line.trim_start().trim_start_matches("- ").starts_with(start);
        if is_meant && !line.contains("# TODO") { format!("{line}  # {note}\n") } else { format!("{line}\n") }
    };
    yaml.lines().map(line).collect()
}

fn dictionary_csv(table: &InferredTable) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["name", "title", "type", "format", "description", "unit", "required", "minimum"])?;
    for column in &table.columns {
        // No maximum: next month's figure will be above it, and the largest count of the file may be one that is hidden.
        let minimum = column.minimum.filter(|least| !least.is_sign_negative()).map_or("", |_| "0");
        let question = column.question.as_ref().map_or_else(String::new, |question| format!("; {question}"));
        let description = format!("TODO what the column holds{question}");
        // Where each row has its unit, a column has none.
        let unit = if column.kind.is_numeric() && table.unit_column.is_none() {
            "TODO people, patients, percent, £, days ..."
        } else {
            ""
        };
        writer.write_record([
            column.name.as_str(),
            title(&column.name).as_str(),
            if column.is_code { FieldType::CODE } else { column.kind.word() },
            column.format.unwrap_or(""),
            description.as_str(),
            unit,
            if column.required { "true" } else { "false" },
            minimum,
        ])?;
    }
    writer.into_inner().context("the dictionary cannot be written")
}

/// A title from a column name: `org_code` becomes `Org code`.
fn title(name: &str) -> String {
    crate::words::capital(&name.replace('_', " "))
}

fn draft(table: &InferredTable, source: &SourceTable, wide: Option<&Wide>, totals: &[(String, String)]) -> Draft {
    let kinds = |kind: fn(FieldType) -> bool| table.columns.iter().filter(|column| kind(column.kind)).count();
    let key = if table.key.is_empty() { "no key found".to_owned() } else { format!("key {}", table.key.join(", ")) };
    let period = table
        .columns
        .iter()
        .find(|column| column.periods.is_some())
        .map_or_else(|| "no period column".to_owned(), |column| format!("periods in {}", column.name));
    let summary = format!(
        "{} rows, {} columns ({} numeric), {}, {period}, {key}",
        table.rows,
        table.columns.len(),
        kinds(FieldType::is_numeric),
        source.encoding.name(),
    );
    let mut to_do = vec![
        "dataset.yaml: title, summary, description, owner, area, source, DPIA, table title".to_owned(),
        "dataset.yaml: licence, frequency, issued and modified are guesses to confirm".to_owned(),
        "dictionary.csv: a description for every column, a unit for every column of numbers".to_owned(),
        "releases/1.0.0.md: who made the first version, how it was checked, how to roll back".to_owned(),
        "dictionary.csv: `minimum` is 0 where no number of the file is below 0; add a `maximum` where there is one".to_owned(),
        "dataset.yaml: `protect` is set to below-5; choose the policy that was approved".to_owned(),
    ];
    let asked = table.columns.iter().filter_map(|column| Some((&column.name, column.question.as_ref()?)));
    to_do.extend(asked.map(|(name, question)| format!("dictionary.csv, {name}: {question}")));
    if let Some(YearAndPart { year, part, kind, .. }) = &table.year_and_part {
        to_do.push(format!(
            "dataset.yaml: the year is in `{year}` and the {kind} in `{part}`; in a KPI, write `period: {{year: {year}, {kind}: {part}}}`"
        ));
    }
    to_do.extend(totals.iter().map(|(column, total)| {
        let total = if total.is_empty() { "a blank" } else { total };
        format!(
            "dataset.yaml: {total} in {column} looks like the total of the others, and is declared under `dimensions`; confirm it"
        )
    }));
    if let Some(wide) = wide {
        to_do.push(format!(
            "dataset.yaml: {} columns, {}, become rows of `{}` and `{}`; confirm `unpivot`, or remove it and describe each column",
            wide.count(),
            wide.columns,
            wide.names,
            wide.values
        ));
    }
    if let Some(column) = &table.unit_column {
        to_do.push(format!("dataset.yaml: `{column}` seems to name the unit of each row; confirm `unit`"));
    }
    if !source.left_out.is_empty() {
        to_do.push("dataset.yaml: these lines are not taken for rows; confirm it".to_owned());
        to_do.extend(source.left_out.iter().take(10).map(|line| format!("  {line}")));
    }
    if !table.markers.is_empty() {
        to_do.push("dataset.yaml: `markers` is a guess; check what each text means in the source".to_owned());
    }
    Draft { summary, to_do, personal: Vec::new() }
}
