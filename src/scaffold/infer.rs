//! Infers the columns of a CSV: their types, key and markers.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::readings::{choose, nearly_all};
use crate::model::{Decimal, FieldType, Marker, Period, PeriodFormat, column_name, has_leading_zero, parse_number};

/// An inferred column.
pub(super) struct Inferred {
    pub(super) name: String,
    pub(super) kind: FieldType,
    pub(super) format: Option<&'static str>,
    pub(super) required: bool,
    pub(super) minimum: Option<Decimal>,
    pub(super) periods: Option<(Period, Period)>,
    /// What only a person can say about its times.
    pub(super) question: Option<String>,
}

/// An inferred table.
pub(super) struct InferredTable {
    pub(super) columns: Vec<Inferred>,
    pub(super) key: Vec<String>,
    pub(super) markers: BTreeMap<String, Marker>,
    pub(super) rows: usize,
    /// A column of years and one of the months or quarters in them.
    pub(super) year_and_part: Option<YearAndPart>,
}

/// A year in one column, and a month or a quarter in another.
pub(super) struct YearAndPart {
    pub(super) year: String,
    pub(super) part: String,
    /// `month` or `quarter`.
    pub(super) kind: &'static str,
    /// The first and the last period.
    pub(super) ends: (Period, Period),
}

/// Infers a table from its headings and rows.
pub(super) fn infer(headings: &[String], rows: &[csv::StringRecord]) -> InferredTable {
    let mut markers = BTreeMap::new();
    let beside = constants(headings, rows);
    let columns: Vec<Inferred> = headings
        .iter()
        .enumerate()
        .map(|(at, heading)| {
            let cells: BTreeSet<&str> = rows.iter().filter_map(|row| row.get(at)).map(str::trim).collect();
            column(at, heading, cells, &beside, &mut markers)
        })
        .collect();
    let key = key(&columns, rows);
    let year_and_part = year_and_part(&columns, rows);
    InferredTable { columns, key, markers, rows: rows.len(), year_and_part }
}

/// The headings, and the values of columns that hold one value in every row: `time_identifier` = `Academic year`.
fn constants(headings: &[String], rows: &[csv::StringRecord]) -> String {
    let value = |at: usize| {
        let first = rows.first()?.get(at)?;
        rows.iter().all(|row| row.get(at) == Some(first)).then_some(first)
    };
    let values = (0..headings.len()).filter_map(value);
    headings.iter().map(String::as_str).chain(values).collect::<Vec<_>>().join(" ")
}

fn column(at: usize, heading: &str, mut cells: BTreeSet<&str>, beside: &str, markers: &mut BTreeMap<String, Marker>) -> Inferred {
    let name = column_name(at, heading);
    let required = !cells.remove("");
    let is_code = names_codes(heading);
    // Under such a heading, 1-4 and <1 are bands, not small counts.
    let is_band = |text: &str| is_code && text.contains(|c: char| c.is_ascii_digit());
    let values: Vec<&str> = cells.iter().copied().filter(|text| Marker::usual(text).is_none() || is_band(text)).collect();
    let mut inferred =
        Inferred { name, kind: FieldType::String, format: None, required, minimum: None, periods: None, question: None };
    if let Some(Temporal { kind, format, ends, question }) = temporal(&cells, heading, beside) {
        return Inferred { kind, format, periods: Some(ends), question, ..inferred };
    }
    inferred.question = unread(&cells, heading);
    // A word among many numbers is probably an unknown marker. Calling the column text would leave its counts unprotected.
    let numbers: Vec<Decimal> = values.iter().filter_map(|text| number(text)).collect();
    let words = values.len() - numbers.len();
    if numbers.is_empty() || numbers.len() <= 3 * words || (is_code && words > 0) {
        return inferred;
    }
    for text in cells.iter().filter(|text| Marker::from_bracketed(text).is_none()) {
        markers.extend(Marker::usual(text).map(|marker| ((*text).to_owned(), marker)));
    }
    let whole = numbers.iter().all(|number| number.fract().is_zero());
    inferred.kind = if whole { FieldType::Integer } else { FieldType::Number };
    inferred.minimum = numbers.iter().min().copied();
    inferred
}

/// Whether a heading says that its numbers are codes or bands: it ends with a word such as band, or starts with age.
fn names_codes(heading: &str) -> bool {
    const CODES: [&str; 11] =
        ["band", "decile", "quintile", "quartile", "code", "grade", "type", "group", "category", "level", "id"];
    let lower = heading.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.first() == Some(&"age") || words.last().is_some_and(|word| CODES.contains(word))
}

