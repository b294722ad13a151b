//! Rules that protect small numbers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A named rule for counts of people. No rule suits every table, so authors choose one and give their reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// 1 and 2 are hidden.
    #[serde(rename = "below-3")]
    Below3,
    /// 1 to 4 are hidden.
    #[serde(rename = "below-5")]
    Below5,
    /// 1 to 5 are hidden (Hospital Episode Statistics before September 2018).
    #[serde(rename = "below-6")]
    Below6,
    /// 1 to 9 are hidden.
    #[serde(rename = "below-10")]
    Below10,
    /// 1 to 7 are hidden, and all other counts are rounded to the nearest 5 (Hospital Episode Statistics).
    Hes,
    /// Nothing is hidden. A reason is required.
    None,
}

impl Preset {
    /// The word used in `preset:`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Below3 => "below-3",
            Self::Below5 => "below-5",
            Self::Below6 => "below-6",
            Self::Below10 => "below-10",
            Self::Hes => "hes",
            Self::None => "none",
        }
    }

    /// Hides counts above 0 and below this number; shows 0.
    #[must_use]
    pub fn threshold(self) -> u32 {
        match self {
            Self::Below3 => 3,
            Self::Below5 => 5,
            Self::Below6 => 6,
            Self::Below10 => 10,
            Self::Hes => 8,
            Self::None => 0,
        }
    }

    /// Rounds the counts that are shown to a multiple of this number, if any.
    #[must_use]
    pub fn rounding(self) -> Option<u32> {
        (self == Self::Hes).then_some(5)
    }
}

/// The policy of one table, including the portal's minimum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Policy {
    /// The protection rule.
    pub preset: Preset,
    /// The positions of the columns that count people.
    pub counts: Vec<usize>,
    /// Why the rule `none` is right.
    pub reason: Option<String>,
}
