//! Statistical process control: `XmR` charts as in "Making Data Count" by NHS England.
//!
//! In: values in order of time, with gaps. Out: limits for each rebase group, a verdict on each point, and what the latest
//! point and the target mean. It follows NHSRplotthedots 0.2.2, with four deliberate differences:
//!
//! 1. A gap inside a possible trend breaks the trend. The package stops with an error.
//! 2. Without limits, if the limits coincide, or with fewer than [`FLOOR`] points, there is no icon but a reason in words. The
//!    package says "common cause" and "hit or miss".
//! 3. A series without a target has no assurance icon, even if other series of the chart have one.
//! 4. A rebase date that is not a period in the data is a finding: see the rule `kpi/rebase`. The package ignores it.

mod causes;
mod icons;
mod limits;
mod point_type;
mod readers;

pub use causes::Cause;
pub use icons::{Assurance, Reason, Variation};
pub use limits::Limits;
pub use point_type::PointType;
pub use readers::{Range, TargetOverTime};

use crate::model::Direction;

/// The fewest points for which icons are shown.
pub const FLOOR: usize = 12;

/// A series. All three lists have one item for each point.
pub struct Input {
    /// The positions of the points among the KPI's periods.
    pub at: Vec<usize>,
    /// The values. `None` is a gap.
    pub values: Vec<Option<f64>>,
    /// Whether new limits start at the point, because a rebase date falls on it.
    pub rebased: Vec<bool>,
}

/// How limits are calculated and points are judged.
pub struct Options {
    /// Whether outlying moving ranges are excluded.
    pub screen: bool,
    /// The number of points at the start of a group from which its limits are calculated. `None` for all points.
    pub fix_after: Option<usize>,
    /// Which direction is better.
    pub direction: Direction,
    /// The target.
    pub target: Option<f64>,
}

/// An `XmR` chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Spc {
    /// Rebase groups, oldest first.
    pub groups: Vec<Group>,
    /// A verdict on each point of the input.
    pub points: Vec<Point>,
    /// What the latest point means.
    pub variation: Option<Variation>,
    /// Whether the process is able to meet its target.
    pub assurance: Option<Assurance>,
    /// Why an icon is missing.
    pub reason: Option<Reason>,
    /// Whether outlying moving ranges were excluded.
    pub screened: bool,
}

impl Spc {
    /// The point for a period of the KPI, and the group whose limits apply to it.
    #[must_use]
    pub fn at(&self, period: usize) -> Option<(&Group, &Point)> {
        let index = self.points.binary_search_by_key(&period, |point| point.at).ok()?;
        let group = self.groups.iter().find(|group| (group.first..group.end).contains(&index))?;
        Some((group, &self.points[index]))
    }

    /// The point for a period, if it can be judged: it has a value, and its group has limits.
    #[must_use]
    pub fn verdict(&self, period: usize) -> Option<&Point> {
        let (group, point) = self.at(period)?;
        (point.value.is_some() && group.shown.upper.is_some()).then_some(point)
    }
}

/// The points from one rebase to the next, and their limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The index of the first point in `points`.
    pub first: usize,
    /// The index after the last point.
    pub end: usize,
    /// The number of points the limits are calculated from, including gaps.
    pub baseline: usize,
    /// How many of those points have a value.
    pub n: usize,
    /// The mean and limits, as calculated.
    pub limits: Limits,
    /// The mean and limits that readers see: [`Spc::for_readers`].
    pub shown: Limits,
}

/// The verdict on a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its position among the KPI's periods.
    pub at: usize,
    /// Its value.
    pub value: Option<f64>,
    /// Whether it is outside the limits. `None` without limits or a value.
    pub outside: Option<bool>,
    /// Whether it is inside the limits but in the outer third.
    pub close: Option<bool>,
    /// Its side of the mean: 1 above, 0 on the mean, -1 below.
    pub side: Option<i8>,
    /// The rule that applies to it.
    pub cause: Cause,
    /// Whether it is good news.
    pub kind: PointType,
}

/// Calculates an `XmR` chart.
#[must_use]
pub fn xmr(input: &Input, options: &Options) -> Spc {
    let mut points = Vec::with_capacity(input.values.len());
    let mut groups = Vec::new();
    let mut first = 0;
    while first < input.values.len() {
        let end = (first + 1..input.values.len()).find(|at| input.rebased[*at]).unwrap_or(input.values.len());
        let values = &input.values[first..end];
        let baseline = options.fix_after.map_or(values.len(), |points| points.min(values.len()));
        let limits = limits::limits(&values[..baseline], options);
        points.extend(causes::judge(values, &input.at[first..end], &limits, options.direction));
        let n = values[..baseline].iter().flatten().count();
        groups.push(Group { first, end, baseline, n, limits, shown: limits });
        first = end;
    }
    let (variation, assurance, reason) = icons::icons(&points, groups.last(), options);
    Spc { groups, points, variation, assurance, reason, screened: options.screen }
}
