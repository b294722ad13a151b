//! Infers the columns of a CSV: their types, key and markers.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::readings::{choose, nearly_all};
use crate::model::{
    Decimal, FieldType, Frequency, Marker, NumberForm, Period, PeriodFormat, column_name, has_leading_zero, is_word_for_people,
    parse_number_in, period_names,
};

/// An inferred column.
pub(super) struct Inferred {
    pub(super) name: String,
    pub(super) kind: FieldType,
    pub(super) format: Option<&'static str>,
    pub(super) required: bool,
    /// Whether its numbers are taken for codes.
    pub(super) is_code: bool,
    /// Whether every filled cell is a marker.
    is_suppressed: bool,
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
    /// How its numbers are written.
    pub(super) numbers: NumberForm,
    pub(super) rows: usize,
    /// Markers that stand for 0, as the totals show.
    pub(super) zeros: BTreeSet<String>,
    /// The column that names the unit of each row.
    pub(super) unit_column: Option<String>,
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
    let numbers = number_form(rows);
    let mut columns: Vec<Inferred> = headings
        .iter()
        .enumerate()
        .map(|(at, heading)| {
            let cells: BTreeSet<&str> = rows.iter().filter_map(|row| row.get(at)).map(str::trim).collect();
            column(at, heading, cells, &beside, numbers, &mut markers)
        })
        .collect();
    // A column that is suppressed from top to bottom holds what the columns beside it hold.
    let kinds = columns.iter().map(|column| column.kind).filter(|kind| kind.is_numeric());
    let beside = if kinds.clone().any(|kind| kind == FieldType::Number) { FieldType::Number } else { FieldType::Integer };
    if kinds.count() > 0 {
        columns.iter_mut().filter(|column| column.is_suppressed).for_each(|column| column.kind = beside);
    }
    let key = key(&columns, rows);
    let year_and_part = year_and_part(&columns, rows);
    InferredTable { columns, key, markers, numbers, rows: rows.len(), zeros: BTreeSet::new(), unit_column: None, year_and_part }
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

/// The form in which most numbers can be read: the usual one, unless another reads more.
fn number_form(rows: &[csv::StringRecord]) -> NumberForm {
    let cells: BTreeSet<&str> = rows.iter().take(2_000).flat_map(csv::StringRecord::iter).map(str::trim).collect();
    let read = |form: &NumberForm| cells.iter().filter(|cell| parse_number_in(cell, *form).is_some()).count();
    let form = |decimal, thousands| NumberForm { decimal, thousands };
    // Of forms that read equally many, the last is taken: nothing shows a decimal comma if a dot will do.
    let others = [form(',', None), form(',', Some('.')), form(',', Some(' ')), form('.', Some('\'')), form('.', Some(' '))];
    let usual = NumberForm::default();
    let most = read(&usual);
    // A form must give more numbers than it changes: in `1,2` it may be a list of codes, beside `1,234`.
    let value = |cell: &str, form: &NumberForm| parse_number_in(cell, *form).map(|number| number.value);
    let changed = |other: &NumberForm| {
        let both = cells.iter().filter_map(|cell| Some((value(cell, &usual)?, value(cell, other)?)));
        both.filter(|(one, two)| one != two).count()
    };
    let is_better = |other: &NumberForm| read(other) > most + changed(other);
    others.into_iter().filter(is_better).max_by_key(read).unwrap_or(usual)
}

fn column(
    at: usize,
    heading: &str,
    mut cells: BTreeSet<&str>,
    beside: &str,
    form: NumberForm,
    markers: &mut BTreeMap<String, Marker>,
) -> Inferred {
    let name = column_name(at, heading);
    let required = !cells.remove("");
    let is_code = names_codes(heading);
    // Under such a heading, 1-4 and <1 are bands, not small counts.
    let is_band = |text: &str| is_code && text.contains(|c: char| c.is_ascii_digit());
    let values: Vec<&str> = cells.iter().copied().filter(|text| Marker::usual(text).is_none() || is_band(text)).collect();
    let mut inferred = Inferred {
        name,
        kind: FieldType::String,
        format: None,
        required,
        is_code: false,
        is_suppressed: values.is_empty() && !cells.is_empty(),
        minimum: None,
        periods: None,
        question: None,
    };
    if let Some(Temporal { kind, format, ends, question }) = temporal(&cells, heading, beside) {
        return Inferred { kind, format, periods: Some(ends), question, ..inferred };
    }
    inferred.question = unread(&cells, heading);
    let numbers: Vec<Decimal> = values.iter().filter_map(|text| number(text, form)).collect();
    let words: Vec<&str> = values.iter().copied().filter(|text| number(text, form).is_none()).collect();
    if inferred.is_suppressed {
        markers.extend(known_markers(&cells));
        return inferred;
    }
    let whole = numbers.iter().all(|number| number.fract().is_zero());
    if is_code && words.is_empty() && whole {
        inferred.is_code = true;
        inferred.question =
            Some("these numbers are taken for codes; if they count something, set the type to integer".to_owned());
        return inferred;
    }
    // A word among many numbers is probably an unknown marker. Calling the column text would leave its counts unprotected.
    if numbers.is_empty() || numbers.len() <= 3 * words.len() || (!words.is_empty() && (is_code || says_time(heading))) {
        if inferred.question.is_none()
            && numbers.len() + words.iter().filter(|text| is_nearly_number(text)).count() > values.len() / 2
        {
            inferred.question = Some("most of these look like numbers and cannot be read as such".to_owned());
        }
        return inferred;
    }
    markers.extend(known_markers(&cells));
    let unknown = words.iter().filter(|word| !word.contains(|c: char| c.is_ascii_digit()));
    markers.extend(unknown.map(|word| ((*word).to_owned(), Marker::NotAvailable)));
    inferred.kind = if whole { FieldType::Integer } else { FieldType::Number };
    inferred.minimum = numbers.iter().min().copied();
    inferred
}

/// The texts among some cells that usually stand for a missing number.
fn known_markers<'a>(cells: &'a BTreeSet<&str>) -> impl Iterator<Item = (String, Marker)> + 'a {
    let plain = cells.iter().filter(|text| Marker::from_bracketed(text).is_none());
    plain.filter_map(|text| Some(((*text).to_owned(), Marker::usual(text)?)))
}

