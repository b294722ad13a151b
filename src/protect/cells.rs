//! Raw cells to public cells.
//!
//! In: a column of raw cells, the policy, and what else is hidden in it. Out: the column of public cells, and how many of its
//! counts were hidden.
//! Invariant: a count that is small, or that the choice hides, is `[c]`, and both look the same.

use std::collections::BTreeSet;

use rust_decimal::RoundingStrategy;

use super::PublicCell;
use crate::model::{Column, Decimal, Marker, Policy, RawCell, Value};

/// What becomes of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It is shown as it is.
    Shown,
    /// It is rounded.
    Rounded,
    /// The policy hides it.
    Hidden,
    /// The source had already hidden it.
    HiddenBefore,
}

/// What a column became.
pub(super) struct ProtectedColumn {
    /// Its public cells.
    pub(super) column: Column<PublicCell>,
    /// How many cells were hidden.
    pub(super) hidden: usize,
    /// How many the source had already hidden.
    pub(super) hidden_before: usize,
}

/// Makes the public cells of a column. `policy` is `None` for a column that counts nobody; `more` are the rows hidden beside the
/// small counts; `exact` are the rows that are not rounded.
pub(super) fn protect_column(
    column: Column<RawCell>,
    policy: Option<&Policy>,
    more: Option<&BTreeSet<usize>>,
    exact: &[bool],
) -> ProtectedColumn {
    let Column { name, heading, pool: raw, cells } = column;
    let fates: Vec<Fate> = raw.iter().map(|cell| fate(cell, policy)).collect();
    let mut pool: Vec<PublicCell> = Vec::with_capacity(raw.len());
    // For each cell and fate, its place in the new pool.
    let mut known: Vec<[Option<u32>; 4]> = vec![[None; 4]; raw.len()];
    let (mut hidden, mut hidden_before) = (0, 0);
    let public = cells.iter().enumerate().map(|(row, cell)| {
        let fate = match fates[*cell as usize] {
            Fate::Shown | Fate::Rounded if more.is_some_and(|rows| rows.contains(&row)) => Fate::Hidden,
            Fate::Rounded if exact[row] => Fate::Shown,
            fate => fate,
        };
        hidden += usize::from(fate == Fate::Hidden);
        hidden_before += usize::from(fate == Fate::HiddenBefore);
        *known[*cell as usize][fate as usize].get_or_insert_with(|| {
            pool.push(public(&raw[*cell as usize], fate, policy));
            u32::try_from(pool.len() - 1).unwrap_or(u32::MAX)
        })
    });
    let public: Vec<u32> = public.collect();
    ProtectedColumn { column: Column { name, heading, pool, cells: public }, hidden, hidden_before }
}

fn fate(cell: &RawCell, policy: Option<&Policy>) -> Fate {
    match (&cell.value, policy.filter(|_| !cell.is_other)) {
        (Value::Number(number), Some(policy)) if policy.below > 0 && policy.hides(*number) => Fate::Hidden,
        (Value::Number(_), Some(policy)) if policy.round_to.is_some() => Fate::Rounded,
        // The checks refuse unreadable cells. If one gets here, it could be a count with a note.
        (Value::Unreadable, Some(_)) => Fate::Hidden,
        (Value::Missing(Marker::Confidential), _) => Fate::HiddenBefore,
        _ => Fate::Shown,
    }
}

fn public(cell: &RawCell, fate: Fate, policy: Option<&Policy>) -> PublicCell {
    let published = || cell.normal.clone().unwrap_or_else(|| cell.text.clone());
    match (fate, &cell.value, policy.and_then(|policy| policy.round_to)) {
        (Fate::Hidden, _, _) => {
            let marker = Marker::Confidential;
            PublicCell::new(marker.to_string().into(), Value::Missing(marker))
        }
        (Fate::Rounded, Value::Number(number), Some(base)) => {
            let base = Decimal::from(base);
            let steps = (number / base).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
            let rounded = steps * base;
            PublicCell::new(rounded.to_string().into(), Value::Number(rounded))
        }
        _ => PublicCell::new(published(), cell.value.clone()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::protect_column;
    use crate::model::{Cell, Column, Decimal, Policy, Preset, RawCell, Value, Zeros};

    fn raw(number: Decimal) -> RawCell {
        RawCell { text: number.to_string().into(), normal: None, value: Value::Number(number), is_other: false }
    }

    fn shown(number: Decimal, policy: Option<&Policy>) -> String {
        let column = Column { name: String::new(), heading: String::new(), pool: vec![raw(number)], cells: vec![0] };
        protect_column(column, policy, None, &[false]).column.cell(0).published().to_owned()
    }

    proptest! {
        #[test]
        fn no_small_count_is_shown_and_no_other_is_changed(number in -40..40_i32) {
            for preset in [Preset::Below3, Preset::Below5, Preset::Below6, Preset::Below10] {
                let limit = i32::try_from(preset.threshold()).unwrap();
                let found = shown(number.into(), Some(&Policy::of(preset, vec![0], None)));
                let expected = if number != 0 && number.abs() < limit { "[c]".to_owned() } else { number.to_string() };
                prop_assert_eq!(found, expected);
            }
        }

        #[test]
        fn hes_shows_nought_and_multiples_of_five_above_seven(number in 0..400_i32) {
            match (number, shown(number.into(), Some(&Policy::of(Preset::Hes, vec![0], None)))) {
                (0, found) => prop_assert_eq!(found, "0"),
                (1..=7, found) => prop_assert_eq!(found, "[c]"),
                (_, found) => {
                    let found: i32 = found.parse().unwrap();
                    prop_assert_eq!(found % 5, 0);
                    prop_assert!((found - number).abs() <= 2);
                }
            }
        }
    }

    #[test]
    fn a_part_of_a_count_is_small_where_counts_are_hidden_and_shown_where_none_is() {
        for preset in [Preset::Below3, Preset::Below10, Preset::Hes] {
            assert_eq!(shown(Decimal::new(6, 1), Some(&Policy::of(preset, vec![0], None))), "[c]");
        }
        assert_eq!(shown(Decimal::new(6, 1), Some(&Policy::of(Preset::None, vec![0], None))), "0.6");
    }

    #[test]
    fn a_column_without_a_rule_is_published_as_it_is() {
        assert_eq!(shown(Decimal::TWO, None), "2");
    }

    #[test]
    fn nought_is_hidden_where_the_policy_says_so() {
        let policy = Policy { zeros: Zeros::Hidden, ..Policy::of(Preset::Below5, vec![0], None) };
        assert_eq!(shown(Decimal::ZERO, Some(&policy)), "[c]");
    }

    #[test]
    fn what_protects_others_looks_like_what_it_protects_and_exact_rows_are_not_rounded() {
        let numbers = [12, 12, 12, 3].map(|number| raw(number.into())).to_vec();
        let column = Column { name: String::new(), heading: String::new(), pool: numbers, cells: vec![0, 0, 0, 3] };
        let policy = Policy::of(Preset::Hes, vec![0], None);
        let found = protect_column(column, Some(&policy), Some(&BTreeSet::from([1])), &[false, false, true, false]);
        let shown: Vec<&str> = (0..4).map(|row| found.column.cell(row).published()).collect();
        assert_eq!((shown, found.hidden), (vec!["10", "[c]", "12", "[c]"], 2));
    }
}
