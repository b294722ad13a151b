//! Public cells.

use compact_str::CompactString;

use crate::model::{Cell, Stage, Value};

/// Cells that may be published.
#[derive(Clone, Copy, Debug)]
pub enum Public {}

impl Stage for Public {
    type Cell = PublicCell;
}

/// A cell that may be published. Only `protect` can make one.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicCell {
    text: CompactString,
    value: Value,
}

impl PublicCell {
    pub(super) fn new(text: CompactString, value: Value) -> Self {
        Self { text, value }
    }
}

impl Cell for PublicCell {
    fn published(&self) -> &str {
        &self.text
    }

    fn value(&self) -> &Value {
        &self.value
    }
}
