//! A table's dictionary as readers see it: what each column means and may hold, and what was measured in it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::measure::{FieldProfile, MeasuredTable};
use crate::model::{Field, Limit, Value};
use crate::words;

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
    /// Least, greatest and pattern, in words.
    limits: Vec<String>,
    complete: String,
    /// What stands in the place of values, and how often.
    missing: Vec<String>,
    range: Option<String>,
    distinct: String,
    required: bool,
}

/// The columns in the order of the dictionary.
pub(super) fn fields(table: &MeasuredTable) -> Vec<FieldView> {
    let names = table.data.columns.iter().map(|column| column.name.as_str());
    let profiles: BTreeMap<&str, &FieldProfile> = names.zip(&table.profile).collect();
    let none = FieldProfile::default();
    let profile = |field: &Field| profiles.get(field.name.as_str()).copied().unwrap_or(&none);
    table.dictionary.fields.iter().map(|field| field_view(field, profile(field))).collect()
}

fn field_view(field: &Field, profile: &FieldProfile) -> FieldView {
    let format = field.format.as_ref().map_or_else(String::new, |format| format!(" ({format})"));
    let decimals =
        field.decimals.map_or_else(String::new, |decimals| format!(", {}", words::counted(decimals, "decimal", "decimals")));
    let sensitive = if field.sensitive { ", sensitive" } else { "" };
    let range = profile.least.as_ref().zip(profile.greatest.as_ref());
    FieldView {
        name: field.name.to_string(),
        title: field.title.clone(),
        kind: format!("{}{format}{decimals}{sensitive}", field.kind.word()),
        unit: field.unit.as_ref().map(ToString::to_string),
        description: field.description.to_string(),
        source: field.source.clone(),
        allowed: field.allowed.clone(),
        limits: limits(field),
        complete: complete(profile),
        missing: missing(profile),
        range: range.map(|(least, greatest)| format!("{} to {}", value(least, field), value(greatest, field))),
        distinct: words::counted(profile.distinct, "value", "values"),
        required: field.required,
    }
}

fn complete(profile: &FieldProfile) -> String {
    let rows = profile.present + profile.blank + profile.markers.values().sum::<usize>();
    let share = if rows == 0 { 0.0 } else { words::as_f64(profile.present) / words::as_f64(rows) * 100.0 };
    // 99.96% of a million rows is not all of them.
    match profile.present {
        present if present == rows => "100%".to_owned(),
        _ if share > 99.9 => "over 99.9%".to_owned(),
        0 => "0%".to_owned(),
        _ if share < 0.1 => "under 0.1%".to_owned(),
        _ => format!("{}%", words::number(share, 1)),
    }
}

fn missing(profile: &FieldProfile) -> Vec<String> {
    let markers = profile.markers.iter().map(|(marker, count)| {
        let count = words::number(words::as_f64(*count), 0);
        format!("{marker} {}: {count}", marker.words())
    });
    let blank = (profile.blank > 0).then(|| format!("blank: {}", words::number(words::as_f64(profile.blank), 0)));
    markers.chain(blank).collect()
}

fn limits(field: &Field) -> Vec<String> {
    let said = |limit: &Limit| match limit {
        Limit::Number(number) => value(&Value::Number(*number), field),
        Limit::Period(period) => words::period_words(period),
    };
    let ends = match (&field.minimum, &field.maximum) {
        (Some(least), Some(greatest)) => Some(format!("{} to {}", said(least), said(greatest))),
        (Some(least), None) if field.kind.is_temporal() => Some(format!("from {}", said(least))),
        (Some(least), None) => Some(format!("{} or more", said(least))),
        (None, Some(greatest)) if field.kind.is_temporal() => Some(format!("to {}", said(greatest))),
        (None, Some(greatest)) => Some(format!("{} or less", said(greatest))),
        (None, None) => None,
    };
    let pattern = field.pattern.as_ref().map(|pattern| {
        let whole = pattern.as_str();
        let inner = whole.strip_prefix("^(?:").and_then(|rest| rest.strip_suffix(")$")).unwrap_or(whole);
        format!("pattern {inner}")
    });
    ends.into_iter().chain(pattern).collect()
}

/// A value in words. A number has the decimals of its column, or all that it has.
fn value(value: &Value, field: &Field) -> String {
    match value {
        Value::Number(number) => {
            let digits = number.to_string();
            let own = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len());
            words::number(*number, field.decimals.unwrap_or(own))
        }
        Value::Period(period) => words::period_words(period),
        Value::Blank | Value::Text | Value::Missing(_) | Value::Unreadable => String::new(),
    }
}
