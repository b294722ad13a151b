//! [`Ledger`]: what earlier releases have printed in the tables of a dataset whose counts are protected.
//!
//! In and out: the text of `ledger.jsonl`, one JSON object a line. A line with a `seal` begins a release; the lines after it are
//! the rows that it printed otherwise than the release before, and those that it no longer has. So the tables of every release can
//! be made again from it.
//! Invariant: it is made from published files alone, so it holds no hidden value. Releases are only added at its end.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// What earlier releases have printed, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The lines of the file.
    pub lines: Vec<LedgerLine>,
}

/// Cells of a row by their columns.
pub type Cells = BTreeMap<String, String>;

/// A line of a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerLine {
    /// The version of the release.
    pub release: String,
    /// The hash that seals the release, in the line that begins it: two stores may give one version to two releases.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub seal: String,
    /// The table. Empty in the line that begins a release.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub table: String,
    /// What tells the row apart: columns and their cells. The second of two rows that nothing tells apart has its number as well,
    /// under an empty name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub row: Cells,
    /// The columns of numbers and what was printed in them: a number, or the marker of a hidden cell. `None` for a row that the
    /// release no longer has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed: Option<Cells>,
    /// The multiple to which counts were rounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounded_to: Option<u32>,
}

/// What was printed in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct PrintedRow {
    /// The multiple to which counts were rounded.
    pub rounded_to: Option<u32>,
    /// The columns of numbers and what was printed in them.
    pub cells: Cells,
}

impl PrintedRow {
    /// The columns in which a number was hidden.
    pub fn hidden(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().filter(|(_, printed)| is_hidden(printed)).map(|(column, _)| column.as_str())
    }
}

/// Whether a cell was printed as hidden.
#[must_use]
pub fn is_hidden(printed: &str) -> bool {
    // As a marker is printed: its letter in brackets.
    printed.trim() == HIDDEN
}

const HIDDEN: &str = "[c]";

/// The rows of a table.
pub type LedgerRows = BTreeMap<Cells, PrintedRow>;

/// A table of a release.
pub struct Printed<'a> {
    /// The columns that tell its rows apart.
    pub key: BTreeSet<&'a str>,
    /// The names of its columns, in the order of the file. A heading in the file may have spaces around it.
    pub columns: Vec<&'a str>,
    /// The columns of numbers.
    pub numbers: BTreeSet<&'a str>,
    /// The multiple to which counts were rounded.
    pub rounded_to: Option<u32>,
    /// The file that readers could download.
    pub csv: &'a [u8],
}

impl Ledger {
    /// The name of the file in a dataset's folder.
    pub const FILE: &str = "ledger.jsonl";
    /// What stands in place of a column, all of which have names, for the number of a row that nothing else tells apart.
    pub const NUMBER: &str = "";

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

    /// The releases that it knows, oldest first: their versions and seals.
    pub fn releases(&self) -> impl Iterator<Item = (&str, &str)> {
        self.lines.iter().filter(|line| line.table.is_empty()).map(|line| (line.release.as_str(), line.seal.as_str()))
    }

    /// Whether it knows a release.
    #[must_use]
    pub fn knows(&self, release: &str, seal: &str) -> bool {
        self.releases().any(|known| known == (release, seal))
    }

    /// The tables that it knows.
    #[must_use]
    pub fn tables(&self) -> BTreeSet<&str> {
        self.lines.iter().map(|line| line.table.as_str()).filter(|table| !table.is_empty()).collect()
    }

    /// Makes the tables of each release again, oldest first.
    pub fn replay(&self, mut each: impl FnMut(&str, &BTreeMap<&str, LedgerRows>)) {
        self.replay_with_news(|release, tables, _| each(release, tables));
    }

    /// The same, with the lines that each release has added.
    pub fn replay_with_news(&self, mut each: impl FnMut(&str, &BTreeMap<&str, LedgerRows>, &[LedgerLine])) {
        let mut tables: BTreeMap<&str, LedgerRows> = BTreeMap::new();
        let mut first = 0;
        for (at, line) in self.lines.iter().enumerate() {
            apply(line, &mut tables);
            if self.lines.get(at + 1).is_none_or(|next| next.table.is_empty()) {
                each(&line.release, &tables, &self.lines[first..=at]);
                first = at + 1;
            }
        }
    }

    /// The tables of the last release.
    #[must_use]
    pub fn last(&self) -> BTreeMap<&str, LedgerRows> {
        let mut tables = BTreeMap::new();
        self.lines.iter().for_each(|line| apply(line, &mut tables));
        tables
    }

    /// The same ledger without the releases that were withdrawn.
    #[must_use]
    pub fn without(&self, is_withdrawn: impl Fn(&str, &str) -> bool) -> Self {
        let mut seals = self.releases();
        let mut kept = Self::default();
        self.replay(|release, tables| {
            let seal = seals.next().map_or("", |(_, seal)| seal);
            if !is_withdrawn(release, seal) {
                kept.note((release, seal), tables.iter().map(|(name, rows)| (*name, rows.clone())).collect());
            }
        });
        kept
    }

