//! `dictionary.csv`: one row a column, Frictionless Table Schema words as headings.

use std::collections::BTreeMap;
use std::ops::Range;

use regex::Regex;

use super::Root;
use super::cell::date;
use crate::diagnostic::{Findings, Rule, Severity, nearest};
use crate::model::{Dictionary, Field, FieldType, Limit, Marker, Period, PeriodFormat};
use crate::source::{SourceFile, Spanned};

/// A dictionary whose headings are not understood.
pub static DICTIONARY_HEADINGS: Rule = Rule {
    id: "dictionary/headings",
    severity: Severity::Error,
    finds: "A dictionary.csv that lacks one of the headings name, title, type, description, or has one that is not known.",
    matters: "Readers meet the dictionary before the data: each column needs a name, a title, a type and a meaning.",
    example: "name,type\nperiod,date",
    put_right: "Write the heading line that the help shows; only the first four must be there.",
};

/// A value of a dictionary that is not understood.
pub static DICTIONARY_VALUE: Rule = Rule {
    id: "dictionary/invalid-value",
    severity: Severity::Error,
    finds: "A cell of dictionary.csv that is empty where it must not be, or is not of its kind.",
    matters: "The dictionary decides how every cell of the column is read.",
    example: "name,title,type,description\nattendances,Attendances,int,People who attended",
    put_right: "Write what the help names.",
};

const HEADINGS: [&str; 16] = [
    "name",
    "title",
    "type",
    "format",
    "description",
    "unit",
    "decimals",
    "required",
    "unique",
    "minimum",
    "maximum",
    "pattern",
    "enum",
    "missing_values",
    "source",
    "sensitive",
];

/// Reads a dictionary.
pub(super) fn load_dictionary(root: &Root, path: &str, findings: &mut Findings) -> Option<Dictionary> {
    let file = root.text(path, findings)?;
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file.text().as_bytes());
    let mut rows = Rows { file: &file, columns: BTreeMap::new(), findings };
    let mut record = ::csv::StringRecord::new();
    let mut fields = Vec::new();
    while let Ok(true) = reader.read_record(&mut record) {
        let start = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        if rows.columns.is_empty() {
            rows.headings(&record)?;
        } else {
            fields.extend(rows.field(&record, start));
        }
    }
    if rows.columns.is_empty() {
        rows.headings(&record)?;
    }
    Some(Dictionary { fields, file })
}

struct Rows<'a> {
    file: &'a SourceFile,
    columns: BTreeMap<String, usize>,
    findings: &'a mut Findings,
}

