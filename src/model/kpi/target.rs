//! Figures that authors write: targets and bounds, for all series or for each.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::model::{Decimal, parse_number};

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
