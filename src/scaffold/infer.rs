//! Infers the columns of a CSV: their types, key and markers.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::model::{Date, Decimal, FieldType, Marker, Period, PeriodFormat, column_name, has_leading_zero, parse_number};

/// An inferred column.
pub(super) struct Inferred {
    pub(super) name: String,
    pub(super) kind: FieldType,
    pub(super) format: Option<&'static str>,
    pub(super) required: bool,
    pub(super) minimum: Option<Decimal>,
    pub(super) maximum: Option<Decimal>,
    pub(super) periods: Option<(Period, Period)>,
}

/// An inferred table.
pub(super) struct InferredTable {
    pub(super) columns: Vec<Inferred>,
    pub(super) key: Vec<String>,
    pub(super) markers: BTreeMap<String, Marker>,
    pub(super) rows: usize,
}

/// Infers a table from its headings and rows.
pub(super) fn infer(headings: &[String], rows: &[csv::StringRecord]) -> InferredTable {
    let mut markers = BTreeMap::new();
    let columns: Vec<Inferred> = headings
        .iter()
        .enumerate()
        .map(|(at, heading)| {
            let cells: BTreeSet<&str> = rows.iter().filter_map(|row| row.get(at)).map(str::trim).collect();
            column(at, heading, cells, &mut markers)
        })
        .collect();
    let key = key(&columns, rows);
    InferredTable { columns, key, markers, rows: rows.len() }
}

fn column(at: usize, heading: &str, mut cells: BTreeSet<&str>, markers: &mut BTreeMap<String, Marker>) -> Inferred {
    let name = column_name(at, heading);
    let required = !cells.remove("");
    let is_code = names_codes(heading);
    // Under such a heading, 1-4 and <1 are bands, not small counts.
    let is_band = |text: &str| is_code && text.contains(|c: char| c.is_ascii_digit());
    let values: Vec<&str> = cells.iter().copied().filter(|text| Marker::usual(text).is_none() || is_band(text)).collect();
    let mut inferred =
        Inferred { name, kind: FieldType::String, format: None, required, minimum: None, maximum: None, periods: None };
    if let Some((kind, format, periods)) = temporal(&cells, heading) {
        return Inferred { kind, format, periods: Some(periods), ..inferred };
    }
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
    inferred.maximum = numbers.iter().max().copied();
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

type Temporal = (FieldType, Option<&'static str>, (Period, Period));

/// The type, format, and first and last period, if every cell is a period. Unless the cells are full dates, the heading must
/// mention time.
fn temporal(cells: &BTreeSet<&str>, heading: &str) -> Option<Temporal> {
    if cells.is_empty() {
        return None;
    }
    let ends = |read: &dyn Fn(&str) -> Option<Period>| {
        let periods: Option<BTreeSet<Period>> = cells.iter().map(|text| read(text)).collect();
        let periods = periods?;
        Some((periods.first()?.clone(), periods.last()?.clone()))
    };
    if let Some(ends) = ends(&|text| Date::parse(text).ok().map(|date| Period::Day(date.0))) {
        return Some((FieldType::Date, None, ends));
    }
    for format in ["%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d %B %Y", "%d-%b-%y"] {
        let long_year = format.contains("%Y");
        let read = |text: &str| {
            chrono::NaiveDate::parse_from_str(text, format).ok().filter(|date| !long_year || date_is_plausible(*date))
        };
        if let Some(ends) = ends(&|text| read(text).map(Period::Day)) {
            return Some((FieldType::Date, Some(format), ends));
        }
    }
    let says_time =
        ["period", "month", "year", "date", "quarter", "time"].iter().any(|word| heading.to_lowercase().contains(word));
    if !says_time {
        return None;
    }
    let formats = [
        (FieldType::Year, None, PeriodFormat::Year),
        (FieldType::Period, Some("quarter"), PeriodFormat::Quarter),
        (FieldType::Period, Some("financial-year"), PeriodFormat::FinancialYear),
        (FieldType::YearMonth, None, PeriodFormat::YearMonth),
        (FieldType::Period, Some("year-range"), PeriodFormat::YearRange),
    ];
    formats.into_iter().find_map(|(kind, format, read)| Some((kind, format, ends(&|text| Period::parse(text, read))?)))
}

/// Whether the year is plausible: `%Y` also accepts years such as 15 and 2.
fn date_is_plausible(date: chrono::NaiveDate) -> bool {
    (1800..=2200).contains(&chrono::Datelike::year(&date))
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
