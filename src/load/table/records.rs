//! How records of a CSV are read, and which of them are rows of its table.

use ::csv::{ByteRecord, ReaderBuilder};

/// A reader of records as they come.
pub(in crate::load) fn reader(delimiter: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter).buffer_capacity(1 << 16);
    builder
}

/// Whether a record is a row of the table: as wide as its header, and not blank.
pub(in crate::load) fn is_row(record: &ByteRecord, columns: usize) -> bool {
    record.len() == columns && (columns == 1 || !record.as_slice().is_empty())
}
