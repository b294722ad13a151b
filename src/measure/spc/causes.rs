//! Special causes: the four rules, the first that matches wins.

use super::point_type::PointType;
use super::{Limits, Point};
use crate::model::Direction;

/// Points in a run or a trend.
const RUN: usize = 7;

/// The rule that a point falls under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// None: the process as it is.
    Common,
    /// Above the upper limit.
    AboveLimit,
    /// Below the lower limit.
    BelowLimit,
    /// In a rise of seven points.
    Rising,
    /// In a fall of seven points.
    Falling,
    /// Two of three neighbours in the upper outer third.
    NearUpper,
    /// Two of three neighbours in the lower outer third.
    NearLower,
    /// In a run of seven above the mean.
    RunAbove,
    /// In a run of seven below the mean.
    RunBelow,
}

impl Cause {
    /// The words of `NHSRplotthedots`, for machines that know them.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Self::Common => "Common Cause",
            Self::AboveLimit => "Above UCL",
            Self::BelowLimit => "Below LCL",
            Self::Rising => "7 Point Trend (Increasing)",
            Self::Falling => "7 Point Trend (Decreasing)",
            Self::NearUpper => "2 in 3 Above CL",
            Self::NearLower => "2 in 3 Below CL",
            Self::RunAbove => "7 Points Above CL",
            Self::RunBelow => "7 Points Below CL",
        }
    }

    /// The words for readers.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Common => "common cause variation",
            Self::AboveLimit => "above the upper limit",
            Self::BelowLimit => "below the lower limit",
            Self::Rising => "part of a rise over 7 points",
            Self::Falling => "part of a fall over 7 points",
            Self::NearUpper => "one of 2 in 3 points near the upper limit",
            Self::NearLower => "one of 2 in 3 points near the lower limit",
            Self::RunAbove => "part of a run of 7 or more points above the mean",
            Self::RunBelow => "part of a run of 7 or more points below the mean",
        }
    }

    /// 1 for high or rising, -1 for low or falling, 0 for common cause.
    #[must_use]
    pub fn sign(self) -> i8 {
        match self {
            Self::Common => 0,
            Self::AboveLimit | Self::Rising | Self::NearUpper | Self::RunAbove => 1,
            Self::BelowLimit | Self::Falling | Self::NearLower | Self::RunBelow => -1,
        }
    }
}

/// The verdict on each point of a group.
pub(super) fn judge(values: &[Option<f64>], at: &[usize], limits: &Limits, direction: Direction) -> Vec<Point> {
    let sides: Vec<Option<i8>> = values.iter().map(|value| side((*value)?, limits.mean?)).collect();
    let outside: Vec<Option<bool>> =
        values.iter().map(|value| Some((*value)? > limits.upper? || (*value)? < limits.lower?)).collect();
    let beyond_near: Vec<Option<bool>> =
        values.iter().map(|value| Some((*value)? > limits.near_upper? || (*value)? < limits.near_lower?)).collect();
    let close: Vec<Option<bool>> = outside.iter().zip(&beyond_near).map(|(out, near)| Some(!(*out)? && (*near)?)).collect();
    let trend = windows(values, RUN, is_trend);
    let runs = windows(&sides, RUN, |window| one_side(window).is_some());
    let pairs: Vec<(Option<i8>, Option<bool>)> = sides.iter().copied().zip(close.iter().copied()).collect();
    let two_in_three = windows(&pairs, 3, is_two_in_three);
    let cause = |i: usize| {
        let Some(side) = sides[i] else { return Cause::Common };
        // Limits of no width put every point outside: they say nothing, so no point is judged by them.
        if limits.have_no_width() {
            return Cause::Common;
        }
        let high = side > 0;
        if outside[i] == Some(true) {
            return if high { Cause::AboveLimit } else { Cause::BelowLimit };
        }
        if trend[i] {
            return if rises(values, &trend, i) { Cause::Rising } else { Cause::Falling };
        }
        if two_in_three[i] && close[i] == Some(true) {
            return if high { Cause::NearUpper } else { Cause::NearLower };
        }
        if runs[i] {
            return if high { Cause::RunAbove } else { Cause::RunBelow };
        }
        Cause::Common
    };
    (0..values.len())
        .map(|i| {
            let cause = cause(i);
            let kind = PointType::of(cause, direction);
            Point { at: at[i], value: values[i], outside: outside[i], close: close[i], side: sides[i], cause, kind }
        })
        .collect()
}

fn side(value: f64, mean: f64) -> Option<i8> {
    value.partial_cmp(&mean).map(|order| order as i8)
}

/// For each position, whether it lies in a window of `length` that `fits`.
fn windows<T>(items: &[T], length: usize, fits: impl Fn(&[T]) -> bool) -> Vec<bool> {
    let mut within = vec![false; items.len()];
    for (start, window) in items.windows(length).enumerate() {
        if fits(window) {
            within[start..start + length].fill(true);
        }
    }
    within
}

/// Six strict rises, or six strict falls. A tie or a gap breaks it.
fn is_trend(window: &[Option<f64>]) -> bool {
    let steps = || window.windows(2).map(|pair| pair[0].zip(pair[1]));
    steps().all(|step| step.is_some_and(|(a, b)| b > a)) || steps().all(|step| step.is_some_and(|(a, b)| b < a))
}

/// The side that all points lie on, strictly.
fn one_side(window: &[Option<i8>]) -> Option<i8> {
    let first = window.first().copied().flatten().filter(|side| *side != 0)?;
    window.iter().all(|side| *side == Some(first)).then_some(first)
}

/// All three on one side, two or more of them close to the limit.
fn is_two_in_three(window: &[(Option<i8>, Option<bool>)]) -> bool {
    let sides: Vec<Option<i8>> = window.iter().map(|(side, _)| *side).collect();
    one_side(&sides).is_some() && window.iter().filter(|(_, close)| *close == Some(true)).count() >= 2
}

/// Whether a point of a trend rises: to the next point if that is in a trend too, else from the one before.
fn rises(values: &[Option<f64>], trend: &[bool], i: usize) -> bool {
    let (a, b) = if trend.get(i + 1).copied().unwrap_or(false) { (i, i + 1) } else { (i - 1, i) };
    values[a].zip(values[b]).is_some_and(|(a, b)| b > a)
}
