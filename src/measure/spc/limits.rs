//! The mean and process limits of a group of points.

use super::Options;
use crate::measure::series::mean;

/// The distance of the limits from the mean, in mean moving ranges: 3 / 1.128, rounded as the NHS does.
const LIMIT: f64 = 2.66;
/// Moving ranges of at least this many mean moving ranges are outliers.
const SCREEN: f64 = 3.267;

/// The mean and limits. `None` if they cannot be calculated.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// The mean of the baseline.
    pub mean: Option<f64>,
    /// The lower process limit.
    pub lower: Option<f64>,
    /// The upper process limit.
    pub upper: Option<f64>,
    /// Two thirds of the way to the lower limit.
    pub near_lower: Option<f64>,
    /// Two thirds of the way to the upper limit.
    pub near_upper: Option<f64>,
}

impl Limits {
    /// Whether the limits coincide, and so say nothing about the process.
    #[must_use]
    pub fn have_no_width(&self) -> bool {
        self.upper.is_some() && self.upper == self.lower
    }
}

/// The limits of a baseline. A moving range needs two neighbouring values.
pub(super) fn limits(baseline: &[Option<f64>], options: &Options) -> Limits {
    let values: Vec<f64> = baseline.iter().flatten().copied().collect();
    let Some(centre) = mean(&values) else { return Limits::default() };
    let ranges: Vec<f64> = baseline.windows(2).filter_map(|pair| Some((pair[1]? - pair[0]?).abs())).collect();
    let Some(range) = mean_range(ranges, options) else { return Limits { mean: Some(centre), ..Limits::default() } };
    let near = 2.0 * LIMIT / 3.0;
    Limits {
        mean: Some(centre),
        lower: Some(centre - LIMIT * range),
        upper: Some(centre + LIMIT * range),
        near_lower: Some(centre - near * range),
        near_upper: Some(centre + near * range),
    }
}

/// The mean moving range, with outliers excluded once if the options say so. `None` for a constant series, because ranges of zero
/// do not pass the screen.
fn mean_range(ranges: Vec<f64>, options: &Options) -> Option<f64> {
    let all = mean(&ranges)?;
    if !options.screen {
        return Some(all);
    }
    let kept: Vec<f64> = ranges.into_iter().filter(|range| *range < SCREEN * all).collect();
    mean(&kept)
}