impl Rows<'_> {
    fn headings(&mut self, record: &::csv::StringRecord) -> Option<()> {
        let line = self.file.text().lines().next().unwrap_or("");
        let place = self.file.place(0..line.len());
        for (position, heading) in record.iter().enumerate() {
            let name = heading.trim().to_lowercase();
            if !HEADINGS.contains(&name.as_str()) {
                let found = DICTIONARY_HEADINGS.finding(format!("unknown heading `{heading}`")).at(place.clone(), "");
                let hint = nearest(&name, HEADINGS).map_or_else(String::new, |near| format!("did you mean `{near}`? "));
                self.findings.push(found.help(format!("{hint}the headings there are: {}", HEADINGS.join(","))));
            }
            self.columns.insert(name, position);
        }
        let missing: Vec<&str> =
            ["name", "title", "type", "description"].into_iter().filter(|name| !self.columns.contains_key(*name)).collect();
        if missing.is_empty() {
            return Some(());
        }
        let message = format!("the dictionary lacks the heading {}", missing.join(", "));
        let found = DICTIONARY_HEADINGS.finding(message).at(place, "the first line");
        self.findings.push(found.help("begin with name,title,type,description"));
        None
    }

    fn field(&mut self, record: &::csv::StringRecord, start: usize) -> Option<Field> {
        let cell =
            |name: &str| self.columns.get(name).and_then(|at| record.get(*at)).map(str::trim).filter(|text| !text.is_empty());
        let name = cell("name").unwrap_or("").to_owned();
        let mut problems: Vec<(&str, String, String)> = Vec::new();
        let mut number = |heading: &'static str| {
            let text = cell(heading)?;
            let number = text.parse::<f64>().ok().filter(|value| value.is_finite());
            if number.is_none() {
                problems.push((heading, format!("`{text}` is not a number"), "write a number like 0 or 99.5".to_owned()));
            }
            number
        };
        let decimals = number("decimals").map(|value| (0..=12).rev().find(|n| f64::from(*n) <= value).unwrap_or(0) as usize);
        let mut flag = |heading: &'static str| match cell(heading).map(str::to_lowercase).as_deref() {
            None | Some("false" | "no" | "0") => false,
            Some("true" | "yes" | "1") => true,
            Some(other) => {
                problems.push((heading, format!("`{other}` is not true or false"), "write true or false".to_owned()));
                false
            }
        };
        let (required, unique, sensitive) = (flag("required"), flag("unique"), flag("sensitive"));
        let word = cell("type").unwrap_or("").to_lowercase();
        let kind = FieldType::WORDS.into_iter().find(|(known, _)| *known == word).map(|(_, kind)| kind);
        if kind.is_none() {
            let words = FieldType::WORDS.map(|(word, _)| word);
            let hint = nearest(&word, words).map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            problems.push((
                "type",
                format!("`{word}` is not a type"),
                format!("{hint}the types there are: {}", words.join(", ")),
            ));
        }
        let kind = kind.unwrap_or(FieldType::String);
        let format = cell("format").map(ToOwned::to_owned);
        let period = match kind {
            FieldType::Year => Some(PeriodFormat::Year),
            FieldType::YearMonth => Some(PeriodFormat::YearMonth),
            FieldType::Period => {
                let known = PeriodFormat::WORDS.into_iter().find(|(word, _)| format.as_deref() == Some(*word));
                if known.is_none() {
                    let words = PeriodFormat::WORDS.map(|(word, _)| word).join(", ");
                    problems.push((
                        "format",
                        "a column of type period needs a format".to_owned(),
                        format!("write one of {words}"),
                    ));
                }
                known.map(|(_, format)| format)
            }
            _ => None,
        };
        let mut limit = |heading: &'static str| {
            let text = cell(heading)?;
            let limit = match (kind, period) {
                (FieldType::Date, _) => {
                    date(text, None).or_else(|| date(text, format.as_deref())).map(|day| Limit::Period(Period::Day(day)))
                }
                (_, Some(period)) => Period::parse(text, period).map(Limit::Period),
                _ => text.parse().ok().filter(|value: &f64| value.is_finite()).map(Limit::Number),
            };
            if limit.is_none() {
                let what = if kind.is_temporal() { "a period like those of the column" } else { "a number like 0 or 99.5" };
                problems.push((heading, format!("`{text}` is not {what}"), format!("write {what}, or leave it empty")));
            }
            limit
        };
        let (minimum, maximum) = (limit("minimum"), limit("maximum"));
        let pattern = cell("pattern").and_then(|text| {
            let whole = Regex::new(&format!("^(?:{text})$"));
            if whole.is_err() {
                problems.push((
                    "pattern",
                    format!("`{text}` is not a regular expression"),
                    "close brackets, escape `\\`".to_owned(),
                ));
            }
            whole.ok()
        });
        let mut markers = BTreeMap::new();
        for pair in cell("missing_values").into_iter().flat_map(|text| text.split(';')) {
            match pair.rsplit_once('=').and_then(|(text, code)| Some((text.trim(), Marker::from_code(code.trim())?))) {
                Some((text, marker)) => drop(markers.insert(text.to_owned(), marker)),
                None => {
                    problems.push(("missing_values", format!("`{pair}` is not text=code"), "write it like `:=x;*=c`".to_owned()))
                }
            }
        }
        let (title, description) = (cell("title").unwrap_or("").to_owned(), cell("description").unwrap_or("").to_owned());
        let mut empty = |heading: &'static str, text: &str| {
            if text.is_empty() {
                problems.push((heading, format!("the {heading} of `{name}` is empty"), format!("write the {heading}")));
            }
        };
        empty("name", &name);
        empty("title", &title);
        empty("description", &description);
        let allowed = cell("enum").map_or_else(Vec::new, |text| text.split('|').map(|value| value.trim().to_owned()).collect());
        let field = Field {
            name: Spanned::new(name, self.span(record, start, "name")),
            title,
            kind,
            period,
            description: Spanned::new(description, self.span(record, start, "description")),
            unit: cell("unit").map(ToOwned::to_owned),
            decimals,
            required,
            unique,
            minimum,
            maximum,
            pattern,
            allowed,
            markers,
            source: cell("source").map(ToOwned::to_owned),
            sensitive,
            format,
        };
        for (heading, message, help) in problems {
            let place = self.file.place(self.span(record, start, heading));
            self.findings.push(DICTIONARY_VALUE.finding(message).at(place, format!("the {heading}")).help(help));
        }
        (!field.name.is_empty()).then_some(field)
    }

    /// The bytes of a cell in the row that starts at `start`.
    fn span(&self, record: &::csv::StringRecord, start: usize, heading: &str) -> Range<usize> {
        let wanted = self.columns.get(heading).copied().unwrap_or(0).min(record.len().saturating_sub(1));
        super::csv::cell_span(self.file.text().as_bytes(), start, wanted, b',')
    }
}
