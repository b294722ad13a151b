//! How an author says that a figure is calculated.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use super::target::Figure;
use crate::model::Decimal;
use crate::model::as_written::schema_as_written;
use crate::source::Spanned;

/// How to calculate a figure from the rows of a period.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "WrittenValue")]
pub enum ValueSpec {
    /// The sum of a formula over the rows.
    Sum(Spanned<String>),
    /// The sum of one formula over the sum of another.
    Ratio(RatioSpec),
    /// The mean of a formula over the rows.
    Mean(MeanSpec),
    /// The value from the single row for each period.
    Latest(Spanned<String>),
}

impl ValueSpec {
    /// The word for how much each row counts in a mean, if the author says so.
    #[must_use]
    pub fn weighting(&self) -> Option<&'static str> {
        let Self::Mean(mean) = self else { return None };
        match mean.weighting {
            Weighting::Unweighted => Some("unweighted"),
            Weighting::By(_) => Some("weighted"),
            Weighting::Unsaid => None,
        }
    }

    /// The formula, or that of the numerator.
    #[must_use]
    pub fn formula(&self) -> &Spanned<String> {
        match self {
            Self::Sum(formula) | Self::Latest(formula) => formula,
            Self::Mean(mean) => &mean.formula,
            Self::Ratio(ratio) => &ratio.of,
        }
    }

    /// All formulas: one, or those of numerator and denominator.
    #[must_use]
    pub fn formulas(&self) -> Vec<&Spanned<String>> {
        if let Self::Ratio(ratio) = self { vec![&ratio.of, &ratio.to] } else { vec![self.formula()] }
    }
}

/// The mean of a formula over the rows.
#[derive(Clone, Debug)]
pub struct MeanSpec {
    /// The formula.
    pub formula: Spanned<String>,
    /// How much each row counts.
    pub weighting: Weighting,
}

/// How much each row counts in a mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Weighting {
    /// The same, and the author has not said that this is meant.
    Unsaid,
    /// The same, as the author says: `unweighted: true`.
    Unweighted,
    /// As much as a column says: `weight: patients`.
    By(Spanned<String>),
}

/// A value as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WrittenValue {
    /// The sum of a formula over the rows: `invited - attended`.
    sum: Option<Spanned<String>>,
    /// One sum divided by another.
    ratio: Option<RatioSpec>,
    /// The mean of a formula over the rows.
    mean: Option<Spanned<String>>,
    /// The value from the single row for each period.
    latest: Option<Spanned<String>>,
    /// The column that says how much each row counts in a mean.
    weight: Option<Spanned<String>>,
    /// Whether each row counts the same in a mean.
    #[serde(default)]
    unweighted: bool,
}

schema_as_written!(ValueSpec, WrittenValue);

impl TryFrom<WrittenValue> for ValueSpec {
    type Error = &'static str;

    fn try_from(written: WrittenValue) -> Result<Self, Self::Error> {
        let WrittenValue { sum, ratio, mean, latest, weight, unweighted } = written;
        if mean.is_none() && (weight.is_some() || unweighted) {
            return Err("`weight` and `unweighted` belong to a `mean`");
        }
        let weighting = match (weight, unweighted) {
            (Some(_), true) => return Err("a mean with a `weight` is not `unweighted`"),
            (Some(column), false) => Weighting::By(column),
            (None, true) => Weighting::Unweighted,
            (None, false) => Weighting::Unsaid,
        };
        match (sum, ratio, mean, latest) {
            (Some(formula), None, None, None) => Ok(Self::Sum(formula)),
            (None, Some(ratio), None, None) => Ok(Self::Ratio(ratio)),
            (None, None, Some(formula), None) => Ok(Self::Mean(MeanSpec { formula, weighting })),
            (None, None, None, Some(formula)) => Ok(Self::Latest(formula)),
            _ => Err("write one of `sum`, `ratio`, `mean` and `latest`"),
        }
    }
}

/// One sum divided by another.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RatioSpec {
    /// The numerator, as a formula.
    pub of: Spanned<String>,
    /// The denominator, as a formula.
    pub to: Spanned<String>,
    /// Multiplies the ratio; 100 if the unit is `percent`, otherwise 1.
    #[serde(default, deserialize_with = "without_percent")]
    #[schemars(with = "Option<Figure>")]
    pub per: Option<Decimal>,
}

/// Reads a number that nobody writes with a percent sign.
fn without_percent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
    match Figure::deserialize(deserializer)? {
        Figure { value, percent: false } => Ok(Some(value)),
        Figure { .. } => Err(serde::de::Error::custom("write the number without a percent sign")),
    }
}
