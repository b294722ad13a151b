//! The horizontal axis, with each period at its place in time.

use crate::model::Period;
use crate::words::as_f64;

/// The place of each period along the axis.
pub(super) struct Across {
    shares: Vec<f64>,
}

impl Across {
    /// Places periods by their first days, or evenly if these days do not rise, as for periods that are texts.
    pub(super) fn of(periods: &[Period]) -> Self {
        let days: Vec<i64> =
            periods.iter().map(|period| i64::from(chrono::Datelike::num_days_from_ce(&period.start()))).collect();
        let is_rising = days.windows(2).all(|pair| pair[0] < pair[1]);
        let places: Vec<usize> = match days.first() {
            Some(first) if is_rising => days.iter().map(|day| usize::try_from(day - first).unwrap_or(0)).collect(),
            _ => (0..periods.len()).collect(),
        };
        let span = as_f64(places.last().copied().unwrap_or(0).max(1));
        Self { shares: places.into_iter().map(|place| as_f64(place) / span).collect() }
    }

    /// The place of a period, from 0 to 1.
    pub(super) fn share(&self, at: usize) -> f64 {
        self.shares.get(at).copied().unwrap_or(0.0)
    }

    /// Up to `count` periods to label, roughly evenly spaced, always including the first and the last.
    pub(super) fn ticks(&self, count: usize) -> Vec<usize> {
        let steps = count.min(self.shares.len()).saturating_sub(1).max(1);
        let nearest = |wanted: f64| {
            let distance = |at: &usize| (self.share(*at) - wanted).abs();
            (0..self.shares.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)))
        };
        let mut ticks: Vec<usize> = (0..=steps).filter_map(|step| nearest(as_f64(step) / as_f64(steps))).collect();
        ticks.dedup();
        // A label too close to one of the ends is left out to make room.
        let (last, room) = (self.shares.len().saturating_sub(1), 0.6 / as_f64(steps));
        ticks.retain(|at| {
            let share = self.share(*at);
            *at == 0 || *at == last || (share >= room && 1.0 - share >= room)
        });
        ticks
    }
}

#[cfg(test)]
mod tests {
    use super::Across;
    use crate::model::Period;

    #[test]
    fn quarters_are_three_times_as_far_apart_as_months() {
        let months = [(2018, 9), (2018, 12), (2019, 1), (2019, 2)].map(|(year, month)| Period::Month(year, month));
        let across = Across::of(&months);
        assert_eq!((across.share(0), across.share(3)), (0.0, 1.0));
        assert!((across.share(1) - 91.0 / 153.0).abs() < 1e-9);
        assert_eq!(across.ticks(5), [0, 1, 3]);
    }

    #[test]
    fn texts_stand_evenly() {
        let texts = ["a", "b", "c"].map(|text| Period::Text(0, text.into()));
        assert!((Across::of(&texts).share(1) - 0.5).abs() < 1e-9);
        assert!(Across::of(&[]).ticks(5).is_empty());
    }
}
