//! Tables, before and after protection.
//!
//! A table's cells are stored once per distinct text: `cells[row]` is an index into the column's `pool`. Reading, checking
//! and protecting a column costs one look at each distinct value.
//!
//! Invariant: `Table<Raw>` cannot be printed, serialised or rendered: it has no `Serialize` and no `Display`, and its
//! `Debug` shows its shape only. What a page needs is a `Table<Public>`, whose cells only `protect` can make.

use std::fmt;

use super::{Marker, Period};

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Raw {}
    impl Sealed for crate::protect::Public {}
}

/// Whether a table's cells have been protected.
pub trait Stage: sealed::Sealed {
    /// What a cell is.
    type Cell: Cell;
}

/// Cells as they were read.
#[derive(Clone, Copy, Debug)]
pub enum Raw {}

impl Stage for Raw {
    type Cell = RawCell;
}

/// What a cell's text means.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing was written. Never 0.
    Blank,
    /// A text, a code or a truth value.
    Text,
    /// A number.
    Number(f64),
    /// A period.
    Period(Period),
    /// A marker in the place of a value.
    Missing(Marker),
    /// A text that the column's type does not allow; check reports it, so no later stage meets one.
    Unreadable,
}

/// A cell as it was read: its text, what it means, and the text to publish (digits kept, thousands commas gone).
#[derive(Clone)]
pub struct RawCell {
    /// As written.
    pub text: Box<str>,
    /// As published, if no rule hides it; the same as `text` if none.
    pub normal: Option<Box<str>>,
    /// What it means.
    pub value: Value,
}

/// What every stage's cell can tell.
pub trait Cell {
    /// The text as it is, or would be, published.
    fn published(&self) -> &str;
    /// What it means.
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
    /// Its name in the dictionary.
    pub name: String,
    /// Its heading in the file.
    pub heading: String,
    /// The distinct cells.
    pub pool: Vec<C>,
    /// For each row, which of them.
    pub cells: Vec<u32>,
}

impl<C> Column<C> {
    /// The cell of a row.
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
    /// The columns, in the order of the file.
    pub columns: Vec<Column<S::Cell>>,
    /// How many rows.
    pub rows: usize,
}

impl<S: Stage> Table<S> {
    /// The position of a column.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The names of columns that hold periods.
    pub fn periods(&self) -> impl Iterator<Item = &str> {
        let holds = |column: &&Column<S::Cell>| column.pool.iter().any(|cell| matches!(cell.value(), Value::Period(_)));
        self.columns.iter().filter(holds).map(|column| column.name.as_str())
    }

    /// The column of a name.
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
