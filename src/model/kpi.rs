//! KPIs as authors declare them.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{Date, KpiId};
use crate::source::Spanned;

/// A figure to watch: how it is computed from a table, and how it is shown.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KpiSpec {
    /// Its name, unique in the portal.
    pub id: Spanned<KpiId>,
    /// Its title, at most 65 characters.
    pub title: Spanned<String>,
    /// Its definition.
    pub description: Option<Spanned<String>>,
    /// The table it is computed from.
    pub table: Spanned<String>,
    /// How it is computed.
    pub value: ValueSpec,
    /// The column of periods; none for a single figure.
    pub period: Option<Spanned<String>>,
    /// Which rows count.
    #[serde(default, rename = "where")]
    pub filter: Option<Spanned<BTreeMap<String, Matches>>>,
    /// The column to break it down by.
    pub by: Option<Spanned<String>>,
    /// What missing cells do to a figure.
    #[serde(default)]
    pub missing: MissingRule,
    /// Unit and decimals.
    #[serde(default)]
    pub format: Format,
    /// What is aimed for.
    pub target: Option<Spanned<PerSeries<Figure>>>,
    /// Which way is good.
    #[serde(default)]
    pub better: Direction,
    /// The least and the most it can be.
    pub bounds: Option<Spanned<Bounds>>,
    /// How many of the newest periods are provisional: not yet complete, or open to revision.
    pub provisional: Option<Spanned<usize>>,
    /// How it is drawn.
    #[serde(default)]
    pub chart: Chart,
    /// Options of the SPC chart.
    #[serde(default)]
    pub spc: SpcSpec,
    /// What a reader should know.
    #[serde(default)]
    pub caveats: Vec<String>,
}

impl KpiSpec {
    /// Whether `where` chooses rows by a column.
    #[must_use]
    pub fn filters(&self, column: &str) -> bool {
        self.filter.as_ref().is_some_and(|filter| filter.contains_key(column))
    }

    /// The columns that `where` chooses rows by.
    pub fn filter_columns(&self) -> impl Iterator<Item = &str> {
        self.filter.iter().flat_map(|filter| filter.keys().map(String::as_str))
    }
}

/// How a figure is computed from the rows of a period.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueSpec {
    /// The sum of a formula over the rows.
    Sum(Spanned<String>),
    /// The sum of one formula over the sum of another.
    Ratio(RatioSpec),
    /// The mean of a formula over the rows.
    Mean(Spanned<String>),
    /// The value of the period's one row.
    Latest(Spanned<String>),
}

/// A ratio of two sums.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatioSpec {
    /// The numerator.
    pub of: Spanned<String>,
    /// The denominator.
    pub to: Spanned<String>,
    /// What the ratio is multiplied by; 100 if the unit is `percent`, else 1.
    pub per: Option<f64>,
}

/// What missing cells do to a figure that is made of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MissingRule {
    /// One missing cell makes the figure missing.
    #[default]
    Refuse,
    /// Cells that are blank or not available are left out. A confidential cell still makes the figure missing.
    Omit,
}

/// How a figure is written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Format {
    /// `percent`, `£`, `per 100,000`, `patients`, ...
    pub unit: Option<String>,
    /// Decimals, 0 if none are given.
    #[serde(default)]
    pub decimals: usize,
}

impl Format {
    /// Whether figures are percentages.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.unit.as_deref().is_some_and(|unit| matches!(unit.to_lowercase().as_str(), "percent" | "per cent" | "pct" | "%"))
    }
}

/// Which way is good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither.
    #[default]
    Neutral,
}

impl Direction {
    /// The word of `better:`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::Neutral => "neutral",
        }
    }
}

/// How a figure is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Chart {
    /// A line with control limits.
    Spc,
    /// A line.
    #[default]
    Line,
    /// Bars.
    Bar,
}

