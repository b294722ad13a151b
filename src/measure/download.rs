//! The file that is offered for a table.

use sha2::{Digest, Sha256};

use crate::model::{Cell, Table};
use crate::protect::Public;

/// A CSV: UTF-8 without byte order mark, line feeds, RFC 4180, the author's columns, row order and digits.
#[derive(Clone)]
pub struct Download {
    /// The bytes.
    pub csv: Vec<u8>,
    /// The headings, as they stand in the file.
    pub headings: Vec<String>,
    /// Rows without the header.
    pub rows: usize,
    /// SHA-256 in hexadecimal, as `sha256sum` prints it.
    pub sha256: String,
}

impl Download {
    /// Writes a table.
    #[must_use]
    pub fn of(table: &Table<Public>) -> Self {
        let mut csv = Vec::with_capacity(table.rows * table.columns.len() * 8);
        let mut line = Line(&mut csv);
        line.write(table.columns.iter().map(|column| column.heading.as_str()));
        for row in 0..table.rows {
            line.write(table.columns.iter().map(|column| column.cell(row).published()));
        }
        csv.shrink_to_fit();
        let sha256 = hexadecimal(&Sha256::digest(&csv));
        let headings = table.columns.iter().map(|column| column.heading.clone()).collect();
        Self { csv, headings, rows: table.rows, sha256 }
    }

    /// The first rows, header excluded.
    #[must_use]
    pub fn head(&self, rows: usize) -> Vec<csv::StringRecord> {
        csv::Reader::from_reader(self.csv.as_slice()).records().take(rows).filter_map(Result::ok).collect()
    }
}

/// Bytes as `sha256sum` prints them.
fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Writes records to memory, where nothing can fail.
struct Line<'a>(&'a mut Vec<u8>);

impl Line<'_> {
    fn write<'c>(&mut self, cells: impl Iterator<Item = &'c str>) {
        let start = self.0.len();
        for (at, cell) in cells.enumerate() {
            if at > 0 {
                self.0.push(b',');
            }
            if cell.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
                self.0.push(b'"');
                self.0.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
                self.0.push(b'"');
            } else {
                self.0.extend_from_slice(cell.as_bytes());
            }
        }
        // A record of one empty cell would be a blank line, which readers skip.
        if self.0.len() == start {
            self.0.extend_from_slice(b"\"\"");
        }
        self.0.push(b'\n');
    }
}
