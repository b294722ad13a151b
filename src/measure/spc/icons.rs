//! Icons for the latest point and the target.

use serde::{Deserialize, Serialize};

use super::point_type::PointType;
use super::{FLOOR, Group, Options, Point};
use crate::model::Direction;

/// The variation icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Variation {
    /// No special cause.
    CommonCause,
    /// Better because higher.
    ImprovementHigh,
    /// Better because lower.
    ImprovementLow,
    /// Worse because higher.
    ConcernHigh,
    /// Worse because lower.
    ConcernLow,
    /// Higher, which is neither good nor bad.
    NeutralHigh,
    /// Lower, which is neither good nor bad.
    NeutralLow,
}

impl Variation {
    /// The name used by `NHSRplotthedots`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::CommonCause => "common_cause",
            Self::ImprovementHigh => "improvement_high",
            Self::ImprovementLow => "improvement_low",
            Self::ConcernHigh => "concern_high",
            Self::ConcernLow => "concern_low",
            Self::NeutralHigh => "neutral_high",
            Self::NeutralLow => "neutral_low",
        }
    }
}

/// The assurance icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Assurance {
    /// The target will be met unless the process changes.
    ConsistentPass,
    /// The target will be missed unless the process changes.
    ConsistentFail,
    /// Random variation decides whether the target is met.
    Inconsistent,
}

impl Assurance {
    /// The name used by `NHSRplotthedots`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::ConsistentPass => "consistent_pass",
            Self::ConsistentFail => "consistent_fail",
            Self::Inconsistent => "inconsistent",
        }
    }
}

/// Why a chart has no icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// There are no points.
    NoData,
    /// The limits come from fewer points than are needed.
    FewPoints {
        /// The number of points that the limits come from.
        points: usize,
        /// The number of points needed.
        needed: usize,
    },
    /// All figures are the same.
    NoVariation,
    /// No two consecutive points have a figure.
    NoNeighbours,
    /// Nearly all figures are the same, so the limits coincide.
    NoWidth,
    /// The newest figure is missing.
    LatestMissing,
    /// Somebody is missing from the newest figure.
    LatestIncomplete,
    /// Most points are special causes.
    Unfit {
        /// How many are.
        special: usize,
        /// How many points there are.
        points: usize,
    },
    /// The assurance says the opposite of what happened in most periods.
    Contradicted {
        /// In how many the target was met.
        met: usize,
        /// How many there were.
        points: usize,
    },
}

type Icons = (Option<Variation>, Option<Assurance>, Option<Reason>);

/// The icons of a chart, and the reason if it has no variation icon.
pub(super) fn icons(points: &[Point], group: Option<&Group>, options: &Options) -> Icons {
    let none = |reason: Reason| (None, None, Some(reason));
    let (Some(group), Some(latest)) = (group, points.last()) else { return none(Reason::NoData) };
    if group.n < FLOOR {
        return none(Reason::FewPoints { points: group.n, needed: FLOOR });
    }
    if group.limits.upper.is_none() {
        let members = points.get(group.first..group.end).unwrap_or_default();
        let mut values = members.iter().filter_map(|point| point.value);
        let first = values.next();
        return none(if values.all(|value| Some(value) == first) { Reason::NoVariation } else { Reason::NoNeighbours });
    }
    if group.limits.have_no_width() {
        return none(Reason::NoWidth);
    }
    if latest.value.is_none() {
        return (None, assurance(group, options), Some(Reason::LatestMissing));
    }
    (Some(variation(latest, options.direction)), assurance(group, options), None)
}

fn variation(point: &Point, direction: Direction) -> Variation {
    match (point.kind, direction) {
        (PointType::CommonCause, _) => Variation::CommonCause,
        (PointType::Improvement, Direction::Lower) => Variation::ImprovementLow,
        (PointType::Improvement, _) => Variation::ImprovementHigh,
        (PointType::Concern, Direction::Lower) => Variation::ConcernHigh,
        (PointType::Concern, _) => Variation::ConcernLow,
        (PointType::NeutralHigh, _) => Variation::NeutralHigh,
        (PointType::NeutralLow, _) => Variation::NeutralLow,
    }
}

fn assurance(group: &Group, options: &Options) -> Option<Assurance> {
    let (target, upper, lower) = (options.target?, group.limits.upper?, group.limits.lower?);
    let (above, below) = match options.direction {
        Direction::Neutral => return None,
        Direction::Higher => (Assurance::ConsistentFail, Assurance::ConsistentPass),
        Direction::Lower => (Assurance::ConsistentPass, Assurance::ConsistentFail),
    };
    Some(if target > upper {
        above
    } else if target < lower {
        below
    } else {
        Assurance::Inconsistent
    })
}
