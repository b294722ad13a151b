//! Changes from one period to another.

use serde::{Deserialize, Serialize};

use super::Reading;
use crate::model::Decimal;

/// The change from an earlier reading to the latest.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The position of the earlier period in the series.
    pub from: usize,
    /// The earlier figure.
    pub earlier: Decimal,
    /// The latest figure minus the earlier one, in percentage points if the figures are percentages.
    pub difference: Decimal,
    /// The difference as a percentage of the earlier figure. `None` for percentages, and if the earlier figure is below 10.
    pub percent: Option<Decimal>,
    /// Whether the confidence intervals of the two figures overlap, so that it may be no change at all.
    pub overlaps: bool,
}

impl Change {
    /// The latest figure.
    #[must_use]
    pub fn later(&self) -> Decimal {
        self.earlier.saturating_add(self.difference)
    }
}

/// The smallest figure for which a change is given as a percentage. Below it, a change of one would be a large percentage of
/// very little.
const BASE: Decimal = Decimal::TEN;

/// Whether figures are percentages, whose changes are given in percentage points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    Percent,
    Other,
}

/// The change between two readings. `None` if either is not a figure.
pub(super) fn change(readings: &[Reading], from: usize, to: usize, scale: Scale) -> Option<Change> {
    let (earlier, later) = (readings.get(from)?.value()?, readings.get(to)?.value()?);
    let difference = later.checked_sub(earlier)?;
    // A percentage means nothing if a figure is below zero or the sign changes.
    let percent = (scale == Scale::Other && earlier >= BASE && later >= Decimal::ZERO)
        .then(|| difference.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(earlier))
        .flatten();
    Some(Change { from, earlier, difference, percent, overlaps: false })
}

#[cfg(test)]
mod tests {
    use super::{Change, Reading, Scale, change};

    #[test]
    fn a_percentage_changes_in_points_and_nothing_changes_from_nought() {
        let readings = [80, 84, 0].map(|figure| Reading::Value(figure.into()));
        let rise = |scale| change(&readings, 0, 1, scale);
        let rise_of = |percent| Change { from: 0, earlier: 80.into(), difference: 4.into(), percent, overlaps: false };
        assert_eq!(rise(Scale::Percent), Some(rise_of(None)));
        assert_eq!(rise(Scale::Other), Some(rise_of(Some(5.into()))));
        assert_eq!(change(&readings, 2, 1, Scale::Other).and_then(|change| change.percent), None);
        assert_eq!(change(&readings, 3, 1, Scale::Other), None);
    }
}
