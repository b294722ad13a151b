//! How the counts of a table are protected, as its author writes it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::{Preset, Zeros};
use crate::source::Spanned;

/// How counts are protected, as written by the author.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicySpec {
    /// The columns that count people. If left out, their units decide.
    pub counts: Option<Vec<Spanned<String>>>,
    /// The protection rule; the portal's if left out.
    pub preset: Option<Spanned<Preset>>,
    /// Why the rule is right, where it shows counts below 5.
    pub reason: Option<String>,
    /// Counts below this number are hidden, instead of those of the preset.
    pub below: Option<Spanned<u32>>,
    /// Whether counts of 0 are shown.
    pub zeros: Option<Zeros>,
    /// All counts that are shown are rounded to a multiple of this number.
    pub round_to: Option<Spanned<u32>>,
    /// How far apart the least and the most are that a small hidden count can be, by everything published. Half of what is hidden
    /// if left out.
    pub width: Option<Spanned<u32>>,
    /// Rows whose counts are not rounded, such as the whole country: columns, each with its values.
    #[serde(default)]
    pub exact: BTreeMap<String, Vec<String>>,
    /// Columns of numbers about people, such as a median, each with the column that counts them: what is said of a hidden count is
    /// hidden with it. `nobody` for a column that says nothing of the people counted.
    #[serde(default)]
    pub statistics: BTreeMap<String, Spanned<String>>,
    /// The columns that are running totals over the periods: the step from one to the next is a count. None if empty.
    pub cumulative: Option<Vec<Spanned<String>>>,
    /// The people who are counted. Tables of a dataset that count the same people share their totals.
    pub universe: Option<String>,
    /// Earlier releases that say nothing of the counts as they are now.
    pub earlier: Option<EarlierReleases>,
    /// The columns that break the counts down, each with its value for the total.
    #[serde(default)]
    pub dimensions: BTreeMap<String, Dimension>,
}

/// Earlier releases with which the counts of a table are not compared.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarlierReleases {
    /// The last of them.
    pub ignore_to: Spanned<String>,
    /// Why what they printed gives nothing away, such as that all counts were revised.
    pub reason: String,
}

/// A column that breaks counts down.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// The value for all others together.
    pub total: Option<String>,
    /// Values that are the sum of others, each with those: `North: [Leeds, York]`.
    #[serde(default)]
    pub parts: BTreeMap<String, Vec<String>>,
    /// Whether the values add up to the total. They do not where one person can be counted under several.
    pub adds_up: Option<bool>,
}
