//! A table as the file that readers download: UTF-8 without a byte order mark, line feeds, RFC 4180, and the author's columns,
//! order of rows and digits.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::model::{Cell, Table};
use crate::protect::Public;

/// What pages say about a table's CSV.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CsvFile {
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal, as `sha256sum` prints it.
    pub sha256: String,
}

impl CsvFile {
    /// The size and hash of a table's CSV. The file itself is not kept in memory: it is written again when requested.
    #[must_use]
    pub(super) fn of(table: &Table<Public>) -> Self {
        let mut measured = Measuring { hash: Sha256::new(), size: 0 };
        // Counting and hashing cannot fail.
        let _ = write_csv(table, &mut measured);
        Self { size: measured.size, sha256: hexadecimal(&measured.hash.finalize()) }
    }
}

/// Writes a table as CSV.
///
/// # Errors
/// If writing to `out` fails.
pub fn write_csv(table: &Table<Public>, out: &mut impl Write) -> io::Result<()> {
    let mut line = Vec::with_capacity(256);
    let headings = table.columns.iter().map(|column| column.heading.as_str());
    write_record(headings, &mut line, out)?;
    for row in 0..table.rows {
        write_record(table.columns.iter().map(|column| column.cell(row).published()), &mut line, out)?;
    }
    Ok(())
}

fn write_record<'c>(cells: impl Iterator<Item = &'c str>, line: &mut Vec<u8>, out: &mut impl Write) -> io::Result<()> {
    line.clear();
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            line.push(b',');
        }
        if cell.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
            line.push(b'"');
            line.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
            line.push(b'"');
        } else {
            line.extend_from_slice(cell.as_bytes());
        }
    }
    // A record with a single empty cell would be a blank line, which readers skip.
    if line.is_empty() {
        line.extend_from_slice(b"\"\"");
    }
    line.push(b'\n');
    out.write_all(line)
}

/// Counts and hashes the bytes written to it.
struct Measuring {
    hash: Sha256,
    size: u64,
}

impl Write for Measuring {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hash.update(bytes);
        self.size += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Bytes in hexadecimal, as `sha256sum` prints them.
fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
