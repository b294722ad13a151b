//! Figures that authors write: targets and bounds, for all series or for each.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::model::{Decimal, Period, parse_number};
use crate::source::Spanned;

/// One value for all series, or one for each value of `by`.
#[derive(Clone, Debug, PartialEq)]
pub enum PerSeries<T> {
    /// The same value for all series.
    All(T),
    /// A value for each value of the breakdown.
    Each(BTreeMap<String, T>),
}

impl<T> PerSeries<T> {
    /// The value for a series, where `None` is the overall series. A map has no value for the overall series.
    #[must_use]
    pub fn of(&self, series: Option<&str>) -> Option<&T> {
        match self {
            Self::All(value) => Some(value),
            Self::Each(map) => map.get(series?),
        }
    }

    /// All values given.
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

/// The target of a KPI.
#[derive(Clone, Debug, PartialEq)]
pub enum TargetSpec {
    /// One for all.
    All(Figure),
    /// One for each value of `by`, or for each time from which it applies: `{2023-04: 76%, 2024-04: 78%}`.
    Keyed(BTreeMap<String, Figure>),
    /// A column that holds it.
    Column(String),
}

impl TargetSpec {
    /// The figures given.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        let (one, keyed) = match self {
            Self::All(figure) => (Some(figure), None),
            Self::Keyed(map) => (None, Some(map)),
            Self::Column(_) => (None, None),
        };
        one.into_iter().chain(keyed.into_iter().flat_map(BTreeMap::values))
    }

    /// The times from which each target applies, the earliest first, if its keys are times and not members.
    #[must_use]
    pub fn by_time(&self, is_member: impl Fn(&str) -> bool) -> Option<Vec<(Period, Figure)>> {
        let Self::Keyed(map) = self else { return None };
        if map.keys().all(|key| is_member(key)) {
            return None;
        }
        let times: Option<Vec<(Period, Figure)>> =
            map.iter().map(|(key, figure)| Some((Period::parse_usual(key)?, *figure))).collect();
        let mut times = times?;
        times.sort_by(|a, b| a.0.cmp(&b.0));
        Some(times)
    }
}

impl<'de> Deserialize<'de> for TargetSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TargetVisitor)
    }
}

struct TargetVisitor;

impl<'de> Visitor<'de> for TargetVisitor {
    type Value = TargetSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number like 95%, a map from values of `by` or from dates to numbers, or the name of a column")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TargetSpec, A::Error> {
        let map: BTreeMap<String, TargetSpec> = BTreeMap::deserialize(MapAccessDeserializer::new(map))?;
        if let (1, Some(Self::Value::Column(column))) = (map.len(), map.get("column")) {
            return Ok(TargetSpec::Column(column.clone()));
        }
        let figure = |(key, target): (String, TargetSpec)| match target {
            TargetSpec::All(figure) => Ok((key, figure)),
            TargetSpec::Column(text) => Err(A::Error::custom(format!("`{text}` is not a number like 95, 0.5 or 95%"))),
            TargetSpec::Keyed(_) => Err(A::Error::custom("write one number for each")),
        };
        map.into_iter().map(figure).collect::<Result<_, _>>().map(TargetSpec::Keyed)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<TargetSpec, E> {
        // What is no number is the name of a column. A text that begins like a number is a slip of the keyboard.
        match FigureVisitor.visit_str::<E>(text) {
            Ok(figure) => Ok(TargetSpec::All(figure)),
            Err(problem) if text.trim_start().starts_with(|c: char| c.is_ascii_digit()) => Err(problem),
            Err(_) => Ok(TargetSpec::Column(text.to_owned())),
        }
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<TargetSpec, E> {
        FigureVisitor.visit_f64(number).map(TargetSpec::All)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<TargetSpec, E> {
        FigureVisitor.visit_i64(number).map(TargetSpec::All)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<TargetSpec, E> {
        FigureVisitor.visit_u64(number).map(TargetSpec::All)
    }
}

/// The columns of a confidence interval.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IntervalSpec {
    /// The column of its lower end.
    pub lower: Spanned<String>,
    /// The column of its upper end.
    pub upper: Spanned<String>,
}

/// A figure as written by an author: `95`, `0.5` or `95%`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The number without the percent sign.
    pub value: Decimal,
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
        parse_number(digits)
            .map(|number| Figure { value: number.value, percent })
            .ok_or_else(|| E::custom(format!("`{text}` is not a number like 95, 0.5 or 95%")))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Figure, E> {
        // The shortest text that means this number is the one that the author wrote.
        self.visit_str(&value.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Figure, E> {
        Ok(Figure { value: number.into(), percent: false })
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Figure, E> {
        Ok(Figure { value: number.into(), percent: false })
    }
}

/// The lowest and highest possible figure.
pub type Bounds = (Figure, Figure);
