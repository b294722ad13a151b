//! A table's dictionary for readers: what each column means and may contain, and its profile.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::measure::{FieldProfile, MeasuredTable};
use crate::model::{Field, FieldType, Limit, Unit, Value};
use crate::words::{Words, as_f64};

/// A column.
#[derive(Serialize)]
pub(super) struct FieldView {
    name: String,
    title: String,
    kind: String,
    unit: Option<String>,
    description: String,
    source: Option<String>,
    allowed: Vec<String>,
    /// The lowest and highest allowed values and the pattern, in words.
    limits: Vec<String>,
    complete: String,
    /// Markers and blanks, and how often they occur.
    missing: Vec<String>,
    range: Option<String>,
    distinct: String,
    required: bool,
}

/// The columns in the order of the dictionary.
pub(super) fn fields(table: &MeasuredTable, words: &Words) -> Vec<FieldView> {
    let names = table.data.columns.iter().map(|column| column.name.as_str());
    let profiles: BTreeMap<&str, &FieldProfile> = names.zip(&table.profile).collect();
    let none = FieldProfile::default();
    let profile = |field: &Field| profiles.get(field.name.as_str()).copied().unwrap_or(&none);
    table.dictionary.fields.iter().map(|field| field_view(field, profile(field), words)).collect()
}

fn field_view(field: &Field, profile: &FieldProfile, words: &Words) -> FieldView {
    // Numbers of several units have no range in common.
    let range = profile.least.as_ref().zip(profile.greatest.as_ref()).filter(|_| field.unit_column.is_none());
    FieldView {
        name: field.name.to_string(),
        title: field.title.clone(),
        kind: kind(field, words),
        unit: unit(field.unit.as_ref(), field.unit_column.as_deref(), words),
        description: field.description.to_string(),
        source: field.source.clone(),
        allowed: allowed(field, words),
        limits: limits(field, words),
        complete: complete(profile, words),
        missing: missing(profile, words),
        range: range.map(|(least, greatest)| words.range(&value(least, field, words), &value(greatest, field, words))),
        distinct: words.count("count-values", profile.distinct),
        required: field.required,
    }
}

/// The unit of a column's numbers, or where each row says it.
pub(super) fn unit(unit: Option<&Unit>, column: Option<&str>, words: &Words) -> Option<String> {
    unit.map(ToString::to_string).or_else(|| Some(words.fill("unit-in-column", &[("column", column?)])))
}

/// The allowed values, each with its label. If any value is allowed, those that have labels.
fn allowed(field: &Field, words: &Words) -> Vec<String> {
    const MOST: usize = 40;
    let named = |code: &String| match field.labels.get(code) {
        Some(label) => words.fill("field-label", &[("code", code), ("label", label)]),
        None => code.clone(),
    };
    let codes: Vec<&String> =
        if field.allowed.is_empty() { field.labels.keys().collect() } else { field.allowed.iter().collect() };
    let shown = if field.labels.is_empty() { codes.len() } else { MOST };
    codes.into_iter().take(shown).map(named).collect()
}

/// The type of a column, and its restrictions.
fn kind(field: &Field, words: &Words) -> String {
    let mut kind = field.kind.word().to_owned();
    // Dates are published as ISO 8601, whatever the form they were written in.
    let format = field.format.as_ref().filter(|_| field.kind != FieldType::Date);
    let format = format.map(|format| format.split_once(' ').map_or(format.as_str(), |(word, _)| word));
    if let Some(format) = format {
        kind = words.fill("field-format", &[("kind", &kind), ("format", format)]);
    }
    if let Some(decimals) = field.decimals {
        kind = words.fill("field-decimals", &[("kind", &kind), ("decimals", &words.count("count-decimals", decimals))]);
    }
    for (unit, decimals) in &field.decimals_by_unit {
        let places =
            words.fill("field-decimals-of-unit", &[("decimals", &words.count("count-decimals", *decimals)), ("unit", unit)]);
        kind = words.fill("field-decimals", &[("kind", &kind), ("decimals", &places)]);
    }
    if field.sensitive { words.fill("field-sensitive", &[("kind", &kind)]) } else { kind }
}

fn complete(profile: &FieldProfile, words: &Words) -> String {
    let rows = profile.present + profile.blank + profile.markers.values().sum::<usize>();
    let share = if rows == 0 { 0.0 } else { as_f64(profile.present) / as_f64(rows) * 100.0 };
    // Round to 100% only if no value is missing: 99.96% of a million rows is not all of them.
    match profile.present {
        present if present == rows => "100%".to_owned(),
        _ if share > 99.9 => words.text("field-complete-over").to_owned(),
        0 => "0%".to_owned(),
        _ if share < 0.1 => words.text("field-complete-under").to_owned(),
        _ => format!("{}%", words.number(share, 1)),
    }
}

fn missing(profile: &FieldProfile, words: &Words) -> Vec<String> {
    let markers = profile.markers.iter().map(|(marker, count)| {
        let (sign, count) = (marker.to_string(), words.whole(*count));
        words.fill("field-missing", &[("marker", &sign), ("words", words.marker(*marker)), ("count", &count)])
    });
    let blank = (profile.blank > 0).then(|| words.fill("field-blank", &[("count", &words.whole(profile.blank))]));
    markers.chain(blank).collect()
}

fn limits(field: &Field, words: &Words) -> Vec<String> {
    let said = |limit: &Limit| match limit {
        Limit::Number(number) => value(&Value::Number(*number), field, words),
        Limit::Period(period) => words.period(period),
    };
    let is_temporal = field.kind.is_temporal();
    let ends = match (&field.minimum, &field.maximum) {
        (Some(least), Some(greatest)) => Some(words.range(&said(least), &said(greatest))),
        (Some(least), None) if is_temporal => Some(words.fill("field-from", &[("from", &said(least))])),
        (Some(least), None) => Some(words.fill("field-or-more", &[("number", &said(least))])),
        (None, Some(greatest)) if is_temporal => Some(words.fill("field-to", &[("to", &said(greatest))])),
        (None, Some(greatest)) => Some(words.fill("field-or-less", &[("number", &said(greatest))])),
        (None, None) => None,
    };
    let pattern = field.pattern.as_ref().map(|pattern| {
        let whole = pattern.as_str();
        let inner = whole.strip_prefix("^(?:").and_then(|rest| rest.strip_suffix(")$")).unwrap_or(whole);
        words.fill("field-pattern", &[("pattern", inner)])
    });
    ends.into_iter().chain(pattern).collect()
}

/// A value in words. A number has the decimal places of its column, or all of its own if the column sets none.
fn value(value: &Value, field: &Field, words: &Words) -> String {
    match value {
        Value::Number(number) => {
            let digits = number.to_string();
            let own = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len());
            words.number(*number, field.decimals.unwrap_or(own))
        }
        Value::Period(period) => words.period(period),
        Value::Blank | Value::Text | Value::Missing(_) | Value::Unreadable => String::new(),
    }
}
