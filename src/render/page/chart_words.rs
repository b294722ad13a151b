//! What stands around a chart: its finding as a title, what it shows, and a key of only what it holds.

use serde::Serialize;

use super::tile::{change_text, marker_words};
use crate::measure::spc::PointType;
use crate::measure::{Kpi, Measure, Reading};
use crate::model::{Chart, Direction, Period};
use crate::render::chart::rebases;
use crate::words;

/// The title and subtitle of a chart.
#[derive(Serialize)]
pub(super) struct ChartHead {
    pub(super) title: String,
    subtitle: String,
}

/// One entry of the key.
#[derive(Serialize)]
pub(super) struct KeyEntry {
    kind: &'static str,
    text: String,
}

/// The finding, and what the chart shows. `axis` is the lowest figure of the axis, if that is not nought.
pub(super) fn chart_head(kpi: &Kpi, axis: Option<&str>) -> ChartHead {
    let axis = axis.map_or_else(String::new, |from| format!(" The axis begins at {from}."));
    ChartHead { title: words::capital(&finding(kpi)), subtitle: format!("{}{axis}", span(kpi)) }
}

/// Unit and periods of what is shown.
pub(super) fn span(kpi: &Kpi) -> String {
    let format = &kpi.spec.format;
    let unit = words::capital(&words::unit_in_full(format));
    let is_over_time = kpi.overall.is_some() && (kpi.spec.chart != Chart::Bar || kpi.breakdown.is_empty());
    let periods = match (kpi.named.first(), kpi.named.last()) {
        (Some(first), Some(last)) if is_over_time && kpi.named.len() > 1 => {
            format!(", {} to {}", words::period_words(first), words::period_words(last))
        }
        (Some(_), _) => format!(", {}", words::period_words(&kpi.named[kpi.newest()])),
        _ => String::new(),
    };
    format!("{unit}{periods}.")
}

/// What a reader should see: targets missed or met all the time, a change that is no chance, or else the newest figure.
/// Of series that stand side by side, the highest and the lowest.
pub(super) fn finding(kpi: &Kpi) -> String {
    match kpi.overall.as_ref().filter(|_| kpi.spec.chart != Chart::Bar || kpi.breakdown.is_empty()) {
        Some(measure) => against_target(kpi, measure).or_else(|| unusual(kpi, measure)).unwrap_or_else(|| newest(kpi, measure)),
        None => extremes(kpi),
    }
}

fn extremes(kpi: &Kpi) -> String {
    let newest = kpi.newest();
    let value = |measure: &Measure| measure.readings.get(newest).and_then(|reading| reading.value());
    let figures: Vec<(&str, f64)> =
        kpi.breakdown.iter().filter_map(|(name, measure)| Some((name.as_str(), value(measure)?))).collect();
    let highest = figures.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let lowest = figures.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let period = kpi.named.get(newest).map_or_else(String::new, |period| format!(" {}", words::in_period(period)));
    let say = |(name, value): &(&str, f64)| format!("{name} ({})", words::figure_in_words(*value, &kpi.spec.format));
    match (highest, lowest) {
        (Some(highest), Some(lowest)) if highest.0 != lowest.0 => {
            format!("highest for {}, lowest for {}{period}", say(highest), say(lowest))
        }
        (Some(only), _) => format!("{}{period}", say(only)),
        _ => format!("no figure{period}"),
    }
}

fn against_target(kpi: &Kpi, measure: &Measure) -> Option<String> {
    let target = measure.target?;
    let values: Vec<f64> = measure.readings.iter().filter_map(|reading| reading.value()).collect();
    let met = |value: &f64| match kpi.spec.better {
        Direction::Higher => *value >= target,
        _ => *value <= target,
    };
    if values.len() < 3 || kpi.spec.better == Direction::Neutral {
        return None;
    }
    let all = values.iter().filter(|value| met(value)).count();
    let verb = if all == values.len() {
        "met"
    } else if all == 0 {
        "missed"
    } else {
        return None;
    };
    let periods = words::counted(values.len(), "period", "periods");
    let has_gaps = measure.readings.iter().any(|reading| matches!(reading, Reading::Missing(_)));
    let with = if has_gaps { " with a figure" } else { "" };
    Some(format!("{verb} the target of {} in all {periods}{with}", words::figure(target, &kpi.spec.format)))
}

