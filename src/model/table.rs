//! Tables, before and after protection.
//!
//! Each distinct text in a column is stored once: `cells[row]` is an index into the column's `pool`. Reading, checking and
//! protecting a column therefore handles each distinct value once.
//!
//! Invariant: `Table<Raw>` cannot be printed, serialised or rendered. It has no `Serialize` or `Display`, and its `Debug`
//! shows only its size. Pages need a `Table<Public>`, whose cells only `protect` can make.

mod field;
mod newest;
mod select;
mod totals;

pub use field::{Counts, Dictionary, Field, FieldType, Limit};
pub use newest::{gives_period, newest_end};
pub use select::{groups, matching_rows, row_meanings, same_meaning};
pub use totals::{KpiRows, says_level, split_totals};

use std::fmt;

use compact_str::CompactString;

use crate::model::{Decimal, Marker, Period};

/// Whether a table's cells have been protected.
pub trait Stage {
    /// What a cell is.
    type Cell: Cell;
}

/// Cells as read from the file.
#[derive(Clone, Copy, Debug)]
pub enum Raw {}

impl Stage for Raw {
    type Cell = RawCell;
}

/// The meaning of a cell's text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// An empty cell. Never counted as 0.
    Blank,
    /// A text, a code, or true or false.
    Text,
    /// A number.
    Number(Decimal),
    /// A period.
    Period(Period),
    /// A marker in place of a value.
    Missing(Marker),
    /// A text that the column's type does not allow. The checks report it, so later stages never meet one.
    Unreadable,
}

/// A cell as read: its text, its meaning, and the text to publish (same digits, without thousands commas).
#[derive(Clone)]
pub struct RawCell {
    /// The text as written.
    pub text: CompactString,
    /// The text to publish if no rule hides the cell. `None` if it is the same as `text`.
    pub normal: Option<CompactString>,
    /// The cell's meaning.
    pub value: Value,
    /// Whether the unit of its row says that it counts nobody.
    pub is_other: bool,
}

/// The parts of a cell that every stage can read.
pub trait Cell {
    /// The text that is published, or would be if no rule hid it.
    fn published(&self) -> &str;
    /// The cell's meaning.
    fn value(&self) -> &Value;
}

impl Cell for RawCell {
    fn published(&self) -> &str {
        self.normal.as_deref().unwrap_or(&self.text)
    }

    fn value(&self) -> &Value {
        &self.value
    }
}

impl fmt::Debug for RawCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawCell(..)")
    }
}

/// One column of a table.
#[derive(Clone)]
pub struct Column<C> {
    /// The name in the dictionary.
    pub name: String,
    /// The heading in the file.
    pub heading: String,
    /// The distinct cells.
    pub pool: Vec<C>,
    /// For each row, the position of its cell in `pool`.
    pub cells: Vec<u32>,
}

impl<C> Column<C> {
    /// The cell in a row.
    #[must_use]
    pub fn cell(&self, row: usize) -> &C {
        &self.pool[self.cells[row] as usize]
    }
}

/// The name of the column at a position, as the dictionary has it: its heading; `column_3` if that is blank.
#[must_use]
pub fn column_name(position: usize, heading: &str) -> String {
    let heading = heading.trim();
    if heading.is_empty() { format!("column_{}", position + 1) } else { heading.to_owned() }
}

/// A table whose cells are of a stage.
#[derive(Clone)]
pub struct Table<S: Stage> {
    /// The columns, in file order.
    pub columns: Vec<Column<S::Cell>>,
    /// The number of rows.
    pub rows: usize,
}

impl<S: Stage> Table<S> {
    /// The position of a column, by its name in the dictionary.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The names of columns that contain periods.
    pub fn periods(&self) -> impl Iterator<Item = &str> {
        let holds = |column: &&Column<S::Cell>| column.pool.iter().any(|cell| matches!(cell.value(), Value::Period(_)));
        self.columns.iter().filter(holds).map(|column| column.name.as_str())
    }

    /// Keeps the first rows only, and the cells that stand in them. Cells are numbered in the order of the rows.
    pub fn truncate(&mut self, rows: usize) {
        if rows >= self.rows {
            return;
        }
        self.rows = rows;
        for column in &mut self.columns {
            column.cells.truncate(rows);
            let used = column.cells.iter().map(|cell| *cell as usize + 1).max().unwrap_or(0);
            column.pool.truncate(used);
        }
    }

    /// Looks up a column by its name in the dictionary.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column<S::Cell>> {
        self.columns.iter().find(|column| column.name == name)
    }
}

impl<S: Stage> fmt::Debug for Table<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Table({} rows, {} columns)", self.rows, self.columns.len())
    }
}
