//! Axes: round ticks for a range of figures, and the coordinates of figures.

use crate::measure::spc::Range;

/// A linear axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    step: f64,
}

impl Scale {
    /// An axis with round ends that includes all values, drawn between two coordinates. `None` without values.
    pub(super) fn fit(values: impl IntoIterator<Item = f64>, from: f64, to: f64) -> Option<Self> {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values {
            (low, high) = (low.min(value), high.max(value));
        }
        if low > high {
            return None;
        }
        if high - low <= 0.0 {
            let room = if low == 0.0 { 1.0 } else { low.abs() * 0.1 };
            (low, high) = (low - room, high + room);
        }
        let step = round_step((high - low) / 4.0);
        Some(Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, from, to, step })
    }

    /// The same axis, no longer than figures can be.
    pub(super) fn within(self, range: &Range) -> Self {
        let (low, high) =
            (range.least.map_or(self.low, |least| self.low.max(least)), range.most.map_or(self.high, |most| self.high.min(most)));
        if low < high { Self { low, high, ..self } } else { self }
    }

    /// The coordinate of a value.
    pub(super) fn at(&self, value: f64) -> f64 {
        super::coordinate(self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from))
    }

    /// The values of the ticks.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step + 1e-9).floor();
        // Each tick is calculated from its number, so that rounding errors do not add up.
        (0..=20).map(f64::from).take_while(|tick| *tick <= count).map(|tick| self.low + tick * self.step).collect()
    }

    /// The number of decimal places needed to tell the ticks apart.
    pub(super) fn decimals(&self) -> usize {
        (0..6)
            .find(|decimals| {
                let unit = 10_f64.powi(*decimals);
                (self.step * unit - (self.step * unit).round()).abs() < 1e-6
            })
            .map_or(6, |decimals| usize::try_from(decimals).unwrap_or(0))
    }
}

/// The smallest of 1, 2, 2.5 and 5 times a power of ten that is at least `step`.
fn round_step(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    let fits = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|round| round * power).find(|round| *round >= step * (1.0 - 1e-9));
    fits.unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Scale;

    proptest! {
        #[test]
        fn every_value_lies_between_the_first_and_the_last_tick(values in prop::collection::vec(-1e6..1e6_f64, 1..40)) {
            let scale = Scale::fit(values.iter().copied(), 300.0, 0.0).unwrap();
            let ticks = scale.ticks();
            prop_assert!((2..=12).contains(&ticks.len()), "{:?}", ticks);
            for value in values {
                prop_assert!(ticks[0] <= value + 1e-6 && value <= ticks[ticks.len() - 1] + 1e-6);
                prop_assert!((-0.1..=300.1).contains(&scale.at(value)));
            }
        }
    }
}
