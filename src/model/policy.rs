//! Policies for small numbers.

use serde::Deserialize;

/// A named rule for counts of people. None of them is right for every table: choose, and say why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
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
    /// 1 to 7 are hidden, all other counts are rounded to the nearest 5 (Hospital Episode Statistics).
    Hes,
    /// Nothing is hidden; a reason is needed.
    None,
}

impl Preset {
    /// The word of `preset:`.
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

    /// Counts above 0 and below this number are hidden; 0 is shown.
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

    /// What shown counts are rounded to.
    #[must_use]
    pub fn rounding(self) -> Option<u32> {
        (self == Self::Hes).then_some(5)
    }
}

/// The policy of one table, after the portal's has been taken into account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The rule.
    pub preset: Preset,
    /// The columns that count people, as positions in the table.
    pub counts: Vec<usize>,
    /// Why a rule of `none` is right.
    pub reason: Option<String>,
}
