//! Subtotals in long columns: sums of the rows just above or just below, as spreadsheets write them.

use std::collections::BTreeMap;

use super::TotalBeside;
use super::column::{NumberColumn, Parts};

/// The values whose numbers are the sum of a run of neighbours in the file, above or below.
pub(super) fn detect(column: &NumberColumn<'_>) -> Vec<TotalBeside> {
    let widest = (0..column.places.len()).max_by_key(|at| column.places[*at].numbers.len());
    let Some(widest) = widest else { return Vec::new() };
    let numbers = &column.places[widest].numbers;
    // The values in the order of the file.
    let mut order: BTreeMap<u32, usize> = BTreeMap::new();
    for (value, row) in &column.contexts.groups[widest] {
        order.entry(*value).or_insert(*row);
    }
    let mut values: Vec<(usize, u32)> = order.into_iter().map(|(value, row)| (row, value)).collect();
    values.sort_unstable();
    let values: Vec<(u32, i128)> = values.into_iter().filter_map(|(_, value)| Some((value, (*numbers.get(&value)?)?))).collect();
    let tried = f64::from(u32::try_from(values.len()).unwrap_or(u32::MAX)).log2() + 1.0;
    let mut totals = Vec::new();
    for (at, (value, whole)) in values.iter().enumerate() {
        let below = run(values[at + 1..].iter(), *whole);
        let above = || run(values[..at].iter().rev(), *whole);
        let Some(parts) = below.or_else(above) else { continue };
        if let Some(proof) = column.prove(*value, Parts::These(&parts), tried) {
            totals.push(column.total(*value, Some(parts), &proof));
        }
    }
    totals
}

/// The most parts that a subtotal is looked for in.
const LONGEST: usize = 400;

/// The neighbours that add up to a whole, if at least two do.
fn run<'a>(neighbours: impl Iterator<Item = &'a (u32, i128)>, whole: i128) -> Option<Vec<u32>> {
    let (mut sum, mut parts) = (0, Vec::new());
    for (value, number) in neighbours {
        sum += number;
        parts.push(*value);
        if sum == whole && parts.len() > 1 {
            return Some(parts);
        }
        if sum > whole || parts.len() > LONGEST {
            return None;
        }
    }
    None
}
