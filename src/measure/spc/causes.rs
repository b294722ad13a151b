//! Special causes: four rules, of which the first that matches applies.

use super::point_type::PointType;
use super::{Limits, Point};
use crate::model::Direction;

/// The number of points in a run or trend.
const RUN: usize = 7;

/// The rule that applies to a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// No rule applies: common cause variation.
    Common,
    /// Above the upper limit.
    AboveLimit,
    /// Below the lower limit.
    BelowLimit,
    /// Part of a rise over seven points.
    Rising,
    /// Part of a fall over seven points.
    Falling,
    /// One of at least two in three consecutive points near the upper limit.
    NearUpper,
    /// One of at least two in three consecutive points near the lower limit.
    NearLower,
    /// Part of a run of at least seven points above the mean.
    RunAbove,
    /// Part of a run of at least seven points below the mean.
    RunBelow,
}

impl Cause {
    /// The name used by `NHSRplotthedots`, for other software.
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

/// Judges each point of a group.
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
        // Limits with no width put almost every point outside, so they cannot judge any.
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
            let kind = point_type(cause, direction);
            Point { at: at[i], value: values[i], outside: outside[i], close: close[i], side: sides[i], cause, kind }
        })
        .collect()
}

fn side(value: f64, mean: f64) -> Option<i8> {
    value.partial_cmp(&mean).map(|order| order as i8)
}

/// For each position, whether it is in a window of `length` that `fits`.
fn windows<T>(items: &[T], length: usize, fits: impl Fn(&[T]) -> bool) -> Vec<bool> {
    let mut within = vec![false; items.len()];
    for (start, window) in items.windows(length).enumerate() {
        if fits(window) {
            within[start..start + length].fill(true);
        }
    }
    within
}

/// Whether each of the seven points is above the one before, or each is below. A tie or a gap breaks the trend.
fn is_trend(window: &[Option<f64>]) -> bool {
    let steps = || window.windows(2).map(|pair| pair[0].zip(pair[1]));
    steps().all(|step| step.is_some_and(|(a, b)| b > a)) || steps().all(|step| step.is_some_and(|(a, b)| b < a))
}

/// The side of the mean that all points are on, if they are all on one side and none is at the mean.
fn one_side(window: &[Option<i8>]) -> Option<i8> {
    let first = window.first().copied().flatten().filter(|side| *side != 0)?;
    window.iter().all(|side| *side == Some(first)).then_some(first)
}

/// Whether all three points are on one side and at least two of them are near the limit.
fn is_two_in_three(window: &[(Option<i8>, Option<bool>)]) -> bool {
    let sides: Vec<Option<i8>> = window.iter().map(|(side, _)| *side).collect();
    one_side(&sides).is_some() && window.iter().filter(|(_, close)| *close == Some(true)).count() >= 2
}

/// Whether a point in a trend rises: compared with the next point if that is in a trend too, otherwise with the previous
/// point.
fn rises(values: &[Option<f64>], trend: &[bool], i: usize) -> bool {
    let (a, b) = if trend.get(i + 1).copied().unwrap_or(false) { (i, i + 1) } else { (i - 1, i) };
    values[a].zip(values[b]).is_some_and(|(a, b)| b > a)
}

/// Whether a cause is good news, if one direction is better.
fn point_type(cause: Cause, direction: Direction) -> PointType {
    match (cause.sign(), direction) {
        (0, _) => PointType::CommonCause,
        (1, Direction::Neutral) => PointType::NeutralHigh,
        (_, Direction::Neutral) => PointType::NeutralLow,
        (1, Direction::Higher) | (-1, Direction::Lower) => PointType::Improvement,
        _ => PointType::Concern,
    }
}