    /// Adds a release: what it printed otherwise than the one before, and the rows that it no longer has.
    pub fn note(&mut self, (release, seal): (&str, &str), tables: BTreeMap<&str, LedgerRows>) {
        let before = self.last();
        let line = || LedgerLine { release: release.to_owned(), ..LedgerLine::default() };
        let mut added = vec![LedgerLine { seal: seal.to_owned(), ..line() }];
        for (table, rows) in &before {
            let gone = rows.keys().filter(|row| tables.get(table).is_none_or(|now| !now.contains_key(*row)));
            added.extend(gone.map(|row| LedgerLine { table: (*table).to_owned(), row: row.clone(), ..line() }));
        }
        for (table, rows) in tables {
            let before = before.get(table);
            let news = rows.into_iter().filter(|(row, printed)| before.and_then(|rows| rows.get(row)) != Some(printed));
            added.extend(news.map(|(row, printed)| LedgerLine {
                table: table.to_owned(),
                row,
                printed: Some(printed.cells),
                rounded_to: printed.rounded_to,
                ..line()
            }));
        }
        self.lines.extend(added);
    }
}

/// Takes a line into the tables as they were before.
fn apply<'a>(line: &'a LedgerLine, tables: &mut BTreeMap<&'a str, LedgerRows>) {
    if line.table.is_empty() {
        return;
    }
    let rows = tables.entry(&line.table).or_default();
    match line.printed.clone() {
        Some(cells) => drop(rows.insert(line.row.clone(), PrintedRow { rounded_to: line.rounded_to, cells })),
        None => drop(rows.remove(&line.row)),
    }
}

impl Printed<'_> {
    /// What tells each row apart, and what is printed in it.
    #[must_use]
    pub fn rows(&self) -> LedgerRows {
        let reader = csv::ReaderBuilder::new().flexible(true).from_reader(self.csv);
        let (key, others): (Vec<usize>, Vec<usize>) =
            (0..self.columns.len()).partition(|at| self.key.contains(self.columns[*at]));
        let numbers: Vec<usize> = others.into_iter().filter(|at| self.numbers.contains(self.columns[*at])).collect();
        let (mut rows, mut seen) = (LedgerRows::new(), BTreeMap::new());
        for row in reader.into_records().filter_map(Result::ok) {
            let cells = |columns: &[usize]| -> Cells {
                columns.iter().map(|at| (self.columns[*at].to_owned(), row.get(*at).unwrap_or_default().to_owned())).collect()
            };
            let mut key = cells(&key);
            let number = seen.entry(key.clone()).and_modify(|number| *number += 1).or_insert(1);
            if *number > 1 {
                key.insert(Ledger::NUMBER.to_owned(), number.to_string());
            }
            rows.insert(key, PrintedRow { rounded_to: self.rounded_to, cells: cells(&numbers) });
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::{HIDDEN, Ledger, Printed};
    use crate::model::Marker;

    #[test]
    fn a_hidden_cell_is_known_as_it_is_published() {
        assert_eq!(Marker::Confidential.to_string(), HIDDEN);
    }

    fn released(ledger: &mut Ledger, release: &str, csv: &str) {
        let columns = vec!["year", "area", "patients"];
        let (key, numbers) = (["year", "area"].into_iter().collect(), ["patients"].into_iter().collect());
        let printed = Printed { key, columns, numbers, rounded_to: None, csv: csv.as_bytes() };
        ledger.note((release, "00"), [("visits", printed.rows())].into_iter().collect());
    }

    #[test]
    fn only_what_is_new_is_added() {
        let mut ledger = Ledger::default();
        released(&mut ledger, "1", "year,area,patients\n2024,A,[c]\n2024,B,37\n2025,A,12\n");
        let first = ledger.text();
        let line = r#"{"release":"1","table":"visits","row":{"area":"A","year":"2024"},"printed":{"patients":"[c]"}}"#;
        assert_eq!(first.lines().nth(1), Some(line));
        released(&mut ledger, "2", "year,area,patients\n2024,A,[c]\n2024,B,38\n");
        let text = ledger.text();
        assert!(text.starts_with(&first), "{text}");
        let gone = r#"{"release":"2","table":"visits","row":{"area":"A","year":"2025"}}"#;
        assert_eq!(text.lines().skip(4).filter(|line| *line == gone || line.contains("\"38\"")).count(), 2, "{text}");
        assert_eq!(Ledger::parse(&text).as_ref(), Ok(&ledger));
        assert_eq!(Ledger::parse("{\"release\":\"1\"}\n{}").unwrap_err().0, 2);
    }

    #[test]
    fn a_release_that_was_withdrawn_is_forgotten_and_no_other() {
        let (mut ledger, mut other) = (Ledger::default(), Ledger::default());
        for (release, rows) in [("1", "2024,A,9\n"), ("2", "2024,A,3\n2024,A,3\n"), ("3", "2024,A,3\n2024,B,8\n")] {
            let csv = format!("year,area,patients\n{rows}");
            released(&mut ledger, release, &csv);
            if release != "2" {
                released(&mut other, release, &csv);
            }
        }
        assert!(ledger.text().contains("\"\":\"2\""), "rows that nothing tells apart are numbered");
        assert_eq!(ledger.without(|release, _| release == "2"), other);
    }
}
