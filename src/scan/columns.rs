//! The columns of a table: their headings, and each distinct cell once.

use std::collections::BTreeMap;

use super::rules::{BIRTH, IDENTIFYING_COLUMN, POSTCODE, help_of};
use super::split;
use super::text::{finding, is_refused, wanted};
use super::{Scope, embedded};
use crate::diagnostic::Findings;
use crate::load::LoadedTable;
use crate::model::{Column, RawCell, Value};
use crate::privacy::{
    Kind, Normal, Number, TenDigits, heading_words, identifying_among, identifying_values, is_day, is_postcode,
    names_organisation, names_people, says_birth, says_patient, ten_digits,
};
use crate::source::Place;

/// A count of people below this is small, whatever the table's own policy says.
const SMALL: u32 = 10;

/// So many cells with the same shape are codes of a kind.
const ALIKE: usize = 8;

/// One number in eleven has the right check digit. Where more than this share of a column's numbers do, it is no accident.
const ACCIDENT: f64 = 0.3;

pub(super) fn detect(table: &LoadedTable, scope: &Scope<'_>, findings: &mut Findings) {
    for column in 0..table.data.columns.len() {
        heading(table, column, findings);
        numbers(table, column, scope, findings);
        births(table, column, findings);
        postcodes(table, column, findings);
        texts(table, column, scope, findings);
    }
    split::detect(table, scope, findings);
}

fn heading(table: &LoadedTable, column: usize, findings: &mut Findings) {
    let cells = &table.data.columns[column];
    // A column about data quality holds numbers or a few words; a column of identifiers holds many different texts.
    let is_of_values = || cells.pool.len() >= 8 && !cells.pool.iter().any(|cell| matches!(cell.value, Value::Number(_)));
    let whatever = || identifying_values(&cells.heading).filter(|_| is_of_values());
    let all = table.data.columns.iter().map(|other| other.heading.as_str());
    let Some(kind) = identifying_among(&cells.heading, all).or_else(whatever).filter(|_| !holds_shares(cells)) else {
        return;
    };
    let message = format!("by its heading, this column holds {}", kind.words());
    let found = IDENTIFYING_COLUMN.finding(message).at(table.heading_place(column).without_excerpt(), "");
    findings.push(found.help("leave the column out of the file, and count people before the file enters this folder"));
}

/// Whether every cell is a share, as in a table about the quality of records.
fn holds_shares(column: &Column<RawCell>) -> bool {
    let is_share =
        |text: &str| text.ends_with('%') || text.contains('.') && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let mut texts = column.pool.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty()).peekable();
    texts.peek().is_some() && texts.all(is_share)
}

/// Numbers of patients. A column of amounts or codes with ten digits holds some that pass by chance, and more that do not.
fn numbers(table: &LoadedTable, column: usize, scope: &Scope<'_>, findings: &mut Findings) {
    let cells = &table.data.columns[column];
    let (mut passing, mut others, mut days) = (Vec::new(), 0_usize, Vec::new());
    let shapes = shapes(cells);
    for (at, cell) in cells.pool.iter().enumerate().filter(|(_, cell)| may_hold_ten_digits(&cell.text)) {
        let normal = Normal::of(&cell.text);
        // Two groups are one number if they are alone in the cell, or if words say so.
        let is_one = |number: &TenDigits| !number.is_loose || is_amount(number, cell) || says_patient(&normal, &number.span);
        for number in ten_digits(&normal).filter(is_one) {
            match number.number() {
                _ if is_refused(&number, scope) => passing.push(at),
                Some(Number::Chi) => days.push(at),
                _ if is_amount(&number, cell) || shapes.get(&shape(&cell.text)).is_some_and(|many| *many >= ALIKE) => others += 1,
                _ => {}
            }
        }
    }
    let near = cells.pool.iter().filter(|cell| is_near(cell)).count();
    let says = |words: &[&str]| heading_words(&cells.heading).iter().any(|word| words.contains(&word.as_str()));
    let is_no_accident = 2 * passing.len() > near && share(passing.len(), others) > ACCIDENT;
    if is_no_accident || !passing.is_empty() && says(&["nhs", "patient", "person"]) {
        report(table, column, &passing, Kind::NhsNumber, findings);
    } else if says(&["chi", "patient", "person"]) && !days.is_empty() || days.len() >= 5 && share(days.len(), others) > 0.8 {
        report(table, column, &days, Kind::Chi, findings);
    }
}

/// How many cells with ten digits have each shape: `PO-4500762876` and `PO-4500762878` are written alike, and are codes.
fn shapes(column: &Column<RawCell>) -> BTreeMap<String, usize> {
    let mut shapes = BTreeMap::new();
    for cell in column.pool.iter().filter(|cell| may_hold_ten_digits(&cell.text)) {
        *shapes.entry(shape(&cell.text)).or_default() += 1;
    }
    shapes
}

fn shape(text: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_digit() {
            '9'
        } else if c.is_alphabetic() {
            'a'
        } else {
            c
        }
    };
    text.chars().map(plain).collect()
}

/// Whether a number fills its cell, as one of a column of numbers does, and is not a filler.
fn is_amount(number: &TenDigits, cell: &RawCell) -> bool {
    !number.is_filler() && number.span.len() + 2 >= cell.text.trim().len()
}

/// Whether a cell is a number about as large as one with ten digits, so that such numbers are amounts here.
fn is_near(cell: &RawCell) -> bool {
    let Value::Number(number) = &cell.value else { return false };
    let whole = number.trunc().to_string();
    matches!(whole.trim_start_matches('-').len(), 8 | 9 | 11 | 12)
}

