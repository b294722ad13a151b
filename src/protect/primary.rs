//! Primary suppression: each count on its own.
//!
//! Counts from 1 to below the threshold become `[c]`, and 0 is shown. A rounding rule rounds all other counts. Nothing here
//! prevents a hidden count from being found by subtraction.

use rust_decimal::RoundingStrategy;

use super::PublicCell;
use crate::model::{Decimal, Marker, Preset, RawCell, Value};

/// Whether a cell is hidden, and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hidden {
    /// It is shown.
    No,
    /// The policy hid it.
    Now,
    /// The source had already hidden it.
    Before,
}

/// Makes public cells from a column's distinct cells, in the same order, and says which are hidden.
pub(super) fn protect_pool(pool: Vec<RawCell>, rule: Option<Preset>) -> (Vec<PublicCell>, Vec<Hidden>) {
    pool.into_iter().map(|cell| protect_cell(cell, rule)).unzip()
}

fn protect_cell(cell: RawCell, rule: Option<Preset>) -> (PublicCell, Hidden) {
    let RawCell { text, normal, value, is_other } = cell;
    let rule = rule.filter(|_| !is_other);
    let published = normal.unwrap_or(text);
    match (&value, rule) {
        (Value::Number(number), Some(preset)) if is_small(*number, preset) => {
            let marker = Marker::Confidential;
            (PublicCell::new(marker.to_string().into(), Value::Missing(marker)), Hidden::Now)
        }
        (Value::Number(number), Some(preset)) => match preset.rounding() {
            Some(base) => {
                let base = Decimal::from(base);
                let steps = (number / base).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
                let rounded = steps * base;
                (PublicCell::new(rounded.to_string().into(), Value::Number(rounded)), Hidden::No)
            }
            None => (PublicCell::new(published, value), Hidden::No),
        },
        // The checks refuse unreadable cells. If one gets here, it could be a count with a note.
        (Value::Unreadable, Some(_)) => {
            let marker = Marker::Confidential;
            (PublicCell::new(marker.to_string().into(), Value::Missing(marker)), Hidden::Now)
        }
        (Value::Missing(Marker::Confidential), _) => (PublicCell::new(published, value), Hidden::Before),
        _ => (PublicCell::new(published, value), Hidden::No),
    }
}

/// Whether a count must be hidden: above 0 and below the threshold. A negative count is a difference of counts, and reveals as
/// much.
fn is_small(number: Decimal, preset: Preset) -> bool {
    !number.is_zero() && number.abs() < preset.threshold().into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Hidden, protect_cell};
    use crate::model::{Cell, Decimal, Marker, Preset, RawCell, Value};

    fn raw(number: i32) -> RawCell {
        RawCell { text: number.to_string().into(), normal: None, value: Value::Number(number.into()), is_other: false }
    }

    proptest! {
        #[test]
        fn no_small_count_is_shown_and_no_other_is_changed(number in -40..40_i32) {
            for preset in [Preset::Below3, Preset::Below5, Preset::Below6, Preset::Below10] {
                let limit = i32::try_from(preset.threshold()).unwrap();
                let (cell, hidden) = protect_cell(raw(number), Some(preset));
                if number != 0 && number.abs() < limit {
                    prop_assert_eq!(hidden, Hidden::Now);
                    prop_assert_eq!(cell.published(), "[c]");
                    prop_assert_eq!(cell.value(), &Value::Missing(Marker::Confidential));
                } else {
                    prop_assert_eq!(hidden, Hidden::No);
                    prop_assert_eq!(cell.published(), number.to_string());
                }
            }
        }

        #[test]
        fn hes_shows_nought_and_multiples_of_five_above_seven(number in 0..400_i32) {
            let (cell, _) = protect_cell(raw(number), Some(Preset::Hes));
            match number {
                0 => prop_assert_eq!(cell.published(), "0"),
                1..=7 => prop_assert_eq!(cell.published(), "[c]"),
                _ => {
                    let shown: i32 = cell.published().parse().unwrap();
                    prop_assert_eq!(shown % 5, 0);
                    prop_assert!((shown - number).abs() <= 2);
                }
            }
        }
    }

    #[test]
    fn a_part_of_a_count_is_small_where_counts_are_hidden_and_shown_where_none_is() {
        let part = || RawCell { text: "0.6".into(), normal: None, value: Value::Number(Decimal::new(6, 1)), is_other: false };
        for preset in [Preset::Below3, Preset::Below10, Preset::Hes] {
            assert_eq!(protect_cell(part(), Some(preset)).1, Hidden::Now);
        }
        let (cell, hidden) = protect_cell(part(), Some(Preset::None));
        assert_eq!((cell.published(), hidden), ("0.6", Hidden::No));
    }

    #[test]
    fn a_column_without_a_rule_is_published_as_it_is() {
        let (cell, hidden) = protect_cell(raw(2), None);
        assert_eq!((cell.published(), hidden), ("2", Hidden::No));
    }
}
