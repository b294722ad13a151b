//! A table as CSV: the file that readers download.

use crate::measure::{MeasuredTable, write_csv};

/// The bytes of a table's CSV.
#[must_use]
pub fn table_csv(table: &MeasuredTable) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(table.data.rows * table.data.columns.len() * 8);
    // Writing to memory cannot fail.
    let _ = write_csv(&table.data, &mut bytes);
    bytes
}