#[expect(clippy::cast_precision_loss, reason = "a share of cells, compared with a rough limit")]
fn share(found: usize, others: usize) -> f64 {
    found as f64 / (found + others).max(1) as f64
}

fn may_hold_ten_digits(text: &str) -> bool {
    text.len() >= 10 && (!text.is_ascii() || text.contains('&') || text.bytes().filter(u8::is_ascii_digit).count() >= 9)
}

fn births(table: &LoadedTable, column: usize, findings: &mut Findings) {
    let cells = &table.data.columns[column];
    if !says_birth(&heading_words(&cells.heading)) {
        return;
    }
    let days: Vec<usize> = positions(cells, |cell| is_day(&Normal::of(&cell.text)));
    if let Some(first) = days.first() {
        let message = format!("`{}` holds dates of birth. This is the first", cells.name);
        let found = BIRTH.finding(message).at(place(table, column, *first), "");
        findings.push(found.help(
            "publish age bands or years of birth, with counts; if each row counts the births of a day, call the column `day`",
        ));
    }
}

fn postcodes(table: &LoadedTable, column: usize, findings: &mut Findings) {
    let cells = &table.data.columns[column];
    let found: Vec<usize> = positions(cells, |cell| may_be_postcode(&cell.text) && is_postcode(&Normal::of(&cell.text)));
    let Some(first) = found.first() else { return };
    let is_organisations = |(at, other): (usize, &Column<RawCell>)| at != column && names_organisation(&other.heading);
    if names_people(&cells.heading) || !table.data.columns.iter().enumerate().any(is_organisations) {
        let message =
            format!("`{}` holds full postcodes (this is the first), and no other column says whose they are", cells.name);
        let found = POSTCODE.finding(message).at(place(table, column, *first), "");
        findings.push(found.help("publish the first half of each postcode, or the area it is in"));
        return;
    }
    let counts: Vec<&Column<RawCell>> = table.data.columns.iter().filter(|other| counts_people(table, other)).collect();
    let is_small = |row: &usize| counts.iter().any(|count| is_small(count.cell(*row)));
    let rows: Vec<usize> =
        (0..table.data.rows).filter(|row| found.contains(&(cells.cells[*row] as usize))).filter(is_small).collect();
    let Some(first) = rows.first() else { return };
    let message = match rows.len() {
        1 => "a full postcode beside a small count of people".to_owned(),
        many => format!("full postcodes beside small counts of people, in {many} rows. This is the first"),
    };
    let found = POSTCODE.finding(message).at(table.place(*first, column).without_excerpt(), "");
    findings.push(found.help("leave out the postcode there, or add the count to a larger one"));
}

/// A quick look before the pattern is asked.
fn may_be_postcode(text: &str) -> bool {
    (5..=40).contains(&text.len()) && (!text.is_ascii() || text.bytes().any(|byte| byte.is_ascii_digit()))
}

fn counts_people(table: &LoadedTable, column: &Column<RawCell>) -> bool {
    let is_declared = table.dictionary.field(&column.name).is_some_and(crate::model::Field::counts_people);
    is_declared && !table.spec.is_key(&column.name)
}

fn is_small(cell: &RawCell) -> bool {
    matches!(&cell.value, Value::Number(number) if !number.is_zero() && *number < SMALL.into()) && !cell.is_other
}

/// Everything else that a text can hold.
fn texts(table: &LoadedTable, column: usize, scope: &Scope<'_>, findings: &mut Findings) {
    let cells = &table.data.columns[column];
    let mut seen: Vec<(Kind, Vec<usize>)> = Vec::new();
    for (at, cell) in cells.pool.iter().enumerate().filter(|(_, cell)| may_hold_words(cell)) {
        // Numbers have been looked at, column by column.
        let kinds = wanted(&cell.text, scope).into_iter().map(|sighting| sighting.kind);
        let kinds = kinds.filter(|kind| !matches!(kind, Kind::NhsNumber | Kind::Chi));
        for kind in kinds.chain(embedded::kinds_in(&cell.text, scope)) {
            match seen.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, cells)) => cells.push(at),
                None => seen.push((kind, vec![at])),
            }
        }
    }
    for (_, cells) in &mut seen {
        cells.dedup();
    }
    for (kind, cells) in &seen {
        report(table, column, cells, *kind, findings);
    }
}

/// Whether a cell may hold more than a number, a period or a short name.
fn may_hold_words(cell: &RawCell) -> bool {
    let text = cell.text.as_str();
    let is_read = matches!(cell.value, Value::Number(_) | Value::Period(_));
    let is_told = |byte: u8| byte.is_ascii_digit() || b"@=\\/".contains(&byte);
    !is_read && text.len() >= 7 && (text.len() >= 16 || text.bytes().any(is_told))
}

fn report(table: &LoadedTable, column: usize, cells: &[usize], kind: Kind, findings: &mut Findings) {
    let Some(first) = cells.first() else { return };
    let name = &table.data.columns[column].name;
    let mut found = finding(kind, place(table, column, *first));
    found.message = match cells.len() {
        1 => format!("a cell of `{name}` holds {}", kind.words()),
        many => format!("{many} different cells of `{name}` hold {}. This is the first", kind.plural()),
    };
    findings.push(found.help(help_of(kind)));
}

/// The place of the first row with a cell, which shows nothing of it.
fn place(table: &LoadedTable, column: usize, cell: usize) -> Place {
    table.place(table.first_row(column, cell), column).without_excerpt()
}

fn positions(column: &Column<RawCell>, is_wanted: impl Fn(&RawCell) -> bool) -> Vec<usize> {
    column.pool.iter().enumerate().filter(|(_, cell)| is_wanted(cell)).map(|(at, _)| at).collect()
}