fn unusual(kpi: &Kpi, measure: &Measure) -> Option<String> {
    let points: Vec<_> = measure.spc.as_ref()?.points.iter().filter(|point| point.value.is_some()).collect();
    let kind = points.last()?.kind;
    if kind == PointType::CommonCause || measure.spc.as_ref()?.variation.is_none() {
        return None;
    }
    let first = points.iter().rev().take_while(|point| point.kind == kind).last()?;
    let since = words::period_words(kpi.named.get(first.at)?);
    let word = match (kind, kpi.spec.better) {
        (PointType::NeutralHigh, _) | (PointType::Improvement, Direction::Higher) | (PointType::Concern, Direction::Lower) => {
            "higher"
        }
        _ => "lower",
    };
    Some(format!("{word} than expected since {since}"))
}

fn newest(kpi: &Kpi, measure: &Measure) -> String {
    let figure = match measure.reading() {
        Reading::Value(value) => words::figure_in_words(value, &kpi.spec.format),
        other => format!("{}, {}", words::reading(other, &kpi.spec.format), marker_words(other).unwrap_or("no figure")),
    };
    let mark = words::provisional_mark(kpi.is_provisional(measure.latest));
    let period =
        kpi.named.get(measure.latest).map_or_else(String::new, |period: &Period| format!(" {}{mark}", words::in_period(period)));
    let change = change_text(kpi, measure).map_or_else(String::new, |change| {
        let mut letters = change.trim_end_matches('.').chars();
        let lower = letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect());
        format!(", {lower}")
    });
    format!("{figure}{period}{change}")
}

/// The signs of small multiples that a reader must be told.
pub(super) fn multiples_key(members: &[(&str, &Measure)]) -> Vec<KeyEntry> {
    let points = || members.iter().filter_map(|(_, measure)| measure.spc.as_ref()).flat_map(|spc| &spc.points);
    let has = |wanted: &[PointType]| points().any(|point| point.value.is_some() && wanted.contains(&point.kind));
    let entry = |kind, text: &str| KeyEntry { kind, text: text.to_owned() };
    let kinds = [
        ("improvement", "Improvement", &[PointType::Improvement][..]),
        ("concern", "Concern", &[PointType::Concern]),
        ("neutral", "Unusual, neither good nor bad", &[PointType::NeutralHigh, PointType::NeutralLow]),
    ];
    let mut key: Vec<KeyEntry> =
        kinds.into_iter().filter(|(_, _, wanted)| has(wanted)).map(|(kind, words, _)| entry(kind, words)).collect();
    if points().next().is_some() {
        key.push(entry("limit", "Limits"));
    }
    if members.iter().any(|(_, measure)| measure.target.is_some()) {
        key.push(entry("target", "Target"));
    }
    key
}

/// The signs of a chart, with their figures.
pub(super) fn chart_key(kpi: &Kpi, measure: &Measure) -> Vec<KeyEntry> {
    let format = &kpi.spec.format;
    let mut key = Vec::new();
    let mut entry = |kind, text: String| key.push(KeyEntry { kind, text });
    if let Some(spc) = &measure.spc {
        let has = |wanted: &[PointType]| spc.points.iter().any(|point| point.value.is_some() && wanted.contains(&point.kind));
        let is_judged = spc.points.iter().any(|point| spc.verdict(point.at).is_some());
        if has(&[PointType::CommonCause]) {
            entry("common", if is_judged { "As expected" } else { "Figure" }.to_owned());
        }
        if has(&[PointType::Improvement]) {
            entry("improvement", "Improvement".to_owned());
        }
        if has(&[PointType::Concern]) {
            entry("concern", "Concern".to_owned());
        }
        if has(&[PointType::NeutralHigh, PointType::NeutralLow]) {
            entry("neutral", "Unusual, neither good nor bad".to_owned());
        }
        if let Some(group) = spc.groups.last() {
            if let Some(mean) = group.limits.mean {
                entry("mean", format!("Mean {}", words::figure(mean, format)));
            }
            if let (Some(lower), Some(upper)) = (group.limits.lower, group.limits.upper) {
                entry("limit", format!("Limits {} to {}", words::figure(lower, format), words::figure(upper, format)));
            }
        }
    }
    if let Some(target) = measure.target {
        entry("target", format!("Target {}", words::figure(target, format)));
    }
    if !measure.trajectory.is_empty() {
        entry("trajectory", "Trajectory".to_owned());
    }
    for period in measure.spc.iter().flat_map(|spc| rebases(spc, &kpi.named)) {
        entry("rebase", format!("Limits start again {}", words::in_period(period)));
    }
    if kpi.provisional() > 0 {
        entry("provisional", "Provisional".to_owned());
    }
    key
}
