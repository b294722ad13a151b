//! [`Ledger`]: what earlier releases have printed in the tables of a dataset whose counts are protected.
//!
//! In and out: the text of `ledger.jsonl`, one JSON object a line. A line without a table says that a release was looked at; the
//! lines after it are the rows that it printed and that the release before did not print, or printed with other numbers.
//! Invariant: it is made from published files alone, so it holds no hidden value. Lines are only added, so that a version control
//! system shows what each release printed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::{Marker, parse_number};

/// Cells of a row by their columns.
type Cells = BTreeMap<String, String>;

/// What earlier releases have printed, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The lines of the file.
    pub lines: Vec<LedgerLine>,
}

/// A line of a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerLine {
    /// The version of the release.
    pub release: String,
    /// The table. Empty in the line that says that the release was looked at.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub table: String,
    /// What tells the row apart: columns and their cells.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub row: Cells,
    /// The columns of numbers and what was printed in them: a number, or the marker of a hidden cell.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub printed: Cells,
}

/// A table of a release.
pub struct Printed<'a> {
    /// Its name.
    pub table: &'a str,
    /// The columns that tell its rows apart, if its author has said.
    pub key: &'a [String],
    /// The names of its columns, in the order of the file. A heading in the file may have spaces around it.
    pub columns: Vec<&'a str>,
    /// The columns of numbers.
    pub numbers: BTreeSet<&'a str>,
    /// The file that readers could download.
    pub csv: &'a [u8],
}

impl Ledger {
    /// The name of the file in a dataset's folder.
    pub const FILE: &str = "ledger.jsonl";

    /// Reads the text of a file.
    ///
    /// # Errors
    /// The first line that cannot be understood, and why.
    pub fn parse(text: &str) -> Result<Self, (usize, String)> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let why = |error: serde_json::Error| {
            let told = error.to_string();
            told.split(" at line ").next().unwrap_or_default().to_owned()
        };
        let lines = lines.map(|(at, line)| serde_json::from_str(line).map_err(|error| (at + 1, why(error))));
        Ok(Self { lines: lines.collect::<Result<_, _>>()? })
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        // Every field of a line can be written as JSON.
        self.lines.iter().fold(String::new(), |text, line| text + &serde_json::to_string(line).unwrap_or_default() + "\n")
    }

    /// The releases that it knows.
    #[must_use]
    pub fn releases(&self) -> BTreeSet<&str> {
        self.lines.iter().map(|line| line.release.as_str()).collect()
    }

    /// Forgets a release that was withdrawn, and those after it that can be looked at again.
    pub fn forget_from(&mut self, withdrawn: &str, can_be_read: impl Fn(&str) -> bool) {
        let Some(first) = self.lines.iter().position(|line| line.release == withdrawn) else { return };
        let later = self.lines.split_off(first);
        self.lines.extend(later.into_iter().filter(|line| line.release != withdrawn && !can_be_read(&line.release)));
    }

    /// Adds what a release has printed, apart from rows that stand in the ledger already as it printed them.
    pub fn add(&mut self, release: &str, tables: &[Printed<'_>]) {
        let mut latest: HashMap<(&str, &Cells), &Cells> = HashMap::new();
        for line in &self.lines {
            latest.insert((&line.table, &line.row), &line.printed);
        }
        let mut added = vec![LedgerLine { release: release.to_owned(), ..LedgerLine::default() }];
        for table in tables {
            let rows = table.rows().into_iter();
            let news = rows.filter(|(row, printed)| latest.get(&(table.table, row)) != Some(&printed));
            added.extend(news.map(|(row, printed)| LedgerLine {
                release: release.to_owned(),
                table: table.table.to_owned(),
                row,
                printed,
            }));
        }
        self.lines.extend(added);
    }
}

impl LedgerLine {
    /// The columns in which a number was hidden.
    pub fn hidden(&self) -> impl Iterator<Item = &str> {
        let marker = Marker::Confidential.to_string();
        self.printed.iter().filter(move |(_, printed)| **printed == marker).map(|(column, _)| column.as_str())
    }
}

