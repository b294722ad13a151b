//! Readings: the value of a series in each period.

use serde::{Deserialize, Serialize};

use crate::model::{Decimal, Marker, float};

/// The value of a series in one period.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reading {
    /// A figure.
    Value(Decimal),
    /// There are rows, but no figure can be given. The marker says why, if the data gives a reason.
    Missing(Option<Marker>),
    /// The table has no row for the period: the series had not started, has ended, or skipped it.
    Absent,
}

impl Reading {
    /// The marker in place of a missing figure. If the data gives no reason, it is [`Marker::NotAvailable`]. `None` if there is
    /// a figure or no row.
    #[must_use]
    pub fn marker(self) -> Option<Marker> {
        if let Self::Missing(marker) = self { Some(marker.unwrap_or(Marker::NotAvailable)) } else { None }
    }

    /// The figure, if any.
    #[must_use]
    pub fn value(self) -> Option<Decimal> {
        if let Self::Value(value) = self { Some(value) } else { None }
    }

    /// The same without its figure: a gap.
    #[must_use]
    pub fn without_value(self) -> Self {
        if let Self::Value(_) = self { Self::Missing(None) } else { self }
    }

    /// The figure as a floating-point number, for control charts and for drawing.
    #[must_use]
    pub fn float(self) -> Option<f64> {
        self.value().map(float)
    }
}

/// The mean in two passes. The second removes the rounding error of the first, so that the mean of a constant series is exactly
/// its constant.
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
