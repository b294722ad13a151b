//! Whether a point is good news.

/// Whether a point is good news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointType {
    /// Common cause variation: the process is unchanged.
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
    /// The name used by `NHSRplotthedots`.
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
