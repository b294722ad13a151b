//! Totals in a wide table whose columns have become rows. A total that is still a column is repeated in every row of its parts; one
//! that became a row is among them.
//!
//! In: a table, and the columns of its counts. Out: the totals, proved by their numbers.

use crate::load::LoadedTable;
use crate::model::{Decimal, Value};

/// A total of the rows that one row of the file became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UnpivotedTotal {
    /// Its column.
    pub(super) column: usize,
    /// Which of the rows it is; none if it stands in a column of its own.
    pub(super) row: Option<usize>,
    /// The column of the parts.
    pub(super) values: usize,
    /// How many rows one row of the file became.
    pub(super) width: usize,
}

impl UnpivotedTotal {
    /// The row of the total, of the rows from `first`.
    pub(super) fn whole(self, first: usize) -> usize {
        first + self.row.unwrap_or(0)
    }

    /// The rows of the parts.
    pub(super) fn parts(self, first: usize) -> impl Iterator<Item = usize> {
        (first..first + self.width).enumerate().filter(move |(at, _)| self.row != Some(*at)).map(|(_, row)| row)
    }
}

/// The totals of an unpivoted table.
pub(super) fn totals(table: &LoadedTable, counts: &[usize]) -> Vec<UnpivotedTotal> {
    let Some(unpivot) = &table.spec.unpivot else { return Vec::new() };
    let (Some(names), Some(values)) = (table.data.column(&unpivot.names), table.data.position(&unpivot.values)) else {
        return Vec::new();
    };
    let width = names.pool.len();
    if width < 2 || !counts.contains(&values) || !table.data.rows.is_multiple_of(width) {
        return Vec::new();
    }
    let kept =
        counts.iter().copied().filter(|at| *at != values).map(|column| UnpivotedTotal { column, row: None, values, width });
    let among = (0..width).map(|row| UnpivotedTotal { column: values, row: Some(row), values, width });
    kept.chain(among).filter(|total| is_total(table, *total)).collect()
}

fn is_total(table: &LoadedTable, total: UnpivotedTotal) -> bool {
    let number = |column: usize, row: usize| match table.data.columns[column].cell(row).value {
        Value::Number(number) => Some(number),
        _ => None,
    };
    let is_sum = |first: usize| {
        let whole = number(total.column, total.whole(first))?;
        let parts = total.parts(first).map(|row| number(total.values, row)).sum::<Option<Decimal>>()?;
        (whole > Decimal::ZERO).then_some(whole == parts)
    };
    let groups = (0..table.data.rows).step_by(total.width);
    let (right, known) = groups.filter_map(is_sum).fold((0, 0), |(right, all), is| (right + usize::from(is), all + 1));
    right > 0 && right * 10 >= known * 9 && (right >= 2 || total.width >= 4)
}