/// The number in a text. `None` for a code, which has a leading zero.
fn number(text: &str) -> Option<Decimal> {
    parse_number(text).filter(|_| !has_leading_zero(text)).map(|number| number.value)
}

/// How a column writes its times.
struct Temporal {
    kind: FieldType,
    format: Option<&'static str>,
    ends: (Period, Period),
    /// What only a person can say about it.
    question: Option<String>,
}

/// The times in a column, if nearly every cell is one. One odd cell does not change how the others are read: it is an error that
/// `check` finds. Numbers alone are times only where the heading says so.
fn temporal(cells: &BTreeSet<&str>, heading: &str, beside: &str) -> Option<Temporal> {
    let texts: Vec<&str> = cells.iter().copied().collect();
    let are_numbers = texts.iter().all(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    if texts.is_empty() || (are_numbers && !says_time(heading)) {
        return None;
    }
    let readings = nearly_all(&texts);
    let chosen = choose(&readings, &texts, heading, beside)?;
    let periods: BTreeSet<Period> = texts.iter().filter_map(|text| chosen.reading.period(text)).collect();
    let ends = (periods.first()?.clone(), periods.last()?.clone());
    let kind = FieldType::of_word(chosen.reading.kind)?;
    Some(Temporal { kind, format: chosen.reading.format, ends, question: chosen.question })
}

/// Whether a heading speaks of time.
fn says_time(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    let words = ["period", "month", "year", "date", "quarter", "time", "week", "day"];
    words.iter().any(|word| lower.contains(word)) || lower.split(|c: char| !c.is_alphanumeric()).any(|word| word == "fy")
}

/// A question about a column of texts that look like times and cannot be read.
fn unread(cells: &BTreeSet<&str>, heading: &str) -> Option<String> {
    let has_year = |text: &&&str| {
        text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4 && digits.starts_with(['1', '2']))
    };
    let with_year = cells.iter().filter(has_year).count();
    let looks_like = says_time(heading) && cells.len() > 1 && with_year * 2 > cells.len();
    looks_like.then(|| {
        "these look like periods that cannot be read; write them in a form such as 2023-04, 2023-Q1 or 2022/23".to_owned()
    })
}

/// A column of years beside one whose texts are months or quarters.
fn year_and_part(columns: &[Inferred], rows: &[csv::StringRecord]) -> Option<YearAndPart> {
    let year = columns.iter().position(|column| column.kind == FieldType::Year)?;
    let parts = (0..columns.len()).filter(|at| *at != year && columns[*at].periods.is_none());
    parts.flat_map(|at| [(at, "month", PeriodFormat::YearMonth), (at, "quarter", PeriodFormat::Quarter)]).find_map(
        |(at, kind, format)| {
            let is_named = columns[at].name.to_lowercase().contains(kind);
            let period = |row: &csv::StringRecord| {
                let (year, part) = (row.get(year)?.trim(), row.get(at)?.trim());
                let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
                match (is_number, format) {
                    (true, _) if !is_named => None,
                    (true, PeriodFormat::Quarter) => Period::parse(&format!("Q{part} {year}"), format),
                    (true, _) => Period::parse(&format!("{year}-{part}"), format),
                    (false, _) => Period::parse(&format!("{part} {year}"), format),
                }
            };
            let periods: Option<BTreeSet<Period>> = rows.iter().map(period).collect();
            let periods = periods?;
            let ends = (periods.first()?.clone(), periods.last()?.clone());
            Some(YearAndPart { year: columns[year].name.clone(), part: columns[at].name.clone(), kind, ends })
        },
    )
}

/// The columns that together identify every row, leaving out numbers and columns not needed. Empty if no such key exists.
fn key(columns: &[Inferred], rows: &[csv::StringRecord]) -> Vec<String> {
    let names: Vec<usize> = (0..columns.len()).filter(|at| !columns[*at].kind.is_numeric()).collect();
    let mut chosen: Vec<usize> = names;
    if chosen.is_empty() || !is_unique(&chosen, rows) {
        return Vec::new();
    }
    // Columns that are not needed are dropped from the end, where names follow their codes.
    for at in (0..chosen.len()).rev() {
        let without: Vec<usize> =
            chosen.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, column)| *column).collect();
        if !without.is_empty() && is_unique(&without, rows) {
            chosen = without;
        }
    }
    chosen.into_iter().map(|at| columns[at].name.clone()).collect()
}

fn is_unique(columns: &[usize], rows: &[csv::StringRecord]) -> bool {
    let mut seen = HashSet::with_capacity(rows.len());
    rows.iter().all(|row| seen.insert(columns.iter().map(|at| row.get(*at).unwrap_or("")).collect::<Vec<_>>()))
}
