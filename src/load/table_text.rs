//! The decoded text of a table, from which any row can be read again.
//!
//! Invariant: a UTF-8 table is never held in memory as a whole; a row is read again when a finding needs it.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;

/// The text of a table: in its file, or in memory if it had to be decoded.
pub(super) enum TableText {
    /// UTF-8 on disk; the text starts after any byte order mark.
    Disk {
        /// The file.
        file: PathBuf,
        /// Bytes before the text.
        start: u64,
    },
    /// Decoded from another encoding.
    Memory(String),
}

/// A row that was read again.
pub(super) struct RowText {
    /// Its text, without the line end.
    pub(super) text: String,
    /// Its line in the file.
    pub(super) line: usize,
}

impl TableText {
    /// A reader that starts at a byte of the text.
    pub(super) fn from(&self, offset: u64) -> io::Result<Box<dyn Read + '_>> {
        match self {
            Self::Disk { file, start } => {
                let mut file = File::open(file)?;
                file.seek(SeekFrom::Start(start + offset))?;
                Ok(Box::new(file))
            }
            Self::Memory(text) => {
                let offset = usize::try_from(offset).unwrap_or(usize::MAX).min(text.len());
                Ok(Box::new(&text.as_bytes()[offset..]))
            }
        }
    }

    /// The row that starts at a byte, or after the blank lines there. `line` is the line of that byte.
    pub(super) fn row(&self, offset: u64, line: usize) -> Option<RowText> {
        let mut bytes = Vec::new();
        let mut most = 4096;
        loop {
            bytes.clear();
            self.from(offset).ok()?.take(most).read_to_end(&mut bytes).ok()?;
            let skipped = bytes.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
            let row = &bytes[skipped..];
            let end = row_end(row);
            if end < row.len() || (bytes.len() as u64) < most || most > super::inspect::LONGEST_LINE {
                let blank = memchr::memchr_iter(b'\n', &bytes[..skipped]).count();
                let text = String::from_utf8_lossy(&row[..end]).into_owned();
                return Some(RowText { text, line: line + blank });
            }
            most *= 8;
        }
    }

    /// The line and column of a byte, both counted from 1; columns are counted in characters.
    pub(super) fn line_and_column(&self, offset: u64) -> Option<(usize, usize)> {
        let mut line = 1;
        let mut behind = Vec::new();
        let mut reader = io::BufReader::with_capacity(1 << 16, self.from(0).ok()?.take(offset));
        loop {
            let block = io::BufRead::fill_buf(&mut reader).ok()?;
            if block.is_empty() {
                break;
            }
            line += memchr::memchr_iter(b'\n', block).count();
            if let Some(at) = memchr::memrchr(b'\n', block) {
                behind.clear();
                behind.extend_from_slice(&block[at + 1..]);
            } else {
                behind.extend_from_slice(block);
            }
            let length = block.len();
            io::BufRead::consume(&mut reader, length);
        }
        Some((line, String::from_utf8_lossy(&behind).chars().count() + 1))
    }
}

/// The byte where a row ends: at the first line ending outside quotes.
fn row_end(bytes: &[u8]) -> usize {
    let mut quoted = false;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => return at,
            _ => {}
        }
    }
    bytes.len()
}