/// Options of an `XmR` chart.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SpcSpec {
    /// Whether outlying moving ranges are left out of the limits.
    pub screen: bool,
    /// The first dates of new limits.
    pub rebase: Option<Spanned<PerSeries<Vec<Date>>>>,
    /// Limits come from the first so many points.
    pub fix_after: Option<Spanned<usize>>,
    /// A column that holds the planned course.
    pub trajectory: Option<Spanned<String>>,
}

impl Default for SpcSpec {
    fn default() -> Self {
        Self { screen: true, rebase: None, fix_after: None, trajectory: None }
    }
}

/// One value for all series, or one for each value of `by`.
#[derive(Clone, Debug, PartialEq)]
pub enum PerSeries<T> {
    /// For all series.
    All(T),
    /// By the breakdown's value.
    Each(BTreeMap<String, T>),
}

impl<T> PerSeries<T> {
    /// The value for a series: `None` is the overall series, which a map does not speak of.
    #[must_use]
    pub fn of(&self, series: Option<&str>) -> Option<&T> {
        match self {
            Self::All(value) => Some(value),
            Self::Each(map) => map.get(series?),
        }
    }

    /// Every value given.
    pub fn values(&self) -> Vec<&T> {
        match self {
            Self::All(value) => vec![value],
            Self::Each(map) => map.values().collect(),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for PerSeries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PerSeriesVisitor(PhantomData))
    }
}

struct PerSeriesVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for PerSeriesVisitor<T> {
    type Value = PerSeries<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one value, or a map from the breakdown's values")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        BTreeMap::deserialize(MapAccessDeserializer::new(map)).map(PerSeries::Each)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        T::deserialize(SeqAccessDeserializer::new(seq)).map(PerSeries::All)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        T::deserialize(text.into_deserializer()).map(PerSeries::All)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        T::deserialize(number.into_deserializer()).map(PerSeries::All)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        T::deserialize(number.into_deserializer()).map(PerSeries::All)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        T::deserialize(number.into_deserializer()).map(PerSeries::All)
    }
}

/// A figure as authors write it: `95`, `0.5` or `95%`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The number before the sign.
    pub value: f64,
    /// Whether a percent sign was written.
    pub percent: bool,
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FigureVisitor)
    }
}

struct FigureVisitor;

impl Visitor<'_> for FigureVisitor {
    type Value = Figure;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number like 95, 0.5 or 95%")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Figure, E> {
        let (digits, percent) = text.trim().strip_suffix('%').map_or((text, false), |digits| (digits, true));
        super::parse_number(digits)
            .map(|(value, _)| Figure { value, percent })
            .ok_or_else(|| E::custom(format!("`{text}` is not a number like 95, 0.5 or 95%")))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Figure, E> {
        if value.is_finite() { Ok(Figure { value, percent: false }) } else { Err(E::custom("a number must be finite")) }
    }

    #[expect(clippy::cast_precision_loss, reason = "a target beyond 2^53 is no target")]
    fn visit_i64<E: Error>(self, number: i64) -> Result<Figure, E> {
        self.visit_f64(number as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "a target beyond 2^53 is no target")]
    fn visit_u64<E: Error>(self, number: u64) -> Result<Figure, E> {
        self.visit_f64(number as f64)
    }
}

/// The least and the most a figure can be.
pub type Bounds = (Figure, Figure);

/// The values of a column that count: one or several; an empty text matches a blank cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matches(pub Vec<String>);

impl<'de> Deserialize<'de> for Matches {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MatchesVisitor)
    }
}

struct MatchesVisitor;

impl<'de> Visitor<'de> for MatchesVisitor {
    type Value = Matches;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or a list of values")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Matches, A::Error> {
        Vec::<String>::deserialize(SeqAccessDeserializer::new(seq)).map(Matches)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Matches, E> {
        Ok(Matches(vec![text.to_owned()]))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Matches, E> {
        Ok(Matches(vec![number.to_string()]))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Matches, E> {
        Ok(Matches(vec![number.to_string()]))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Matches, E> {
        Err(E::custom("write the value in quotes, so that its digits stay as they are"))
    }
}
