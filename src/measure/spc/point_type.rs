//! Whether a point is good news.

use super::Cause;
use crate::model::Direction;

/// Whether a point is good news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointType {
    /// The process as it is.
    CommonCause,
    /// A change for the better.
    Improvement,
    /// A change for the worse.
    Concern,
    /// A change upwards, neither good nor bad.
    NeutralHigh,
    /// A change downwards, neither good nor bad.
    NeutralLow,
}

impl PointType {
    pub(super) fn of(cause: Cause, direction: Direction) -> Self {
        match (cause.sign(), direction) {
            (0, _) => Self::CommonCause,
            (1, Direction::Neutral) => Self::NeutralHigh,
            (_, Direction::Neutral) => Self::NeutralLow,
            (1, Direction::Higher) | (-1, Direction::Lower) => Self::Improvement,
            _ => Self::Concern,
        }
    }

    /// The words of `NHSRplotthedots`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::CommonCause => "common_cause",
            Self::Improvement => "special_cause_improvement",
            Self::Concern => "special_cause_concern",
            Self::NeutralHigh => "special_cause_neutral_high",
            Self::NeutralLow => "special_cause_neutral_low",
        }
    }
}
