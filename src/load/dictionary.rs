//! Reads `dictionary.csv`, which has a row for each column, with Frictionless Table Schema terms as headings.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use regex::Regex;

use super::Root;
use super::rules::{DICTIONARY_HEADINGS, DICTIONARY_VALUE};
use crate::diagnostic::{Findings, did_you_mean, nearest};
use crate::model::{Counts, Dictionary, Field, FieldType, Limit, Marker, Period, PeriodFormat, Unit, date_of, parse_number};
use crate::source::{SourceFile, Spanned};

const HEADINGS: [&str; 18] = [
    "name",
    "title",
    "type",
    "format",
    "description",
    "unit",
    "counts",
    "decimals",
    "required",
    "unique",
    "minimum",
    "maximum",
    "pattern",
    "enum",
    "labels",
    "missing_values",
    "source",
    "sensitive",
];

/// Reads a dictionary. `None`, with a finding, if the file or a required heading is missing.
pub(super) fn load_dictionary(root: &Root, path: &str, findings: &mut Findings) -> Option<Dictionary> {
    read_dictionary(Some(root), root.text(path, findings)?, findings)
}

/// Reads the text of a dictionary. Without a root there are no lists of codes.
pub(super) fn read_dictionary(root: Option<&Root>, file: SourceFile, findings: &mut Findings) -> Option<Dictionary> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file.text().as_bytes());
    let mut record = ::csv::StringRecord::new();
    let _ = reader.read_record(&mut record);
    let columns = headings(&record, &file, findings)?;
    let width = record.len();
    let (mut fields, mut names) = (Vec::new(), BTreeSet::new());
    while let Ok(true) = reader.read_record(&mut record) {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let start = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let row = Row { root, file: &file, columns: &columns, record: &record, start };
        if record.len() != width {
            row.report(
                "name",
                format!("this row has {} cells; the header has {width}", record.len()),
                "put text that contains a comma in quotes".to_owned(),
                findings,
            );
        }
        let field = row.field(findings);
        if let Some(field) = field.as_ref().filter(|field| !names.insert(field.name.to_string())) {
            let message = format!("`{}` is described twice", *field.name);
            row.report("name", message, "keep one of the rows".to_owned(), findings);
        }
        fields.extend(field);
    }
    Some(Dictionary::new(file, fields))
}

/// The positions of the headings. `None`, with a finding, if a required one is missing.
fn headings(record: &::csv::StringRecord, file: &SourceFile, findings: &mut Findings) -> Option<BTreeMap<String, usize>> {
    let line = file.text().lines().next().unwrap_or("");
    let place = file.place(0..line.len());
    let mut columns = BTreeMap::new();
    for (position, heading) in record.iter().enumerate() {
        let name = heading.trim().to_lowercase();
        if !HEADINGS.contains(&name.as_str()) {
            let found = DICTIONARY_HEADINGS.finding(format!("unknown heading `{heading}`")).at(place.clone(), "");
            let hint = did_you_mean(&name, HEADINGS);
            findings.push(found.help(format!("{hint}the headings are: {}", HEADINGS.join(","))));
        }
        columns.insert(name, position);
    }
    let needed = ["name", "title", "type", "description"];
    let missing: Vec<&str> = needed.into_iter().filter(|name| !columns.contains_key(*name)).collect();
    if missing.is_empty() {
        return Some(columns);
    }
    let message = format!("the dictionary has no heading {}", missing.join(", "));
    let found = DICTIONARY_HEADINGS.finding(message).at(place, "the first line");
    findings.push(found.help("start with name,title,type,description"));
    None
}

