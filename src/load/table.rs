//! CSV files: bytes to a table, one pass of one lexer.
//!
//! In: a file and its dictionary. Out: a [`LoadedTable`](loaded_table::LoadedTable) and findings.
//! Invariant: each file is opened once.

pub(super) mod cell;
pub(super) mod column;
pub(super) mod csv;
pub(super) mod dialect;
pub(super) mod encoding;
mod footnotes;
pub(super) mod inspect;
pub(super) mod layout;
pub(super) mod lexer;
pub(super) mod loaded_table;
pub(super) mod not_a_table;
pub(super) mod notes;
pub(super) mod plan;
pub(super) mod records;
pub(super) mod row_units;
pub(super) mod table_text;
pub(super) mod unpivot;
pub(super) mod wide;
