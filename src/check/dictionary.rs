//! Rules about the dictionary and the table, both ways.

pub(super) mod absent_column;
pub(super) mod undocumented_column;