/// Converts a spreadsheet format such as `dd/mm/yyyy` to strptime: `%d/%m/%Y`. `None` if it has unknown letters or no day.
fn strptime(letters: &str) -> Option<String> {
    const PARTS: [(&str, &str); 9] = [
        ("yyyy", "%Y"),
        ("yy", "%y"),
        ("mmmm", "%B"),
        ("mmm", "%b"),
        ("mon", "%b"),
        ("mm", "%m"),
        ("m", "%m"),
        ("dd", "%d"),
        ("d", "%d"),
    ];
    let lower = letters.to_lowercase();
    let (mut rest, mut pattern) = (lower.as_str(), String::new());
    while let Some(first) = rest.chars().next() {
        if let Some((letters, part)) = PARTS.iter().find(|(letters, _)| rest.starts_with(letters)) {
            pattern.push_str(part);
            rest = &rest[letters.len()..];
        } else if first.is_alphanumeric() {
            return None;
        } else {
            pattern.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    pattern.contains("%d").then_some(pattern)
}

/// A row of the dictionary.
struct Row<'a> {
    root: Option<&'a Root>,
    file: &'a SourceFile,
    columns: &'a BTreeMap<String, usize>,
    record: &'a ::csv::StringRecord,
    start: usize,
}

impl Row<'_> {
    /// Reads the column that the row describes. Invalid values are reported and left out.
    fn field(&self, findings: &mut Findings) -> Option<Field> {
        let name = self.needed("name", findings);
        let title = self.needed("title", findings);
        let description = self.needed("description", findings);
        let kind = self.kind(findings);
        let format = self.format(kind, findings);
        // If the date format is invalid, the cells are read as text and not checked against it.
        let is_readable = kind != FieldType::Date || format.is_some() || self.text("format").is_none();
        let kind = if is_readable { kind } else { FieldType::String };
        let period = self.period(kind, format.as_deref(), findings);
        let (labels, code_list) = self.labels(findings);
        let field = Field {
            labels,
            code_list,
            minimum: self.limit("minimum", kind, period, format.as_deref(), findings),
            maximum: self.limit("maximum", kind, period, format.as_deref(), findings),
            decimals: self.decimals(findings),
            required: self.flag("required", findings),
            unique: self.flag("unique", findings),
            sensitive: self.flag("sensitive", findings),
            unit_column: None,
            decimals_by_unit: BTreeMap::new(),
            counts: self.counts(findings),
            pattern: self.pattern(findings),
            markers: self.markers(findings),
            allowed: self
                .text("enum")
                .map_or_else(Vec::new, |text| text.split('|').map(|value| value.trim().to_owned()).collect()),
            unit: self.text("unit").map(Unit::new),
            source: self.text("source").map(ToOwned::to_owned),
            name: Spanned::new(name, self.span("name")),
            description: Spanned::new(description, self.span("description")),
            title,
            kind,
            is_code: self.text("type").is_some_and(|word| word.eq_ignore_ascii_case(FieldType::CODE)),
            period,
            format,
        };
        (!field.name.is_empty()).then_some(field)
    }

    /// The text under a heading. `None` if the cell is empty or there is no such heading.
    fn text(&self, heading: &str) -> Option<&str> {
        self.columns.get(heading).and_then(|at| self.record.get(*at)).map(str::trim).filter(|text| !text.is_empty())
    }

    /// The bytes of the cell under a heading.
    fn span(&self, heading: &str) -> Range<usize> {
        let wanted = self.columns.get(heading).copied().unwrap_or(0).min(self.record.len().saturating_sub(1));
        super::table::lexer::value_span(self.file.text().as_bytes(), self.start, wanted, b',')
    }

    fn report(&self, heading: &str, message: String, help: String, findings: &mut Findings) {
        let place = self.file.place(self.span(heading));
        findings.push(DICTIONARY_VALUE.finding(message).at(place, format!("the {heading}")).help(help));
    }

    fn needed(&self, heading: &str, findings: &mut Findings) -> String {
        let text = self.text(heading).unwrap_or("").to_owned();
        if text.is_empty() {
            let of = self.text("name").map_or_else(String::new, |name| format!(" of `{name}`"));
            self.report(heading, format!("the {heading}{of} is empty"), format!("write the {heading}"), findings);
        }
        text
    }

    fn counts(&self, findings: &mut Findings) -> Option<Counts> {
        let word = self.text("counts")?;
        let counts = Counts::of_word(&word.to_lowercase());
        if counts.is_none() {
            let message = format!("`{word}` is not what a column can count");
            self.report("counts", message, "write people or other, or leave it blank".to_owned(), findings);
        }
        counts
    }

    fn kind(&self, findings: &mut Findings) -> FieldType {
        let word = self.text("type").unwrap_or("").to_lowercase();
        if let Some(kind) = FieldType::of_word(&word) {
            return kind;
        }
        if word == FieldType::CODE {
            return FieldType::String;
        }
        // The likely type is used from here on, so that one wrong word gives one finding.
        let words = FieldType::WORDS.map(|(word, _)| word);
        let meant = FieldType::of_other_words(&word).or_else(|| nearest(&word, words).and_then(FieldType::of_word));
        let hint = meant.map_or_else(String::new, |meant| format!("write `{}`; ", meant.word()));
        let help = format!("{hint}the types are: {}", words.join(", "));
        self.report("type", format!("`{word}` is not a type"), help, findings);
        meant.unwrap_or(FieldType::String)
    }

    /// The date format. A spreadsheet format is reported, with the format to write instead.
    fn format(&self, kind: FieldType, findings: &mut Findings) -> Option<String> {
        let format = self.text("format")?;
        if kind != FieldType::Date || format.contains('%') {
            return Some(format.to_owned());
        }
        let pattern = strptime(format);
        let help = pattern.as_ref().map_or_else(
            || "write one like `%d/%m/%Y`: %d for the day, %m for the month, %Y for the year".to_owned(),
            |pattern| format!("write `{pattern}`"),
        );
        self.report("format", format!("`{format}` is not a date format"), help, findings);
        pattern
    }

    fn period(&self, kind: FieldType, format: Option<&str>, findings: &mut Findings) -> Option<PeriodFormat> {
        match kind {
            FieldType::Year => Some(PeriodFormat::Year),
            FieldType::YearMonth => Some(PeriodFormat::YearMonth),
            FieldType::Period => {
                let (word, pattern) = format.map_or((None, None), |format| match format.split_once(' ') {
                    Some((word, pattern)) => (Some(word), Some(pattern)),
                    None => (Some(format), None),
                });
                let known = PeriodFormat::WORDS.into_iter().find(|(known, _)| word == Some(*known));
                let known =
                    known.filter(|(_, format)| pattern.is_none_or(|pattern| format.is_of_days() && pattern.contains("%d")));
                if known.is_none() {
                    let help = format!("write one of {}", PeriodFormat::WORDS.map(|(word, _)| word).join(", "));
                    self.report("format", "a column of type period needs a format".to_owned(), help, findings);
                }
                known.map(|(_, format)| format)
            }
            _ => None,
        }
    }

    fn limit(
        &self,
        heading: &str,
        kind: FieldType,
        period: Option<PeriodFormat>,
        format: Option<&str>,
        findings: &mut Findings,
    ) -> Option<Limit> {
        let text = self.text(heading)?;
        let limit = match (kind, period) {
            (FieldType::Date, _) => {
                date_of(text, None).or_else(|| date_of(text, format)).map(|day| Limit::Period(Period::Day(day)))
            }
            (_, Some(period)) => Period::parse(text, period).map(Limit::Period),
            _ => parse_number(text).map(|number| Limit::Number(number.value)),
        };
        if limit.is_none() {
            let what = if kind.is_temporal() { "a period like those in the column" } else { "a number like 0 or 99.5" };
            self.report(heading, format!("`{text}` is not {what}"), format!("write {what}, or leave it empty"), findings);
        }
        limit
    }

    fn decimals(&self, findings: &mut Findings) -> Option<usize> {
        let text = self.text("decimals")?;
        let decimals = text.parse().ok().filter(|decimals| *decimals <= 12);
        if decimals.is_none() {
            let message = format!("`{text}` is not a number of decimal places");
            self.report("decimals", message, "write a whole number from 0 to 12".to_owned(), findings);
        }
        decimals
    }

    fn flag(&self, heading: &str, findings: &mut Findings) -> bool {
        match self.text(heading).map(str::to_lowercase).as_deref() {
            None | Some("false" | "no" | "0") => false,
            Some("true" | "yes" | "1") => true,
            Some(other) => {
                let message = format!("`{other}` is not true or false");
                self.report(heading, message, "write true or false".to_owned(), findings);
                false
            }
        }
    }

    fn pattern(&self, findings: &mut Findings) -> Option<Regex> {
        let text = self.text("pattern")?;
        let whole = Regex::new(&format!("^(?:{text})$")).ok();
        if whole.is_none() {
            let message = format!("`{text}` is not a regular expression");
            self.report(
                "pattern",
                message,
                "close every bracket, and put a backslash before characters that are meant literally".to_owned(),
                findings,
            );
        }
        whole
    }

    /// The labels of values: `RQM=Chelsea and Westminster|RRK=Birmingham`, or a file with a code and a label in each row.
    fn labels(&self, findings: &mut Findings) -> (BTreeMap<String, String>, Option<String>) {
        let Some(text) = self.text("labels") else { return (BTreeMap::new(), None) };
        if std::path::Path::new(text).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) {
            return (self.code_list(text, findings), Some(text.to_owned()));
        }
        let mut labels = BTreeMap::new();
        for pair in text.split('|') {
            match pair.split_once('=') {
                Some((code, label)) if !label.trim().is_empty() => {
                    labels.insert(code.trim().to_owned(), label.trim().to_owned());
                }
                _ => {
                    let help =
                        "write each code with its label, like `RQM=Chelsea and Westminster|RRK=Birmingham`, or name a CSV file";
                    self.report("labels", format!("`{pair}` is not code=label"), help.to_owned(), findings);
                }
            }
        }
        (labels, None)
    }

    /// Reads a code list beside the dictionary: its first column holds codes, its second labels.
    fn code_list(&self, name: &str, findings: &mut Findings) -> BTreeMap<String, String> {
        let folder = self.file.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        let spanned = Spanned::new(name.to_owned(), self.span("labels"));
        let file = self.root.and_then(|root| {
            let path = root.below(folder, &spanned, self.file, findings)?;
            root.text(&path, findings)
        });
        let Some(file) = file else { return BTreeMap::new() };
        let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(file.text().as_bytes());
        let rows = reader.records().filter_map(Result::ok);
        let pair = |row: ::csv::StringRecord| Some((row.get(0)?.trim().to_owned(), row.get(1)?.trim().to_owned()));
        rows.filter_map(pair).filter(|(code, label)| !code.is_empty() && !label.is_empty()).collect()
    }

    fn markers(&self, findings: &mut Findings) -> BTreeMap<String, Marker> {
        let mut markers = BTreeMap::new();
        for pair in self.text("missing_values").into_iter().flat_map(|text| text.split(';')) {
            let read = pair.rsplit_once('=').and_then(|(text, code)| Some((text.trim(), Marker::from_code(code.trim())?)));
            if let Some((text, marker)) = read {
                markers.insert(text.to_owned(), marker);
            } else {
                let message = format!("`{pair}` is not text=code");
                self.report("missing_values", message, "write it like `:=x;*=c`".to_owned(), findings);
            }
        }
        markers
    }
}
