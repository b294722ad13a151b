//! A table as the file that readers download: UTF-8 without a byte order mark, line feeds, RFC 4180, and the author's columns,
//! order of rows and digits.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::model::{Cell, Table, hexadecimal};
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
    let fields: Vec<Vec<Cow<'_, str>>> =
        table.columns.iter().map(|column| column.pool.iter().map(|cell| field(cell.published())).collect()).collect();
    let mut block = Vec::with_capacity(BLOCK + 1024);
    write_record(table.columns.iter().map(|column| field(&column.heading)), &mut block);
    for row in 0..table.rows {
        if block.len() >= BLOCK {
            out.write_all(&block)?;
            block.clear();
        }
        let cells = table.columns.iter().zip(&fields);
        write_record(cells.map(|(column, fields)| &fields[column.cells[row] as usize]), &mut block);
    }
    out.write_all(&block)
}

/// Bytes that are handed on at once.
const BLOCK: usize = 1 << 16;

/// A cell as it stands in the file: in quotes if it holds a sign that separates cells or rows.
fn field(cell: &str) -> Cow<'_, str> {
    if cell.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", cell.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(cell)
    }
}

fn write_record(fields: impl Iterator<Item = impl AsRef<str>>, block: &mut Vec<u8>) {
    let start = block.len();
    for (at, field) in fields.enumerate() {
        if at > 0 {
            block.push(b',');
        }
        block.extend_from_slice(field.as_ref().as_bytes());
    }
    // A record with a single empty cell would be a blank line, which readers skip.
    if block.len() == start {
        block.extend_from_slice(b"\"\"");
    }
    block.push(b'\n');
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
