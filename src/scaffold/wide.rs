//! Tables with periods in their headings, and columns that name the unit of each row.
//!
//! In: a table as it was read. Out: what `unpivot:` and `unit:` would say of it, and the long table that is drafted then.

use super::readings::nearly_all;
use super::source_table::SourceTable;
use crate::model::{Unit, column_name, parse_number};

/// The fewest periods beside each other that make a table wide.
const FEWEST: usize = 4;

/// Columns with periods for headings.
pub(super) struct Wide {
    /// The first of them, and the last.
    first: usize,
    last: usize,
    /// The name for the column of their headings: `year`, `month` or `period`.
    pub(super) names: String,
    /// The name for the column of their cells.
    pub(super) values: String,
    /// The first heading and the last, as `unpivot` names them.
    pub(super) columns: String,
}

impl Wide {
    /// Finds the longest run of headings that are periods, over cells that are numbers or say that there is none.
    pub(super) fn of(source: &SourceTable) -> Option<Self> {
        let headings: Vec<&str> = source.headings.iter().map(|heading| heading.trim()).collect();
        let is_time = |at: &usize| !nearly_all(&[headings[*at]]).is_empty() && holds_numbers(source, *at);
        let (mut first, mut length) = (0, 0);
        let mut at = 0;
        while at < headings.len() {
            let run = (at..headings.len()).take_while(is_time).count();
            if run > length {
                (first, length) = (at, run);
            }
            at += run.max(1);
        }
        let run = headings.get(first..first + length).filter(|run| run.len() >= FEWEST)?;
        let reading = *nearly_all(run).first()?;
        let last = first + length - 1;
        let kind = match reading.kind {
            "year" => "year",
            "yearmonth" => "month",
            _ => "period",
        };
        let free = |name: &str| {
            let is_free = |name: &String| !headings.contains(&name.as_str());
            let numbered = (2..).map(|number| format!("{name}_{number}"));
            std::iter::once(name.to_owned()).chain(numbered).find(is_free)
        };
        let columns = format!("{} to {}", headings[first], headings[last]);
        Some(Self { first, last, names: free(kind)?, values: free("value")?, columns })
    }

    /// How many columns become rows.
    pub(super) fn count(&self) -> usize {
        self.last - self.first + 1
    }

    /// The long table: its headings and rows.
    pub(super) fn long(&self, source: &SourceTable) -> (Vec<String>, Vec<csv::StringRecord>) {
        let is_kept = |at: &usize| !(self.first..=self.last).contains(at);
        let kept: Vec<usize> = (0..source.headings.len()).filter(is_kept).collect();
        let mut headings: Vec<String> = kept.iter().map(|at| column_name(*at, &source.headings[*at])).collect();
        headings.extend([self.names.clone(), self.values.clone()]);
        let rows = source.rows.iter().flat_map(|row| {
            let kept = &kept;
            (self.first..=self.last).map(move |at| {
                let cells = kept.iter().map(|kept| row.get(*kept).unwrap_or_default());
                cells.chain([source.headings[at].trim(), row.get(at).unwrap_or_default()]).collect()
            })
        });
        (headings, rows.collect())
    }
}

/// Whether most filled cells of a column are numbers.
fn holds_numbers(source: &SourceTable, at: usize) -> bool {
    let cells = source.rows.iter().take(200).filter_map(|row| row.get(at)).map(str::trim).filter(|cell| !cell.is_empty());
    let (numbers, all) = cells.fold((0, 0), |(numbers, all), cell| (numbers + usize::from(is_number(cell)), all + 1));
    numbers * 2 >= all
}

fn is_number(cell: &str) -> bool {
    parse_number(cell).is_some() || cell.chars().next().is_some_and(|first| first.is_ascii_digit())
}

/// The column that names the unit of each row: it is called so, and holds a unit that is known.
pub(super) fn unit_column(headings: &[String], rows: &[csv::StringRecord]) -> Option<String> {
    let is_called = |heading: &&String| {
        let lower = heading.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        words.clone().any(|word| word == "unit" || word == "units")
            && words.all(|word| ["unit", "units", "measure", "of", "measurement", "the", "obs"].contains(&word))
    };
    let at = headings.iter().position(|heading| is_called(&heading))?;
    let texts = rows.iter().filter_map(|row| row.get(at)).map(str::trim);
    let is_known = |text: &str| !text.is_empty() && !Unit::new(text).counts_people();
    texts.into_iter().any(is_known).then(|| column_name(at, &headings[at]))
}
