//! Reads the text of cells, using the column's type and the table's markers.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::model::{
    Field, FieldType, Marker, MarkerMeaning, NumberForm, ParsedNumber, Period, PeriodFormat, RawCell, Value, composed, date_of,
    parse_number_in, unambiguous_day,
};

/// How the texts of a table are to be read.
#[derive(Clone, Debug, Default)]
pub(in crate::load) struct CellTexts {
    /// What texts in columns of numbers stand for.
    pub(in crate::load) markers: BTreeMap<String, MarkerMeaning>,
    /// How numbers are written.
    pub(in crate::load) numbers: NumberForm,
}

/// Reads the cells of one column.
pub(in crate::load) struct CellReader<'a> {
    field: Option<&'a Field>,
    texts: &'a CellTexts,
}

impl<'a> CellReader<'a> {
    /// A reader for a column. Without a `field` the cells are read as text, and a rule reports the column.
    pub(in crate::load) fn new(field: Option<&'a Field>, texts: &'a CellTexts) -> Self {
        Self { field, texts }
    }

    /// Reads a cell. `order` is the number of distinct texts read before it; free-text periods are sorted by it.
    pub(in crate::load) fn read(&self, text: &str, order: usize) -> RawCell {
        let composed = composed(text);
        let trimmed = composed.trim();
        let (value, normal) = self.meaning(trimmed, order);
        let kind = self.field.map_or(FieldType::String, |field| field.kind);
        let normal = match normal {
            Some(normal) => Some(normal),
            None if trimmed.len() < text.len() && (value == Value::Blank || kind != FieldType::String) => {
                Some(trimmed.to_owned())
            }
            None => matches!(composed, Cow::Owned(_)).then(|| composed.to_string()),
        };
        RawCell { text: text.into(), normal: normal.filter(|normal| normal != text).map(Into::into), value, is_other: false }
    }

    fn meaning(&self, text: &str, order: usize) -> (Value, Option<String>) {
        let Some(field) = self.field else {
            return (if text.is_empty() { Value::Blank } else { Value::Text }, None);
        };
        let missing = |marker: Marker| (Value::Missing(marker), Some(marker.to_string()));
        if let Some(marker) = field.markers.get(text) {
            return missing(*marker);
        }
        if text.is_empty() {
            return (Value::Blank, None);
        }
        if field.kind != FieldType::String
            && let Some(meaning) = self.texts.markers.get(text)
        {
            match *meaning {
                MarkerMeaning::Marker(marker) => return missing(marker),
                MarkerMeaning::Number(number) if field.kind.is_numeric() => {
                    return (Value::Number(number), Some(number.to_string()));
                }
                MarkerMeaning::Number(_) => {}
            }
        }
        if let Some(marker) = Marker::from_bracketed(text).filter(|_| !field.allowed.iter().any(|value| value == text)) {
            return missing(marker);
        }
        let period = |period: Option<Period>| period.map_or(Value::Unreadable, Value::Period);
        match field.kind {
            FieldType::String => (Value::Text, None),
            FieldType::Integer | FieldType::Number => match parse_number_in(text, self.texts.numbers) {
                Some(ParsedNumber { value, digits }) if field.kind == FieldType::Number || value.fract().is_zero() => {
                    (Value::Number(value), digits)
                }
                _ => (Value::Unreadable, None),
            },
            FieldType::Boolean => {
                let known = ["true", "false", "yes", "no", "1", "0", "y", "n"].contains(&text.to_lowercase().as_str());
                (if known { Value::Text } else { Value::Unreadable }, None)
            }
            // A date is published as ISO 8601: 01/09/15 is read as three different days by three programs.
            FieldType::Date => match date_of(text, field.format.as_deref()) {
                Some(day) => (Value::Period(Period::Day(day)), Some(day.to_string())),
                None => (Value::Unreadable, None),
            },
            FieldType::Year | FieldType::YearMonth | FieldType::Period => {
                let format = field.period.unwrap_or(PeriodFormat::Text);
                if format.is_of_days() {
                    let day =
                        field.format_of_days().map_or_else(|| unambiguous_day(text), |pattern| date_of(text, Some(pattern)));
                    return match day.and_then(|day| Some((format.period_of(day)?, day))) {
                        Some((period, day)) => (Value::Period(period), Some(day.to_string())),
                        None => (Value::Unreadable, None),
                    };
                }
                let read = match Period::parse(text, format) {
                    Some(Period::Text(_, text)) => {
                        // The allowed values of such a column declare their order.
                        let declared = field.allowed.iter().position(|value| *value == *text);
                        Some(Period::Text(u32::try_from(declared.unwrap_or(order)).unwrap_or(u32::MAX), text))
                    }
                    other => other,
                };
                (period(read), None)
            }
        }
    }
}
