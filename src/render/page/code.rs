//! Code that reads a table in R, in Python and from a command line, keeping leading zeros of codes and turning markers into
//! missing values. `tests/samples.rs` runs it.

use serde::Serialize;

use crate::measure::MeasuredTable;
use crate::model::{FieldType, Marker};

/// The most columns to name. With more, all columns are read as text.
const MOST: usize = 24;

/// A sample, and the tool it is for.
#[derive(Serialize)]
pub(super) struct Sample {
    name: &'static str,
    code: String,
}

/// Samples that read the table from an address.
pub(super) fn samples(table: &MeasuredTable, address: &str) -> Vec<Sample> {
    let variable = variable(&table.spec.name);
    let texts: Option<Vec<String>> = text_columns(table).map(|names| names.into_iter().map(quoted).collect());
    let missing = missing(table).iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ");
    vec![
        Sample { name: "R", code: r(&variable, address, texts.as_deref(), &missing) },
        Sample { name: "Python", code: python(&variable, address, texts.as_deref(), &missing) },
        Sample { name: "curl", code: format!("curl --fail --location --remote-name \"{address}\"") },
    ]
}

/// The columns of text, periods and codes. `None` if there are too many to name.
fn text_columns(table: &MeasuredTable) -> Option<Vec<&str>> {
    let is_text = |name: &&str| {
        let kind = table.dictionary.field(name).map(|field| field.kind);
        !kind.is_some_and(FieldType::is_numeric)
    };
    let headings = table.data.columns.iter().map(|column| column.heading.trim()).filter(|heading| !heading.is_empty());
    let texts: Vec<&str> = headings.filter(is_text).collect();
    (texts.len() <= MOST).then_some(texts)
}

/// The texts of cells without a value: the empty text, and the markers in the table.
fn missing(table: &MeasuredTable) -> Vec<String> {
    let used: std::collections::BTreeSet<Marker> = table.profile.iter().flat_map(|field| field.markers.keys().copied()).collect();
    std::iter::once(String::new()).chain(used.iter().map(ToString::to_string)).collect()
}

/// `texts` holds the quoted names of text columns. If it is `None`, all columns are read as text.
fn r(variable: &str, address: &str, texts: Option<&[String]>, missing: &str) -> String {
    let classes = match texts {
        None => ",\n  colClasses = \"character\"".to_owned(),
        Some([]) => String::new(),
        Some(names) => format!(",\n  colClasses = c({})", each(names, " = \"character\"")),
    };
    format!(
        "{variable} <- read.csv(\n  \"{address}\",\n  encoding = \"UTF-8\",\n  check.names = FALSE,\n  na.strings = c({missing}){classes}\n)"
    )
}

/// `texts` holds the quoted names of text columns. If it is `None`, all columns are read as text.
fn python(variable: &str, address: &str, texts: Option<&[String]>, missing: &str) -> String {
    let types = texts.map_or_else(|| "str".to_owned(), |names| format!("{{{}}}", each(names, ": str")));
    format!(
        "import pandas\n\n{variable} = pandas.read_csv(\n    \"{address}\",\n    dtype={types},\n    na_values=[{missing}],\n    keep_default_na=False,\n)"
    )
}

/// The names as items of a list, each followed by `behind`.
fn each(names: &[String], behind: &str) -> String {
    names.iter().map(|name| format!("{name}{behind}")).collect::<Vec<_>>().join(", ")
}

/// A text as a string literal in both R and Python.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A variable name that is valid in both R and Python.
fn variable(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    if plain.starts_with(|c: char| c.is_ascii_lowercase()) { plain } else { format!("table_{plain}") }
}
