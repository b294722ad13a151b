//! The decoded text of a table, from which any row can be read again.
//!
//! Invariant: a UTF-8 table is never held in memory as a whole; a row is read again when a finding needs it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};

use crate::load::Root;
use crate::load::table::inspect::LONGEST_LINE;
use crate::load::table::lexer::{blank_lines, row_end};

/// The text of a table: in the file itself, or in memory where it had to be decoded.
pub(in crate::load) enum TableText {
    /// UTF-8 on disk; the text starts after any byte order mark.
    Disk {
        /// The portal's folder.
        root: Root,
        /// The file, as a path from there.
        path: String,
        /// The length of the byte order mark, in bytes.
        start: u64,
    },
    /// Decoded text.
    Memory(String),
}

/// What a text is read through. A file is opened once, from wherever it is read on.
pub(in crate::load) enum TextReader<'a> {
    /// The file, and the bytes before its text.
    Disk(File, u64),
    /// The text itself.
    Memory(Cursor<&'a [u8]>),
}

/// A row found again.
pub(in crate::load) struct RowText {
    /// The row's text, without the line ending.
    pub(in crate::load) text: String,
    /// The row's line in the file.
    pub(in crate::load) line: usize,
}

impl TableText {
    /// Opens the text at its beginning.
    pub(in crate::load) fn open(&self) -> io::Result<TextReader<'_>> {
        match self {
            Self::Disk { root, path, .. } => self.read_on(Some(root.open(path)?)),
            Self::Memory(_) => self.read_on(None),
        }
    }

    /// The text from its beginning, through its file if that is open already.
    pub(in crate::load) fn read_on(&self, open: Option<File>) -> io::Result<TextReader<'_>> {
        let mut reader = match (self, open) {
            (Self::Disk { start, .. }, Some(open)) => TextReader::Disk(open, *start),
            (Self::Disk { .. }, None) => return self.open(),
            (Self::Memory(text), _) => TextReader::Memory(Cursor::new(text.as_bytes())),
        };
        reader.go_to(0)?;
        Ok(reader)
    }

    /// The row that begins at a byte, or after blank lines that follow there. `line` is the line of that byte.
    pub(in crate::load) fn row(&self, offset: u64, line: usize, delimiter: u8) -> Option<RowText> {
        self.open().ok()?.row(offset, line, delimiter)
    }

    /// The line, counted from 1, and the column in characters of a byte.
    pub(in crate::load) fn line_and_column(&self, offset: u64) -> Option<(usize, usize)> {
        let mut line = 1;
        let mut before = Vec::new();
        let mut reader = BufReader::with_capacity(1 << 16, self.open().ok()?.take(offset));
        loop {
            let block = reader.fill_buf().ok()?;
            if block.is_empty() {
                break;
            }
            line += memchr::memchr_iter(b'\n', block).count();
            if let Some(at) = memchr::memrchr(b'\n', block) {
                before.clear();
                before.extend_from_slice(&block[at + 1..]);
            } else {
                before.extend_from_slice(block);
            }
            let length = block.len();
            reader.consume(length);
        }
        Some((line, String::from_utf8_lossy(&before).chars().count() + 1))
    }
}

impl TextReader<'_> {
    /// Reads on from a byte of the text.
    pub(in crate::load) fn go_to(&mut self, offset: u64) -> io::Result<()> {
        match self {
            Self::Disk(file, start) => file.seek(SeekFrom::Start(*start + offset)).map(drop),
            Self::Memory(text) => {
                text.set_position(offset);
                Ok(())
            }
        }
    }

    /// The row that begins at a byte, or after blank lines that follow there. `line` is the line of that byte.
    pub(in crate::load) fn row(&mut self, offset: u64, line: usize, delimiter: u8) -> Option<RowText> {
        self.go_to(offset).ok()?;
        let mut bytes = Vec::new();
        let mut most = 4096;
        loop {
            self.by_ref().take(most - bytes.len() as u64).read_to_end(&mut bytes).ok()?;
            let skipped = blank_lines(&bytes);
            let row = &bytes[skipped..];
            let end = row_end(row, delimiter);
            if end < row.len() || (bytes.len() as u64) < most || most > LONGEST_LINE {
                let blank = memchr::memchr_iter(b'\n', &bytes[..skipped]).count();
                let text = String::from_utf8_lossy(&row[..end]).into_owned();
                return Some(RowText { text, line: line + blank });
            }
            most *= 8;
        }
    }
}

impl Read for TextReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Disk(file, _) => file.read(buffer),
            Self::Memory(text) => text.read(buffer),
        }
    }
}
