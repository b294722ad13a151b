//! Statistical process control: `XmR` charts as NHS "Making Data Count" draws them.
//!
//! In: values in order of time, with gaps. Out: limits for each rebase group, a verdict for each point, and what the latest
//! point and the target mean. Written after the behaviour of NHSRplotthedots 0.2.2, with four deliberate differences:
//!
//! 1. a gap inside a would-be trend breaks the trend (the package stops with an error);
//! 2. without limits, with limits of no width, or with fewer than [`FLOOR`] points there is no icon, and a reason in
//!    words (the package says "common cause" and "hit or miss");
//! 3. a series without a target has no assurance icon, whatever its neighbours have;
//! 4. a rebase date that is not a period of the data is a finding (the package ignores it): see rule `kpi/rebase`.

mod causes;
mod icons;
mod limits;
mod point_type;

pub use causes::Cause;
pub use icons::{Assurance, Reason, Variation};
pub use limits::Limits;
pub use point_type::PointType;

use crate::model::Direction;

/// The fewest points from which icons are drawn.
pub const FLOOR: usize = 12;

/// A series: for each point its position among the KPI's periods, its value, and whether new limits begin there.
pub struct Input {
    /// Positions among the KPI's periods.
    pub at: Vec<usize>,
    /// Values; `None` is a gap.
    pub values: Vec<Option<f64>>,
    /// Whether a rebase date falls on the point.
    pub rebased: Vec<bool>,
}

/// How limits are drawn and judged.
pub struct Options {
    /// Whether outlying moving ranges are left out.
    pub screen: bool,
    /// Limits come from the first so many points of a group.
    pub fix_after: Option<usize>,
    /// Which way is good.
    pub direction: Direction,
    /// What is aimed for.
    pub target: Option<f64>,
}

/// An `XmR` chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Spc {
    /// Rebase groups, oldest first.
    pub groups: Vec<Group>,
    /// A verdict for each point of the input.
    pub points: Vec<Point>,
    /// What the latest point means.
    pub variation: Option<Variation>,
    /// Whether the process can meet its target.
    pub assurance: Option<Assurance>,
    /// Why an icon is missing.
    pub reason: Option<Reason>,
    /// Whether outlying moving ranges were left out.
    pub screened: bool,
}

impl Spc {
    /// Whether most points are special causes: then the chart does not fit the process.
    #[must_use]
    pub fn is_unfit(&self) -> bool {
        let special = self.points.iter().filter(|point| point.cause != Cause::Common).count();
        self.points.len() >= FLOOR && special * 2 > self.points.len()
    }

    /// The point of a period of the KPI, and the group whose limits hold for it.
    #[must_use]
    pub fn at(&self, period: usize) -> Option<(&Group, &Point)> {
        let index = self.points.binary_search_by_key(&period, |point| point.at).ok()?;
        let group = self.groups.iter().find(|group| (group.first..group.end).contains(&index))?;
        Some((group, &self.points[index]))
    }

    /// The point of a period if there is a verdict on it: a figure, and limits to judge it by.
    #[must_use]
    pub fn verdict(&self, period: usize) -> Option<&Point> {
        let (group, point) = self.at(period)?;
        (point.value.is_some() && group.limits.upper.is_some()).then_some(point)
    }
}

/// The points between two rebases, and their limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The first point, as an index into `points`.
    pub first: usize,
    /// The point behind the last.
    pub end: usize,
    /// Points that the limits come from, gaps included.
    pub baseline: usize,
    /// Points of the baseline that have a value.
    pub n: usize,
    /// Mean and limits.
    pub limits: Limits,
}

/// The verdict on a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its position among the KPI's periods.
    pub at: usize,
    /// Its value.
    pub value: Option<f64>,
    /// Whether it lies outside the limits; `None` without limits or value.
    pub outside: Option<bool>,
    /// Whether it lies in the outer third, inside the limits.
    pub close: Option<bool>,
    /// Above (1), on (0) or below (-1) the mean.
    pub side: Option<i8>,
    /// Which rule it falls under.
    pub cause: Cause,
    /// Whether that is good.
    pub kind: PointType,
}

/// Draws a chart.
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
        groups.push(Group { first, end, baseline, n, limits });
        first = end;
    }
    let (variation, assurance, reason) = icons::icons(&points, groups.last(), options);
    Spc { groups, points, variation, assurance, reason, screened: options.screen }
}