impl Printed<'_> {
    /// What tells each row apart, and what is printed in it.
    fn rows(&self) -> Vec<(Cells, Cells)> {
        let reader = csv::ReaderBuilder::new().flexible(true).from_reader(self.csv);
        let rows: Vec<csv::StringRecord> = reader.into_records().filter_map(Result::ok).collect();
        let key = self.key_columns(&rows);
        let printed: Vec<usize> = (0..self.columns.len()).filter(|at| self.is_number(*at) && !key.contains(at)).collect();
        let cells = |row: &csv::StringRecord, columns: &[usize]| -> Cells {
            columns.iter().map(|at| (self.columns[*at].to_owned(), row.get(*at).unwrap_or_default().to_owned())).collect()
        };
        rows.iter().map(|row| (cells(row, &key), cells(row, &printed))).collect()
    }

    /// The columns that tell rows apart: those of the key, or all that hold no numbers, with as many of whole numbers that are
    /// never hidden, such as years, as it takes.
    fn key_columns(&self, rows: &[csv::StringRecord]) -> Vec<usize> {
        let declared: Vec<usize> =
            (0..self.columns.len()).filter(|at| self.key.iter().any(|name| name == self.columns[*at])).collect();
        if !self.key.is_empty() && declared.len() == self.key.len() {
            return declared;
        }
        let (numbers, mut key): (Vec<usize>, Vec<usize>) = (0..self.columns.len()).partition(|at| self.is_number(*at));
        let tells_apart = |key: &[usize]| {
            let mut seen = BTreeSet::new();
            rows.iter().all(|row| seen.insert(key.iter().map(|at| row.get(*at)).collect::<Vec<_>>()))
        };
        let is_whole = |at: &usize| {
            let number = |row: &csv::StringRecord| row.get(*at).and_then(parse_number);
            rows.iter().all(|row| number(row).is_some_and(|number| number.value.fract().is_zero()))
        };
        for number in numbers.into_iter().filter(is_whole) {
            if tells_apart(&key) {
                break;
            }
            key.push(number);
        }
        key
    }

    fn is_number(&self, column: usize) -> bool {
        self.numbers.contains(self.columns[column])
    }
}

#[cfg(test)]
mod tests {
    use super::{Ledger, Printed};

    fn released(ledger: &mut Ledger, release: &str, csv: &str) {
        let numbers = ["year", "patients"].into_iter().collect();
        ledger.add(
            release,
            &[Printed { table: "visits", key: &[], columns: vec!["year", "area", "patients"], numbers, csv: csv.as_bytes() }],
        );
    }

    #[test]
    fn only_what_is_new_is_added() {
        let mut ledger = Ledger::default();
        released(&mut ledger, "1", "year,area,patients\n2024,A,[c]\n2024,B,37\n2025,A,12\n");
        let first = ledger.text();
        assert_eq!(
            first.lines().nth(1),
            Some(r#"{"release":"1","table":"visits","row":{"area":"A","year":"2024"},"printed":{"patients":"[c]"}}"#)
        );
        released(&mut ledger, "2", "year,area,patients\n2024,A,[c]\n2024,B,38\n2025,A,12\n");
        let text = ledger.text();
        assert!(text.starts_with(&first) && text.lines().count() == 6, "{text}");
        assert_eq!(Ledger::parse(&text).as_ref(), Ok(&ledger));
        assert_eq!(Ledger::parse("{}\n{\"release\":\"1\"}").unwrap_err().0, 1);
    }

    #[test]
    fn a_release_that_was_withdrawn_is_forgotten() {
        let mut ledger = Ledger::default();
        released(&mut ledger, "1", "year,area,patients\n2024,A,9\n");
        let first = ledger.clone();
        released(&mut ledger, "2", "year,area,patients\n2024,A,3\n");
        released(&mut ledger, "3", "year,area,patients\n2024,A,3\n2024,B,8\n");
        ledger.forget_from("2", |release| release == "3");
        assert_eq!(ledger, first);
    }
}
