//! Exports on the way in: rows about people become rows that may be worked with, or counts of groups.
//!
//! In: the bytes of a CSV, a [`MaskPolicy`] and the key for pseudonyms. Out: a [`Masked`] table, or what stands in its way.
//! Invariant: every column is named in the policy, so that a new column in an export never goes through unseen; and nothing that
//! the scanner knows of people or secrets is in the table that comes out. A problem names its line and column, and never a value.

mod kept;
mod policy;
mod treatment;

use std::collections::BTreeMap;
use std::fmt;

use csv::StringRecord;

use kept::Kept;
pub use policy::{MaskPolicy, PolicyError};
pub use treatment::Treatment;

use crate::load::sniff;
use crate::model::{Decimal, Pseudonyms};
use crate::privacy::{identifying, sightings};

/// The most problems to tell of.
const MOST: usize = 20;

/// In a group of fewer rows, somebody may be told apart.
const SMALL: u64 = 5;

/// A table that was masked.
#[derive(Debug, PartialEq, Eq)]
pub struct Masked {
    /// The CSV.
    pub csv: String,
    /// The rows that were read.
    pub read: usize,
    /// The rows that were written.
    pub rows: usize,
    /// The groups of fewer than 5 rows.
    pub small: usize,
    /// Whether a row is still about one person.
    pub is_about_persons: bool,
}

/// What stands in the way, with its line if there is one.
#[derive(Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line of the file, from 1.
    pub line: Option<usize>,
    /// What it is.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => write!(f, "{}", self.message),
        }
    }
}

fn problem(line: impl Into<Option<usize>>, message: impl Into<String>) -> Vec<Problem> {
    vec![Problem { line: line.into(), message: message.into() }]
}

/// Masks a CSV.
///
/// # Errors
/// What stands in the way: columns that the policy does not name, cells that cannot be understood, a key that is missing, or
/// people in what would come out.
pub fn mask(bytes: Vec<u8>, policy: &MaskPolicy, key: Option<&str>) -> Result<Masked, Vec<Problem>> {
    let sniffed =
        sniff(bytes, None, policy.delimiter()).ok_or_else(|| problem(None, "the file is not text: save it as CSV UTF-8"))?;
    let mut reader = csv::ReaderBuilder::new().delimiter(sniffed.delimiter).from_reader(sniffed.text.as_bytes());
    let headings = reader.headers().map_err(|_| problem(1, "the header cannot be read"))?.clone();
    let treatments = treatments(&headings, policy)?;
    let needs_key = treatments.iter().any(|(_, treatment)| matches!(treatment, Treatment::Pseudonym));
    let pseudonyms = key.and_then(Pseudonyms::with);
    if needs_key && pseudonyms.is_none() {
        let why = "pseudonyms need a key: set SHELFMARK_MASK_KEY to 16 letters or more that are kept secret, such as those of `openssl \
            rand -hex 32`. Without a key, whoever tries all NHS numbers finds each one within minutes";
        return Err(problem(None, why));
    }
    let mut rows = Rows::new(policy, &headings, &treatments)?;
    let to_keep = treatments.iter().filter(|(_, treatment)| matches!(treatment, Treatment::Keep));
    let mut kept: BTreeMap<usize, Kept> = to_keep.map(|(at, _)| (*at, Kept::default())).collect();
    let (mut problems, mut read) = (Vec::new(), 0);
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map(|position| usize::try_from(position.line()).unwrap_or(0));
            problem(line, "this row has more or fewer cells than the header, or is not text")
        })?;
        read += 1;
        let line = record.position().map(|position| usize::try_from(position.line()).unwrap_or(0));
        let mut cells = Vec::with_capacity(treatments.len());
        for (at, treatment) in &treatments {
            match treatment.of(record.get(*at).unwrap_or_default(), pseudonyms.as_ref()) {
                Ok(cell) => {
                    if let (Some(kept), Some(cell)) = (kept.get_mut(at), &cell) {
                        kept.see(cell);
                    }
                    cells.extend(cell);
                }
                Err(why) => problems.push(Problem { line, message: format!("`{}` {why}", &headings[*at]) }),
            }
        }
        if problems.len() >= MOST {
            return Err(problems);
        }
        if problems.is_empty()
            && let Err(why) = rows.add(cells, &record)
        {
            problems.push(Problem { line, message: why });
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let wrongly_kept = kept.iter().filter_map(|(at, kept)| kept.problem(headings[*at].trim(), advice(&headings[*at])));
    let problems: Vec<Problem> = wrongly_kept.flat_map(|why| problem(1, why)).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let masked = rows.into_masked(read);
    nobody_in(&masked)?;
    Ok(masked)
}

