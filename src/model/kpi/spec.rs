//! KPIs as declared by authors.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::target::{Bounds, IntervalSpec, PerSeries, TargetSpec};
use super::value_spec::ValueSpec;
use crate::model::{Date, KpiId, Period, PeriodColumns, Unit};
use crate::source::Spanned;

/// A KPI: how to calculate it from a table, and how to show it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KpiSpec {
    /// The KPI's identifier, unique in the portal.
    pub id: Spanned<KpiId>,
    /// The KPI's title, at most 65 characters.
    pub title: Spanned<String>,
    /// The KPI's definition.
    pub description: Option<Spanned<String>>,
    /// The table to calculate it from.
    pub table: Spanned<String>,
    /// How to calculate it.
    pub value: ValueSpec,
    /// The column or columns of periods. `None` for a single figure.
    pub period: Option<Spanned<PeriodColumns>>,
    /// The rows to include: allowed values for each column.
    #[serde(default, rename = "where")]
    pub filter: Option<Spanned<BTreeMap<String, Matches>>>,
    /// The column for the breakdown.
    pub by: Option<Spanned<String>>,
    /// How missing cells affect a figure.
    #[serde(default)]
    pub missing: MissingRule,
    /// The last period of members that have ended, such as a provider that closed.
    #[serde(default)]
    pub ends: BTreeMap<String, Spanned<End>>,
    /// Unit and decimal places.
    #[serde(default)]
    pub format: Format,
    /// The target: for all, for each series, by date or from a column.
    pub target: Option<Spanned<TargetSpec>>,
    /// The columns of a confidence interval.
    pub interval: Option<Spanned<IntervalSpec>>,
    /// The order of the values of `by`; that of the dictionary's `enum` if it has one, and otherwise by their figures.
    pub order: Option<Order>,
    /// Whether higher or lower is better.
    #[serde(default)]
    pub better: Direction,
    /// The lowest and highest possible figure.
    pub bounds: Option<Spanned<Bounds>>,
    /// How many of the latest periods are provisional: incomplete, or open to revision.
    pub provisional: Option<Spanned<usize>>,
    /// The type of chart.
    #[serde(default)]
    pub chart: Chart,
    /// Options of the SPC chart.
    #[serde(default)]
    pub spc: SpcSpec,
    /// Caveats for readers.
    #[serde(default)]
    pub caveats: Vec<String>,
}

impl KpiSpec {
    /// Whether `where` filters rows by a column.
    #[must_use]
    pub fn filters(&self, column: &str) -> bool {
        self.filter.as_ref().is_some_and(|filter| filter.contains_key(column))
    }

    /// The columns that give its periods.
    pub fn period_columns(&self) -> impl Iterator<Item = &str> {
        self.period.iter().flat_map(|period| period.names())
    }

    /// The columns used in `where`.
    pub fn filter_columns(&self) -> impl Iterator<Item = &str> {
        self.filter.iter().flat_map(|filter| filter.keys().map(String::as_str))
    }

    /// How its figures are calculated and judged, as text. Two KPIs whose texts differ are not the same.
    #[must_use]
    pub fn definition(&self) -> String {
        let Self { table, value, period, filter, by, missing, ends, target, interval, better, provisional, chart, spc, .. } =
            self;
        format!("{:?}", (table, value, period, filter, by, missing, target, better, provisional, (chart, spc, ends, interval)))
    }
}

/// The last period of a member: a day, a month, a quarter or a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End(pub Period);

impl End {
    /// Whether a period begins after the end.
    #[must_use]
    pub fn is_before(&self, period: &Period) -> bool {
        self.0.end().is_some_and(|end| period.start() > end)
    }
}

impl<'de> Deserialize<'de> for End {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let period = Period::parse_usual(&text);
        period.map(Self).ok_or_else(|| D::Error::custom(format!("`{text}` is not a period like 2025-11, 2025 or 2025/26 Q3")))
    }
}

/// How missing cells affect a figure calculated from several cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MissingRule {
    /// If any cell is missing, no figure is calculated.
    #[default]
    Refuse,
    /// Leaves out cells that are blank or not available. If any cell is confidential, no figure is calculated.
    Omit,
}

/// How to show a figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Format {
    /// The unit, such as `percent`, `£`, `per 100,000` or `patients`.
    pub unit: Option<Unit>,
    /// Decimal places; 0 if left out.
    #[serde(default)]
    pub decimals: usize,
}

impl Format {
    /// The same unit with other decimals.
    #[must_use]
    pub fn with_decimals(&self, decimals: usize) -> Self {
        Self { unit: self.unit.clone(), decimals }
    }

    /// Whether figures are percentages.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.unit.as_ref().is_some_and(Unit::is_percent)
    }
}

/// Whether higher or lower is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Higher is better.
    Higher,
    /// Lower is better.
    Lower,
    /// Neither is better.
    #[default]
    Neutral,
}

impl Direction {
    /// The word used in `better:`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::Neutral => "neutral",
        }
    }
}

/// The order of the values of `by`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// By their figures: the best first, or the largest if neither direction is better.
    Value,
    /// By their names.
    Name,
    /// As the dictionary lists them under `enum`.
    Dictionary,
}

/// The type of chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Chart {
    /// An SPC chart: a line with control limits.
    Spc,
    /// A line chart.
    #[default]
    Line,
    /// A bar chart.
    Bar,
}

/// Options of an `XmR` chart.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SpcSpec {
    /// Whether unusually large changes are excluded when calculating limits.
    pub screen: bool,
    /// Dates from which limits are recalculated.
    pub rebase: Option<Spanned<PerSeries<Vec<Date>>>>,
    /// Calculates limits from this many points at the start.
    pub fix_after: Option<Spanned<usize>>,
    /// A column that holds the planned values.
    pub trajectory: Option<Spanned<String>>,
}

impl Default for SpcSpec {
    fn default() -> Self {
        Self { screen: true, rebase: None, fix_after: None, trajectory: None }
    }
}

/// The values to include from a column. An empty text matches a blank cell.
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
