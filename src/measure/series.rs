//! Readings: what a series holds for a period.

use serde::{Deserialize, Serialize};

use crate::model::Marker;

/// What a series holds for one period.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reading {
    /// A figure.
    Value(f64),
    /// Rows are there, but no figure can be given; with the marker that says why, if the data says.
    Missing(Option<Marker>),
    /// The table has no row for the period: the series had not begun, or has ended, or left it out.
    Absent,
}

impl Reading {
    /// What stands where a figure is missing; nothing where there is one, or no row.
    #[must_use]
    pub fn marker(self) -> Option<Marker> {
        if let Self::Missing(marker) = self { Some(marker.unwrap_or(Marker::NotAvailable)) } else { None }
    }

    /// The figure, if there is one.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        if let Self::Value(value) = self { Some(value) } else { None }
    }
}

/// The mean in two passes: the second takes out what rounding left in the first, so that a constant series has exactly
/// its constant as mean.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "numbers of points are far below 2^53")]
pub(crate) fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let n = values.len() as f64;
    let first = values.iter().sum::<f64>() / n;
    Some(first + values.iter().map(|value| value - first).sum::<f64>() / n)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::mean;

    proptest! {
        #[test]
        fn the_mean_of_a_constant_is_the_constant(value in -1e6..1e6_f64, n in 1..200_usize) {
            prop_assert_eq!(mean(&vec![value; n]), Some(value));
        }
    }

    #[test]
    fn the_mean_of_nothing_is_none() {
        assert_eq!(mean(&[]), None);
    }
}
