//! Tables that are lists of people or events, one row each.
//!
//! No single sign decides. Tables of counts have single years of age and days too, but one row for each of them, and a count.

use std::collections::BTreeSet;

use super::rules::RECORD_LEVEL;
use crate::diagnostic::Findings;
use crate::load::LoadedTable;
use crate::model::{Column, Decimal, Field, RawCell, Value};
use crate::privacy::{heading_words, is_day};

/// A table with fewer rows shows no shape.
const ROWS: usize = 8;

pub(super) fn detect(table: &LoadedTable, findings: &mut Findings) {
    if table.data.rows < ROWS {
        return;
    }
    let Some(why) = Shape::of(table).is_record_level() else { return };
    let message = format!("this table looks like a list of people or events, with a row for each: {why}");
    let found = RECORD_LEVEL.finding(message).at(table.whole(), "");
    findings.push(found.help("count the rows by what readers ask for, and publish the counts"));
}

const AGES_AND_DAYS: &str = "it has single years of age, and days on which something happened";

/// What tells a list of people from a table of counts.
#[expect(clippy::struct_excessive_bools, reason = "each is a sign, and no sign decides alone")]
struct Shape {
    /// A column of numbers or codes that names each row.
    has_row_id: bool,
    /// A column of ages in single years.
    has_ages: bool,
    /// A column of days on which something happened to people.
    has_event_days: bool,
    /// Columns that say what people are like: sex, ethnicity, diagnosis.
    traits: usize,
    /// A column of counts, some of them above 1.
    has_counts: bool,
    /// Columns that the author says count people, with 1 in every row.
    has_only_ones: bool,
    /// Rows that agree in everything that is no number.
    has_repeated_rows: bool,
    /// Far fewer rows than there are days and years of age together: nobody counted by both.
    is_sparse: bool,
}

impl Shape {
    fn of(table: &LoadedTable) -> Self {
        let columns = &table.data.columns;
        let words: Vec<Vec<String>> = columns.iter().map(|column| heading_words(&column.heading)).collect();
        let says = |at: usize, wanted: &[&str]| words[at].iter().any(|word| wanted.contains(&word.as_str()));
        let those = |is_of: &dyn Fn(usize) -> bool| (0..columns.len()).filter(|at| is_of(*at)).collect::<Vec<usize>>();
        // `_id` is the number that a catalogue gives to each row of any table.
        let is_catalogues = |at: usize| columns[at].heading == "_id";
        let row_ids = those(&|at| says(at, &ID_WORDS) && !is_catalogues(at) && names_each_row(&columns[at]));
        let ages = those(&|at| says(at, &AGE_WORDS) && is_single_years(&columns[at]));
        let events = those(&|at| says(at, &EVENT_WORDS) && holds_days(&columns[at]));
        let counts = those(&|at| !row_ids.contains(&at) && !ages.contains(&at) && is_count(table, &columns[at], &words[at]));
        let is_amount = |at: usize| !ages.contains(&at) && is_amount(&columns[at]);
        let described = those(&|at| !is_catalogues(at) && !counts.contains(&at) && !row_ids.contains(&at) && !is_amount(at));
        let people: Vec<&Column<RawCell>> = columns.iter().filter(|column| declared(table, column)).collect();
        let distinct = |some: &[usize]| some.iter().map(|at| columns[*at].pool.len()).max().unwrap_or(0);
        let is_counted = people.iter().any(|column| sum(column) > Decimal::from(2 * table.data.rows));
        Self {
            has_row_id: !row_ids.is_empty(),
            has_ages: !ages.is_empty(),
            has_event_days: !events.is_empty(),
            traits: those(&|at| says(at, &TRAIT_WORDS)).len(),
            has_counts: counts.iter().any(|at| columns[*at].pool.iter().any(is_above_one)),
            has_only_ones: !people.is_empty() && people.iter().all(|column| is_always_one(column)),
            is_sparse: distinct(&ages) * distinct(&events) > 5 * table.data.rows && !is_counted,
            has_repeated_rows: repeats(table, &described) * 10 > table.data.rows,
        }
    }

    /// Why the table looks like a list. `None` if it does not.
    fn is_record_level(&self) -> Option<&'static str> {
        let is_uncounted = !self.has_counts || self.has_repeated_rows;
        match self {
            Self { has_only_ones: true, .. } => Some("its count is 1 in every row"),
            Self { has_ages: true, has_event_days: true, is_sparse: true, .. } => Some(AGES_AND_DAYS),
            _ if !is_uncounted => None,
            Self { has_row_id: true, has_ages: true, .. } => Some("it has a number for each row, and single years of age"),
            Self { has_ages: true, has_event_days: true, .. } => Some(AGES_AND_DAYS),
            Self { has_row_id: true, has_event_days: true, .. } => {
                Some("it has a number for each row, and days on which something happened")
            }
            Self { has_event_days: true, has_counts: false, has_repeated_rows: true, .. } if self.traits >= 2 => {
                Some("it has days on which something happened, says what each was like, and has no count")
            }
            Self { has_row_id: true, has_counts: false, .. } if self.traits >= 2 => {
                Some("it has a number for each row, and says what each is like")
            }
            Self { has_ages: true, has_repeated_rows: true, has_counts: false, .. } => {
                Some("it has single years of age, several rows for the same, and no count")
            }
            _ => None,
        }
    }
}