/// What is done with each column, in the order of the file. Columns that are dropped are left out.
fn treatments<'a>(headings: &StringRecord, policy: &'a MaskPolicy) -> Result<Vec<(usize, &'a Treatment)>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut found = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        match policy.columns.get(heading.trim()) {
            Some(Treatment::Drop) => {}
            Some(treatment) => found.push((at, treatment)),
            None if policy.sum.iter().any(|name| name == heading.trim()) => {}
            None => {
                let message =
                    format!("the policy does not say what to do with `{heading}`: write `{heading}: {}`", advice(heading));
                problems.extend(problem(1, message));
            }
        }
    }
    for name in policy.columns.keys().chain(&policy.sum) {
        if !headings.iter().any(|heading| heading.trim() == name) {
            problems.extend(problem(1, format!("the policy names `{name}`, and the file has no such column")));
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

/// What a heading asks for.
fn advice(heading: &str) -> &'static str {
    let words = heading.to_lowercase();
    let has = |some: &[&str]| some.iter().any(|word| words.contains(word));
    if has(&["postcode", "post code"]) {
        return "district";
    }
    if has(&["date", "dob", "birth", "admitted", "discharged", "time"]) {
        return "month";
    }
    if has(&["nhs", "number", "mrn", "_id", " id", "pseudo"]) {
        return "pseudonym";
    }
    if identifying(heading).is_some() || has(&["note", "comment", "text", "name", "address", "email", "phone"]) {
        return "drop";
    }
    if has(&["age"]) { "band 10" } else { "keep" }
}

/// The rows that come out: as they come, or counted by group.
struct Rows {
    headings: Vec<String>,
    /// The name of the count and the columns that are added up, by their place in the file, if rows are counted.
    grouped: Option<(String, Vec<(usize, String)>)>,
    groups: BTreeMap<Vec<String>, (u64, Vec<Decimal>)>,
    single: Vec<Vec<String>>,
}

impl Rows {
    fn new(policy: &MaskPolicy, headings: &StringRecord, treatments: &[(usize, &Treatment)]) -> Result<Self, Vec<Problem>> {
        let names = treatments.iter().map(|(at, _)| headings[*at].trim().to_owned()).collect();
        let grouped = policy.count.as_ref().map(|count| {
            let place = |name: &String| headings.iter().position(|heading| heading.trim() == name);
            let sums = policy.sum.iter().filter_map(|name| Some((place(name)?, name.clone()))).collect();
            (count.clone(), sums)
        });
        let pseudonym = treatments.iter().find(|(_, treatment)| matches!(treatment, Treatment::Pseudonym));
        if let (Some(_), Some((at, _))) = (&grouped, pseudonym) {
            let why =
                format!("rows are counted, and by the pseudonym `{}` each person would be a group: drop it", &headings[*at]);
            return Err(problem(1, why));
        }
        if grouped.is_none() && !policy.sum.is_empty() {
            return Err(problem(None, "`sum` needs `count`: columns are added up in groups"));
        }
        Ok(Self { headings: names, grouped, groups: BTreeMap::new(), single: Vec::new() })
    }

    fn add(&mut self, cells: Vec<String>, record: &StringRecord) -> Result<(), String> {
        let Some((_, sums)) = &self.grouped else {
            self.single.push(cells);
            return Ok(());
        };
        let numbers: Result<Vec<Decimal>, String> = sums
            .iter()
            .map(|(at, name)| {
                let text = record.get(*at).unwrap_or_default().trim();
                if text.is_empty() { Ok(Decimal::ZERO) } else { text.parse().map_err(|_| format!("`{name}` is not a number")) }
            })
            .collect();
        let (count, totals) = self.groups.entry(cells).or_insert_with(|| (0, vec![Decimal::ZERO; sums.len()]));
        *count += 1;
        totals.iter_mut().zip(numbers?).for_each(|(total, number)| *total += number);
        Ok(())
    }

    fn into_masked(self, read: usize) -> Masked {
        let is_about_persons = self.grouped.is_none();
        let small = self.groups.values().filter(|(count, _)| *count < SMALL).count();
        let (mut headings, mut rows) = (self.headings, self.single);
        if let Some((count, sums)) = self.grouped {
            headings.push(count);
            headings.extend(sums.into_iter().map(|(_, name)| name));
            rows.extend(self.groups.into_iter().map(|(mut cells, (count, totals))| {
                cells.push(count.to_string());
                cells.extend(totals.iter().map(ToString::to_string));
                cells
            }));
        }
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing to memory does not fail, and all rows have as many cells.
        for row in std::iter::once(&headings).chain(&rows) {
            let _ = writer.write_record(row);
        }
        let csv = String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default();
        Masked { csv, read, rows: rows.len(), small, is_about_persons }
    }
}

/// Nothing that the scanner knows comes out: a policy may keep what it should not.
fn nobody_in(masked: &Masked) -> Result<(), Vec<Problem>> {
    let mut problems = Vec::new();
    for (at, line) in masked.csv.lines().enumerate() {
        if let Some(seen) = sightings(line).first() {
            let message = format!(
                "line {} of what would come out holds {}: the policy keeps a column that it must not",
                at + 1,
                seen.kind.words()
            );
            problems.extend(problem(None, message));
        }
        if problems.len() >= MOST {
            break;
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::{MaskPolicy, mask};

    const KEY: &str = "0123456789abcdef0123456789abcdef";
    const EXPORT: &str = "nhs_number,date_of_birth,postcode,note,ward,minutes\n943 476 5919,1987-03-14,LS1 4AP,Fell at home,North,30\n9434765919,14/03/1987,LS14AP,,North,15\n401 023 2137,1990-12-01,WF1 1AA,\"x, y\",South,5\n";

    fn policy(text: &str) -> MaskPolicy {
        MaskPolicy::parse(text).unwrap()
    }

    fn masked(export: &str, text: &str, key: Option<&str>) -> Result<String, String> {
        let tell = |problems: Vec<super::Problem>| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        mask(export.as_bytes().to_vec(), &policy(text), key).map(|masked| masked.csv).map_err(tell)
    }

    #[test]
    fn a_person_has_one_pseudonym_however_the_number_is_written() {
        let text =
            "columns: {nhs_number: pseudonym, date_of_birth: year, postcode: district, note: drop, ward: keep, minutes: keep}";
        let csv = masked(EXPORT, text, Some(KEY)).unwrap();
        let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
        assert_eq!(rows[0], ["nhs_number", "date_of_birth", "postcode", "ward", "minutes"]);
        assert_eq!(rows[1][0], rows[2][0]);
        assert!(rows[1][0] != rows[3][0] && rows[1][0].len() == 16);
        assert_eq!(rows[1][1..], ["1987", "LS1", "North", "30"]);
        assert_eq!(rows[2][1..], ["1987", "LS1", "North", "15"]);
        assert!(!csv.contains("943") && !csv.contains("Fell"));
        assert_ne!(masked(EXPORT, text, Some("another key of some length")).unwrap(), csv);
        assert_eq!(masked(EXPORT, text, Some(KEY)).unwrap(), csv);
    }

    #[test]
    fn rows_are_counted_by_what_is_left() {
        let text = "columns: {nhs_number: drop, date_of_birth: drop, postcode: district, note: drop, ward: keep}\ncount: patients\nsum: [minutes]";
        assert_eq!(masked(EXPORT, text, None).unwrap(), "postcode,ward,patients,minutes\nLS1,North,2,45\nWF1,South,1,5\n");
    }

    #[test]
    fn what_is_not_named_does_not_go_through() {
        let why = masked(EXPORT, "columns: {ward: keep, minutes: keep}", Some(KEY)).unwrap_err();
        for advice in ["nhs_number: pseudonym", "date_of_birth: month", "postcode: district", "note: drop"] {
            assert!(why.contains(advice), "{why}");
        }
        let all = "nhs_number: drop, date_of_birth: drop, postcode: drop, note: drop, ward: keep, minutes: keep";
        let why = masked(EXPORT, &format!("columns: {{{all}, gone: keep}}"), None).unwrap_err();
        assert!(why.contains("the policy names `gone`"), "{why}");
    }

    #[test]
    fn without_a_key_there_is_no_pseudonym_and_nothing_personal_is_kept() {
        let text = |number: &str| {
            format!(
                "columns: {{nhs_number: {number}, date_of_birth: drop, postcode: drop, note: drop, ward: keep, minutes: keep}}"
            )
        };
        for key in [None, Some("short"), Some(" ")] {
            assert!(masked(EXPORT, &text("pseudonym"), key).unwrap_err().contains("pseudonyms need a key"));
        }
        assert!(masked(EXPORT, &text("keep"), None).unwrap_err().contains("write `nhs_number: pseudonym`"));
        let why = masked("reference\n943 476 5919\n", "columns: {reference: keep}", None).unwrap_err();
        assert!(why.contains("line 2 of what would come out holds") && !why.contains("943"), "{why}");
        assert!(MaskPolicy::parse("columns: {nhs_number: sha256}").unwrap_err().to_string().contains("whoever tries all"));
        let why = masked(EXPORT, &(text("pseudonym") + "\ncount: patients"), Some(KEY)).unwrap_err();
        assert!(why.contains("each person would be a group"), "{why}");
    }

    #[test]
    fn a_column_that_says_who_somebody_is_must_not_be_kept() {
        let rows = |cells: &[&str]| cells.iter().flat_map(|cell| [cell, "\n"]).collect::<String>();
        let notes: Vec<String> = (0..12).map(|at| format!("seen again on day {at}")).collect();
        let notes: Vec<&str> = notes.iter().map(String::as_str).collect();
        let hashes = ["a".repeat(64), "b".repeat(64)];
        for (heading, cells, why) in [
            ("forename", &["Jane"][..], "`forename` has a heading that says who somebody is"),
            ("DOB", &["1987"], "says who somebody is"),
            ("MRN", &["12"], "says who somebody is"),
            ("home", &["LS1 4AP", "WF1 1AA"], "write `home: district`"),
            ("key", &[&hashes[0], &hashes[1]], "write `key: pseudonym`"),
            ("patient", &["Jane Smith", "Peter Jones", "Mary Brown"], "holds names of people"),
            ("remarks", &notes, "as notes do"),
            ("birth", &["1987-03-14"], "says who somebody is"),
        ] {
            let export = format!("{heading}\n{}", rows(cells));
            let told = masked(&export, &format!("columns: {{{heading}: keep}}\ncount: patients"), None).unwrap_err();
            assert!(told.contains(why) && !told.contains("Jane Smith") && !told.contains("LS1"), "{told}");
        }
        for (heading, cells) in [
            ("ward", &["Mary Seacole", "James Paget", "Mary Seacole", "Ward 3 North"][..]),
            ("reason", &["chest pain", "fall at home", "chest pain", "fall at home", "chest pain"]),
            ("district", &["LS1", "WF1"]),
            ("site_postcode", &["LS1 4AP", "WF1 1AA"]),
            ("month", &["2026-01", "2026-02"]),
            ("provider", &["R1H", "RRK"]),
        ] {
            let export = format!("{heading}\n{}", rows(cells));
            masked(&export, &format!("columns: {{{heading}: keep}}\ncount: patients"), None).unwrap();
        }
        assert!(MaskPolicy::parse("columns: {nhs_number: SHA-512}").unwrap_err().to_string().contains("whoever tries all"));
    }

    #[test]
    fn a_cell_that_cannot_be_understood_is_named_by_line_and_never_shown() {
        let export = "seen,postcode,age\n2026-01-05,LS1 4AP,37\n31/02/2026,nowhere,old\n";
        let why = masked(export, "columns: {seen: month, postcode: district, age: band 10}", None).unwrap_err();
        assert_eq!(why.matches("line 3").count(), 3, "{why}");
        assert!(!why.contains("31/02") && !why.contains("nowhere") && !why.contains("old"), "{why}");
        let csv = masked("seen,age\n2026-01-05 13:45,37\n05-Jan-2026,\n", "columns: {seen: month, age: band 10}", None).unwrap();
        assert_eq!(csv, "seen,age\n2026-01,30 to 39\n2026-01,\n");
    }
}
