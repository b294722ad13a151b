//! The place of a sum.

/// A total and its parts, in one place of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SumAt {
    /// The table.
    pub table: usize,
    /// The dimension that is added up.
    pub dimension: usize,
    /// The measure.
    pub measure: usize,
    /// The row of the total.
    pub row: usize,
}
