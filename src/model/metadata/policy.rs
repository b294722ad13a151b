//! Rules that protect small numbers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Decimal, Marker, RawCell, Value, is_said};

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
    /// 1 to 4 are hidden, and all other counts are rounded to the nearest 5 (Mental Health Services Data Set).
    Mhsds,
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
            Self::Mhsds => "mhsds",
            Self::None => "none",
        }
    }

    /// Hides counts above 0 and below this number; shows 0.
    #[must_use]
    pub fn threshold(self) -> u32 {
        match self {
            Self::Below3 => 3,
            Self::Below5 | Self::Mhsds => 5,
            Self::Below6 => 6,
            Self::Below10 => 10,
            Self::Hes => 8,
            Self::None => 0,
        }
    }

    /// Rounds the counts that are shown to a multiple of this number, if any.
    #[must_use]
    pub fn rounding(self) -> Option<u32> {
        matches!(self, Self::Hes | Self::Mhsds).then_some(5)
    }
}

/// Whether counts of 0 are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Zeros {
    /// They are shown: that there is nobody tells of nobody.
    #[default]
    Shown,
    /// They are hidden like small counts.
    Hidden,
}

/// The policy of one table, including the portal's minimum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Policy {
    /// The protection rule.
    pub preset: Preset,
    /// The positions of the columns that count people.
    pub counts: Vec<usize>,
    /// Why the rule is right, where it shows small counts.
    pub reason: Option<String>,
    /// Counts below this number are hidden.
    pub below: u32,
    /// Whether counts of 0 are shown.
    pub zeros: Zeros,
    /// All other counts are rounded to a multiple of this number, if any.
    pub round_to: Option<u32>,
    /// How far apart the least and the most are that a small hidden count can be, by everything published.
    pub width: u32,
}

impl Policy {
    /// Health statistics hide counts below this number, unless somebody has decided otherwise.
    pub const USUAL: u32 = 5;

    /// A preset as it is.
    #[must_use]
    pub fn of(preset: Preset, counts: Vec<usize>, reason: Option<String>) -> Self {
        let below = preset.threshold();
        Self { preset, counts, reason, below, zeros: Zeros::Shown, round_to: preset.rounding(), width: Self::width_for(below) }
    }

    /// Whether counts are shown that are usually hidden. Rounding to 5 hides 3 and 4 as well.
    #[must_use]
    pub fn shows_small(&self) -> bool {
        let blurs = self.below >= Self::USUAL.div_ceil(2) && self.round_to.is_some_and(|base| base >= Self::USUAL);
        !self.counts.is_empty() && self.below < Self::USUAL && !blurs
    }

    /// The counts that are shown and usually hidden, in words: `3 to 4`, `4`.
    #[must_use]
    pub fn small_shown(&self) -> String {
        let (least, most) = (self.below.max(1), Self::USUAL - 1);
        if least == most { most.to_string() } else { format!("{least} to {most}") }
    }

    /// Whether a reason is given, and no word that stands for one.
    #[must_use]
    pub fn says_why(&self) -> bool {
        self.reason.as_deref().is_some_and(is_said)
    }

    /// How wide the interval of a hidden count is if nothing else is asked for: half of what is hidden.
    #[must_use]
    pub fn width_for(below: u32) -> u32 {
        (below.saturating_sub(1) / 2).max(1)
    }

    /// Whether a cell of counts is hidden, by this policy or by the source.
    #[must_use]
    pub fn hides_cell(&self, cell: &RawCell) -> bool {
        match &cell.value {
            _ if cell.is_other => false,
            Value::Number(number) => self.hides(*number),
            Value::Missing(marker) => *marker == Marker::Confidential,
            _ => false,
        }
    }

    /// Whether a count must be hidden. A negative count is a difference of counts, and reveals as much.
    #[must_use]
    pub fn hides(&self, number: Decimal) -> bool {
        number.abs() < self.below.into() && (self.zeros == Zeros::Hidden || !number.is_zero())
    }
}