/// Whether a text has digits, with nothing but signs of numbers between and around them.
fn is_nearly_number(text: &str) -> bool {
    let is_sign =
        |c: char| matches!(c, '.' | ',' | '\'' | '\u{2019}' | ' ' | '\u{a0}' | '\u{202f}' | '-' | '%' | '£' | '$' | '€');
    text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || is_sign(c))
        && !has_leading_zero(text)
}

/// Whether a heading says that its numbers are codes or bands: it ends with a word such as band, or starts with age.
fn names_codes(heading: &str) -> bool {
    const IDS: [&str; 8] = ["code", "id", "urn", "ukprn", "estab", "laestab", "uprn", "postcode"];
    const GROUPS: [&str; 9] = ["band", "decile", "quintile", "quartile", "grade", "type", "group", "category", "level"];
    let whole = heading.to_lowercase();
    let lower = whole.split(['(', '[']).next().unwrap_or(&whole);
    // `Deaths by age group` counts deaths, and `Age 0-4` those of an age.
    let counts =
        whole.split(|c: char| !c.is_alphabetic()).any(|word| is_word_for_people(word) || ["number", "count"].contains(&word));
    let is_one_age = lower.starts_with("age") && lower.contains(|c: char| c.is_ascii_digit());
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let ends_with = |list: &[&str]| words.last().is_some_and(|word| list.contains(&word.strip_suffix('s').unwrap_or(word)));
    ends_with(&IDS) || !counts && !is_one_age && (words.first() == Some(&"age") || ends_with(&GROUPS))
}

/// The number in a text. `None` for a code, which has a leading zero.
fn number(text: &str, form: NumberForm) -> Option<Decimal> {
    parse_number_in(text, form).map(|number| number.value)
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
    // Days may stand for the months that they begin.
    let periods = period_names(&periods.into_iter().collect::<Vec<_>>(), heading, Frequency::Irregular).named;
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
