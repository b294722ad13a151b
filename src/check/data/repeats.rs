//! Finds rows with the same values in some columns.

use std::collections::{BTreeMap, HashMap};

/// Each row that repeats an earlier row in all of these columns, with the first row it repeats. Sorted by row.
///
/// Each column has a number for each row; equal numbers mean equal values.
pub(super) fn repeats(columns: &[Vec<u32>], rows: usize) -> Vec<(usize, usize)> {
    if columns.is_empty() || rows < 2 {
        return Vec::new();
    }
    let sizes: Vec<u128> = columns.iter().map(|column| column.iter().max().map_or(1, |most| u128::from(*most) + 1)).collect();
    let combinations = sizes.iter().try_fold(1_u128, |product, size| product.checked_mul(*size));
    let pack = |row: usize| columns.iter().zip(&sizes).fold(0_u128, |key, (column, size)| key * size + u128::from(column[row]));
    match combinations.map(usize::try_from) {
        // With few combinations for the number of rows, one bit for each records whether it was seen.
        Some(Ok(few)) if few <= rows.saturating_mul(64).max(1 << 16) => {
            seen_bits(few, rows, |row| usize::try_from(pack(row)).unwrap_or(usize::MAX))
        }
        Some(_) if combinations.is_some_and(|count| count <= u128::from(u64::MAX)) => {
            sorted((0..rows).map(|row| u64::try_from(pack(row)).unwrap_or(u64::MAX)).collect())
        }
        _ => sorted(interned(columns, rows)),
    }
}

fn seen_bits(combinations: usize, rows: usize, key: impl Fn(usize) -> usize) -> Vec<(usize, usize)> {
    let mut seen = vec![0_u64; combinations / 64 + 1];
    let mut again = Vec::new();
    for row in 0..rows {
        let key = key(row);
        let bit = 1 << (key % 64);
        if seen[key / 64] & bit != 0 {
            again.push(row);
        }
        seen[key / 64] |= bit;
    }
    if again.is_empty() {
        return Vec::new();
    }
    let wanted: BTreeMap<usize, usize> = again.iter().map(|row| (key(*row), rows)).collect();
    let mut first = wanted;
    for row in (0..rows).rev() {
        if let Some(at) = first.get_mut(&key(row)) {
            *at = row;
        }
    }
    again.into_iter().filter_map(|row| Some((row, *first.get(&key(row))?))).collect()
}

fn sorted(keys: Vec<u64>) -> Vec<(usize, usize)> {
    let mut order: Vec<(u64, usize)> = keys.into_iter().enumerate().map(|(row, key)| (key, row)).collect();
    order.sort_unstable();
    let mut again = Vec::new();
    let mut first = order[0];
    for next in order.into_iter().skip(1) {
        if next.0 == first.0 {
            again.push((next.1, first.1));
        } else {
            first = next;
        }
    }
    again.sort_unstable();
    again
}

/// A number for each row; rows with the same combination of values have the same number.
fn interned(columns: &[Vec<u32>], rows: usize) -> Vec<u64> {
    let mut keys = vec![0_u64; rows];
    for column in columns {
        let mut known: HashMap<(u64, u32), u64> = HashMap::with_capacity(rows);
        for (key, value) in keys.iter_mut().zip(column) {
            let next = known.len() as u64;
            *key = *known.entry((*key, *value)).or_insert(next);
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::{interned, repeats, sorted};

    fn plain(columns: &[Vec<u32>], rows: usize) -> Vec<(usize, usize)> {
        let mut first = BTreeMap::new();
        let key = |row: usize| columns.iter().map(|column| column[row]).collect::<Vec<_>>();
        (0..rows)
            .filter_map(|row| {
                let earlier = *first.entry(key(row)).or_insert(row);
                (earlier != row).then_some((row, earlier))
            })
            .collect()
    }

    proptest! {
        #[test]
        fn repeats_are_those_of_the_plain_way(
            rows in prop::collection::vec((0..4_u32, 0..3_u32, prop::sample::select(vec![0, 7, u32::MAX])), 0..40)
        ) {
            let columns = [
                rows.iter().map(|row| row.0).collect::<Vec<_>>(),
                rows.iter().map(|row| row.1).collect(),
                rows.iter().map(|row| row.2).collect(),
            ];
            for most in 1..=3 {
                let columns = &columns[..most];
                prop_assert_eq!(repeats(columns, rows.len()), plain(columns, rows.len()));
                if rows.len() > 1 {
                    prop_assert_eq!(sorted(interned(columns, rows.len())), plain(columns, rows.len()));
                }
            }
        }
    }
}
