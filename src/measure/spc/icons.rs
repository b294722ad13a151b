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

    /// A sentence for readers.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::CommonCause => "The latest figure is common cause variation: no significant change.",
            Self::ImprovementHigh => "The latest figure is special cause variation: an improvement, because figures are higher.",
            Self::ImprovementLow => "The latest figure is special cause variation: an improvement, because figures are lower.",
            Self::ConcernHigh => "The latest figure is special cause variation: a concern, because figures are higher.",
            Self::ConcernLow => "The latest figure is special cause variation: a concern, because figures are lower.",
            Self::NeutralHigh => {
                "The latest figure is special cause variation: figures are higher, which is neither good nor bad."
            }
            Self::NeutralLow => "The latest figure is special cause variation: figures are lower, which is neither good nor bad.",
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

    /// A sentence for readers.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::ConsistentPass => "The process meets the target consistently and will go on to do so unless it changes.",
            Self::ConsistentFail => "The process misses the target consistently and will go on to do so unless it changes.",
            Self::Inconsistent => "The process may or may not meet the target: chance decides.",
        }
    }
}

type Icons = (Option<Variation>, Option<Assurance>, Option<String>);

/// The icons of a chart, and the reason if it has no variation icon.
pub(super) fn icons(points: &[Point], group: Option<&Group>, options: &Options) -> Icons {
    let (Some(group), Some(latest)) = (group, points.last()) else {
        return (None, None, Some("There are no data.".to_owned()));
    };
    let none = |reason: String| (None, None, Some(reason));
    if group.n < FLOOR {
        let points = if group.n == 1 { "point" } else { "points" };
        return none(format!("Not enough data: the limits come from {} {points}, {FLOOR} are needed.", group.n));
    }
    if group.limits.upper.is_none() {
        let members = points.get(group.first..group.end).unwrap_or_default();
        let mut values = members.iter().filter_map(|point| point.value);
        let first = values.next();
        let reason =
            if values.all(|value| Some(value) == first) { "the figures do not vary" } else { "no two figures are neighbours" };
        return none(format!("Limits cannot be computed: {reason}."));
    }
    if group.limits.have_no_width() {
        return none("The limits have no width: nearly all figures are the same.".to_owned());
    }
    if latest.value.is_none() {
        let assurance = assurance(group, options);
        return (None, assurance, Some("The latest figure is missing, so its variation cannot be told.".to_owned()));
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
