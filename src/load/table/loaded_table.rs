//! A table as read, with the place of every cell.
//!
//! Invariant: the place of a cell shows only that cell, nothing that looks like a personal number, and no count that is hidden.

use std::io::Read;
use std::sync::Arc;

use crate::load::table::dialect::LineEnd;
use crate::load::table::encoding::Encoding;
use crate::load::table::lexer::value_span;
use crate::load::table::records::{is_row, reader};
use crate::load::table::table_text::{RowText, TableText, TextReader};
use crate::load::table::wide::Wide;
use crate::model::{Dictionary, Ledger, Marker, Raw, RawCell, Table, TableSpec, Value};
use crate::privacy::identifying;
use crate::source::Place;

/// A table as read.
pub struct LoadedTable {
    /// Its entry in `dataset.yaml`.
    pub spec: TableSpec,
    /// Its dictionary.
    pub dictionary: Dictionary,
    /// Its cells.
    pub data: Table<Raw>,
    /// Its file, as a path from the portal's root.
    pub path: String,
    /// The size of its file in bytes.
    pub bytes: u64,
    /// The encoding it was read in.
    pub encoding: Encoding,
    /// Its line endings.
    pub line_end: LineEnd,
    /// What earlier releases have printed of its dataset.
    pub earlier: Arc<Ledger>,
    pub(in crate::load) text: TableText,
    pub(in crate::load) delimiter: u8,
    pub(in crate::load) header: Option<RowMark>,
    pub(in crate::load) marks: Vec<RowMark>,
    pub(in crate::load) withheld: Withheld,
    /// The columns of the file, if columns of it have become rows.
    pub(in crate::load) wide: Option<Wide>,
}

/// The counts that findings do not show: the policy hides them, and logs have more readers than tables.
#[derive(Clone, Debug, Default)]
pub(in crate::load) struct Withheld {
    columns: Vec<usize>,
    below: u32,
}

/// The start of every [`MARKED`]th row: enough to find any row again without storing a place for each.
#[derive(Clone, Copy)]
pub(in crate::load) struct RowMark {
    pub(in crate::load) byte: u64,
    pub(in crate::load) line: usize,
}

/// The number of rows between marks.
pub(in crate::load) const MARKED: usize = 256;

impl LoadedTable {
    /// The place of a cell.
    #[must_use]
    pub fn place(&self, row: usize, column: usize) -> Place {
        if let Some(heading) = self.wide.as_ref().and_then(|wide| wide.heading_of(row, column)) {
            return self.place_of_heading(heading);
        }
        let (in_file, at) = self.wide.as_ref().map_or((row, column), |wide| wide.in_file(row, column));
        let place = self.row(in_file).map_or_else(|| self.whole(), |row| self.cell(&row, at));
        if self.is_withheld(column, self.data.columns[column].cell(row)) { place.without_excerpt() } else { place }
    }

    /// Lets findings show no count in these columns that is not 0 and is below a number.
    pub(crate) fn withhold(&mut self, columns: Vec<usize>, below: u32) {
        self.withheld = Withheld { columns, below };
    }

