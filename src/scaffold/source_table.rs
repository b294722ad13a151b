//! A table as somebody gives it to `add`: with a title above it, notes below it, in any encoding.
//!
//! In: a file, and what the author says about it. Out: its headings and rows, and what was left out. What the author does not say
//! is told from the file, as `check` does.

use std::path::Path;

use anyhow::{Context, bail};

use crate::load::{Encoding, Shapes, Sniffed, distinct_headings, first_lines, is_note_for_excel, layout, other_kind, sniff};

/// What an author says about a file. What is not said is guessed.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The delimiter.
    pub delimiter: Option<u8>,
    /// The encoding.
    pub encoding: Option<Encoding>,
    /// The lines of the header.
    pub header: Option<Vec<usize>>,
    /// How many rows below the header are none.
    pub skip: Option<usize>,
    /// How many rows at the end are none.
    pub skip_last: Option<usize>,
}

/// A table as it was read.
pub(super) struct SourceTable {
    pub(super) bytes: Vec<u8>,
    pub(super) encoding: Encoding,
    pub(super) delimiter: u8,
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<csv::StringRecord>,
    /// The lines of the header.
    pub(super) header: Vec<usize>,
    pub(super) skip: usize,
    pub(super) skip_last: usize,
    /// What was left out, in words.
    pub(super) left_out: Vec<String>,
}

/// Reads a file.
///
/// # Errors
/// If it cannot be read, is no table, or has rows of different widths.
pub(super) fn read(from: &Path, said: &Said) -> anyhow::Result<SourceTable> {
    let bytes = std::fs::read(from).with_context(|| format!("cannot read {}", from.display()))?;
    if let Some(kind) = other_kind(&bytes) {
        bail!("{} is {kind}, not a CSV; open it in Excel and choose File, Save as, CSV UTF-8", from.display());
    }
    let Sniffed { text, encoding, delimiter } =
        sniff(bytes.clone(), said.encoding, said.delimiter).context("the file cannot be read as text in this encoding")?;
    if text.lines().next().is_some_and(is_note_for_excel) {
        bail!("the first line of {} is a separator line for Excel, not a row; delete it first", from.display());
    }
    let lines = first_lines(&text, delimiter);
    let (seen, shapes) = layout(&lines);
    let is_said = said.header.is_some() || said.skip.is_some();
    let first = lines.first().map_or(1, |line| line.line);
    let header = said.header.clone().unwrap_or_else(|| if is_said { vec![first] } else { seen.header.clone() });
    let skip = said.skip.unwrap_or(if is_said { 0 } else { seen.skip });
    let places: Option<Vec<usize>> = header.iter().map(|line| lines.iter().position(|other| other.line == *line)).collect();
    let places = places.with_context(|| format!("no row of {} begins on line {}", from.display(), list(&header)))?;
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let mut records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
    let headings: Vec<Vec<String>> = places.iter().map(|at| records[*at].iter().map(ToOwned::to_owned).collect()).collect();
    let headings = if let [one] = headings.as_slice() { one.clone() } else { distinct_headings(&headings) };
    let mut rows = records.split_off((places.last().map_or(0, |last| last + 1) + skip).min(records.len()));
    // Spreadsheets leave blank rows at the end. A build leaves them out too.
    rows.retain(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    let skip_last = said.skip_last.unwrap_or_else(|| notes(&rows, headings.len(), &shapes)).min(rows.len());
    let below = rows.split_off(rows.len() - skip_last);
    if rows.is_empty() {
        bail!("{} has no data rows", from.display());
    }
    if let Some(row) = rows.iter().find(|row| row.len() != headings.len()) {
        let line = row.position().map_or(0, csv::Position::line);
        bail!(
            "line {line} has {} cells, the header has {}; correct the file first, or say how it is written with --delimiter, \
             --header, --skip or --skip-last",
            row.len(),
            headings.len()
        );
    }
    let mut left_out: Vec<String> = Vec::new();
    let named = |line: &usize| {
        let text = lines.iter().find(|other| other.line == *line).map(|line| line.cells.join(" ").trim().to_owned());
        format!("line {line}: {}", crate::load::shown(&text.unwrap_or_default()))
    };
    left_out.extend(seen.left_out.iter().filter(|_| !is_said).map(named));
    left_out.extend(below.iter().map(|row| {
        let line = row.position().map_or(0, csv::Position::line);
        format!("line {line}: {}", crate::load::shown(row.iter().collect::<Vec<_>>().join(" ").trim()))
    }));
    Ok(SourceTable { bytes, encoding, delimiter, headings, rows, header, skip, skip_last, left_out })
}

/// How many rows at the end are notes, as `check` tells them.
fn notes(rows: &[csv::StringRecord], columns: usize, shapes: &Shapes) -> usize {
    if columns < 2 {
        return 0;
    }
    let texts = |row: usize| rows[row].iter().map(|cell| cell.trim().to_owned()).collect();
    let longest = |at: usize, rows_above: usize| {
        let cells = rows[..rows_above].iter().filter_map(|row| row.get(at));
        cells.map(|cell| cell.trim().chars().count()).max().unwrap_or(0)
    };
    shapes.notes_below(rows.len(), texts, longest)
}

fn list(lines: &[usize]) -> String {
    lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