const AGE_WORDS: [&str; 6] = ["age", "ages", "admiage", "startage", "endage", "ageatadmission"];

#[rustfmt::skip]
const ID_WORDS: [&str; 28] = [
    "id", "identifier", "key", "patient", "person", "record", "row", "case", "episode", "spell", "attendance", "admission",
    "referral", "event", "pseudo", "uid", "ref", "reference", "pathway", "sample", "staff", "employee", "assignment",
    "registration", "incident", "stay", "epikey", "urn",
];

#[rustfmt::skip]
const EVENT_WORDS: [&str; 32] = [
    "admit", "admitted", "admission", "discharge", "discharged", "attendance", "attended", "arrival", "appointment", "referral",
    "referred", "birth", "death", "diagnosis", "operation", "procedure", "episode", "visit", "event", "transfer", "seen", "dob",
    "clock", "decision", "collected", "received", "admidate", "epistart", "dod", "call", "disdate", "started",
];

#[rustfmt::skip]
const TRAIT_WORDS: [&str; 23] = [
    "sex", "gender", "ethnicity", "ethnic", "religion", "diagnosis", "icd", "icd10", "postcode", "lsoa", "marital",
    "disability", "occupation", "nationality", "death", "outcome", "language", "smoker", "band", "ethnos", "sexcode", "lsoa11",
    "specialty",
];

/// Words of headings of counts.
#[rustfmt::skip]
const COUNT_WORDS: [&str; 39] = [
    "count", "counts", "number", "total", "patients", "people", "persons", "deaths", "admissions", "attendances", "cases",
    "population", "value", "n", "rate", "percent", "births", "pupils", "children", "staff", "appointments", "episodes",
    "spells", "referrals", "numerator", "denominator", "observations", "residents", "events", "discharges", "frequency",
    "headcount", "mean", "average", "median", "prevalence", "percentage", "share", "tariff",
];

fn declared(table: &LoadedTable, column: &Column<RawCell>) -> bool {
    let field = table.dictionary.field(&column.name);
    let says_people = |field: &Field| field.counts_people() && (field.unit.is_some() || field.counts.is_some());
    field.is_some_and(says_people) && !table.spec.is_key(&column.name)
}

fn is_count(table: &LoadedTable, column: &Column<RawCell>, words: &[String]) -> bool {
    let is_number = column.pool.iter().any(|cell| matches!(cell.value, Value::Number(_)));
    is_number && (declared(table, column) || words.iter().any(|word| COUNT_WORDS.contains(&word.as_str())))
}

fn names_each_row(column: &Column<RawCell>) -> bool {
    let is_text = |cell: &RawCell| !cell.text.trim().is_empty() && !matches!(cell.value, Value::Period(_));
    column.pool.len() == column.cells.len() && column.pool.iter().all(is_text)
}

/// Whether a column holds many different whole numbers that can be ages.
fn is_single_years(column: &Column<RawCell>) -> bool {
    let number = |cell: &RawCell| cell.text.trim().trim_end_matches(".0").parse::<u32>().ok();
    let ages = column.pool.iter().filter_map(number).filter(|age| *age <= 120).count();
    ages >= 8 && ages * 10 >= column.pool.len() * 9
}

fn holds_days(column: &Column<RawCell>) -> bool {
    let days = column.pool.iter().filter(|cell| is_day(&cell.text)).count();
    days >= 5 && days * 10 >= column.pool.len() * 8
}

/// Whether a column holds numbers other than 0 and 1, which say yes or no.
fn is_amount(column: &Column<RawCell>) -> bool {
    let numbers =
        column.pool.iter().filter(|cell| matches!(cell.value, Value::Number(_)) || cell.text.trim().parse::<f64>().is_ok());
    numbers.filter(|cell| !matches!(cell.text.trim(), "0" | "1")).count() > 2
}

fn sum(column: &Column<RawCell>) -> Decimal {
    let number = |at: &u32| match column.pool[*at as usize].value {
        Value::Number(number) => number,
        _ => Decimal::ZERO,
    };
    column.cells.iter().map(number).fold(Decimal::ZERO, Decimal::saturating_add)
}

fn is_above_one(cell: &RawCell) -> bool {
    matches!(&cell.value, Value::Number(number) if *number > 1.into())
}

fn is_always_one(column: &Column<RawCell>) -> bool {
    column.pool.iter().all(|cell| matches!(&cell.value, Value::Number(number) if *number == 1.into()))
}

/// How many rows agree with an earlier one in these columns.
fn repeats(table: &LoadedTable, columns: &[usize]) -> usize {
    if columns.is_empty() {
        return 0;
    }
    let mut seen: BTreeSet<Vec<u32>> = BTreeSet::new();
    (0..table.data.rows)
        .filter(|row| !seen.insert(columns.iter().map(|at| table.data.columns[*at].cells[*row]).collect()))
        .count()
}