    /// Whether findings may not show a cell. What cannot be read could be a count with a note.
    #[must_use]
    pub(crate) fn is_withheld(&self, column: usize, cell: &RawCell) -> bool {
        if identifying(&self.data.columns[column].heading).is_some() {
            return true;
        }
        let is_small = match &cell.value {
            Value::Number(number) => !number.is_zero() && number.abs() < self.withheld.below.into(),
            Value::Unreadable => {
                let numbers = cell.text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse::<u64>().ok());
                numbers.into_iter().any(|number| number > 0 && number < self.withheld.below.into())
                    && Marker::usual(cell.text.trim()).is_none()
            }
            _ => false,
        };
        is_small && !cell.is_other && self.withheld.below > 0 && self.withheld.columns.contains(&column)
    }

    /// The place of a heading; the whole file if it has no headings.
    #[must_use]
    pub fn heading_place(&self, column: usize) -> Place {
        self.place_of_heading(self.wide.as_ref().map_or(column, |wide| wide.heading(column)))
    }

    /// The place of a heading in the file.
    fn place_of_heading(&self, column: usize) -> Place {
        let header = self.header.and_then(|RowMark { byte, line }| self.text.row(byte, line, self.delimiter));
        header.map_or_else(|| self.whole(), |row| self.cell(&row, column))
    }

    /// The whole file as a place.
    #[must_use]
    pub fn whole(&self) -> Place {
        Place::of_file(&self.path)
    }

    /// The first row that contains the cell at `pool_index`.
    #[must_use]
    pub fn first_row(&self, column: usize, pool_index: usize) -> usize {
        self.data.columns[column].cells.iter().position(|cell| *cell as usize == pool_index).unwrap_or(0)
    }

    /// Whether the file is UTF-8, so that a change can leave its other bytes as they are.
    #[must_use]
    pub fn is_utf8(&self) -> bool {
        matches!(self.text, TableText::Disk { .. })
    }

    /// The byte that separates the columns.
    #[must_use]
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The lines of the file from the first row to the last. `None` if the only other is the header.
    #[must_use]
    pub(crate) fn lines_of_rows(&self) -> Option<std::ops::RangeInclusive<usize>> {
        if self.spec.is_plain() && self.wide.is_none() {
            return None;
        }
        let last = self.data.rows.checked_sub(1)?;
        let last = self.wide.as_ref().map_or(last, |wide| wide.in_file(last, 0).0);
        let mut text = self.text.open().ok()?;
        let (_, first_line) = self.start_of(0, &mut text)?;
        let (_, last_line) = self.start_of(last, &mut text)?;
        Some(first_line..=last_line)
    }

    fn row(&self, row: usize) -> Option<RowText> {
        let mut text = self.text.open().ok()?;
        let (byte, line) = self.start_of(row, &mut text)?;
        text.row(byte, line, self.delimiter)
    }

    /// The byte and the line at which a row begins.
    fn start_of(&self, row: usize, text: &mut TextReader<'_>) -> Option<(u64, usize)> {
        let mark = self.marks.get(row / MARKED)?;
        text.go_to(mark.byte).ok()?;
        // The reader takes a byte order mark off the beginning of what it reads; here it would be a character of a cell.
        let input = (&b"\n"[..]).chain(text);
        let mut reader = reader(self.delimiter).from_reader(input);
        let mut record = ::csv::ByteRecord::new();
        let mut left = row % MARKED;
        let columns = self.wide.as_ref().map_or(self.data.columns.len(), Wide::columns);
        while reader.read_byte_record(&mut record).ok()? {
            if !is_row(&record, columns) {
                continue;
            }
            if left == 0 {
                let position = record.position()?;
                let line = usize::try_from(position.line()).ok()?;
                return Some(match position.byte() {
                    0 => (mark.byte, mark.line),
                    byte => (mark.byte + byte - 1, mark.line + line.saturating_sub(2)),
                });
            }
            left -= 1;
        }
        None
    }

    fn cell(&self, row: &RowText, column: usize) -> Place {
        place_in_row(&self.path, row, column, self.delimiter)
    }
}

/// The place of the record that starts at a byte, or after the blank lines there.
pub(in crate::load) fn row_place(table: &LoadedTable, byte: u64, line: usize) -> Place {
    let line = table.text.row(byte, line, table.delimiter).map_or(line, |row| row.line);
    Place::of_cell(&table.path, line, 1, "")
}

/// The place of a cell in a row that was read again.
pub(in crate::load) fn place_in_row(path: &str, row: &RowText, column: usize, delimiter: u8) -> Place {
    let span = value_span(row.text.as_bytes(), 0, column, delimiter);
    let before = &row.text[..span.start];
    let line = row.line + before.bytes().filter(|byte| *byte == b'\n').count();
    let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
    Place::of_cell(path, line, column, &shown(&row.text[span]))
}

/// A cell's text as findings may show it: at most 40 characters, with control characters replaced. Text that could be a
/// personal number or an email address is hidden.
#[must_use]
pub(crate) fn shown(text: &str) -> String {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits >= 9 || text.contains('@') || is_insurance_number(text) {
        return "(value not shown)".to_owned();
    }
    let plain = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let shown = text.chars().map(plain);
    if text.chars().count() <= 40 { shown.collect() } else { shown.take(39).chain(['…']).collect() }
}

/// Whether a text looks like a National Insurance number: `AB 12 34 56 C`.
fn is_insurance_number(text: &str) -> bool {
    let bytes: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').collect();
    let is_of = |range: std::ops::Range<usize>, fits: fn(&u8) -> bool| bytes[range].iter().all(fits);
    bytes.len() == 9
        && is_of(0..2, u8::is_ascii_alphabetic)
        && is_of(2..8, u8::is_ascii_digit)
        && is_of(8..9, u8::is_ascii_alphabetic)
}
