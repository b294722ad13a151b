//! What stands around a chart: its finding as a title, what it shows, and a key of only what it holds.

use serde::Serialize;

use super::tile::change_text;
use crate::measure::spc::PointType;
use crate::measure::{Kpi, Measure, Reading};
use crate::model::{Direction, Period};
use crate::render::text;

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

/// The finding of a series, and what the chart shows. `axis` is the lowest figure of the axis, if that is not nought.
pub(super) fn chart_head(kpi: &Kpi, measure: &Measure, axis: Option<&str>) -> ChartHead {
    let unit = text::unit_words(&kpi.spec.format).map_or_else(|| "Figures".to_owned(), text::capital);
    let span = match (kpi.named.first(), kpi.named.last()) {
        (Some(first), Some(last)) if kpi.named.len() > 1 => {
            format!(", {} to {}", text::period_words(first), text::period_words(last))
        }
        (Some(only), _) => format!(", {}", text::period_words(only)),
        _ => String::new(),
    };
    let axis = axis.map_or_else(String::new, |from| format!(" The axis begins at {from}."));
    ChartHead { title: finding(kpi, measure), subtitle: format!("{unit}{span}.{axis}") }
}

/// What a reader should see: targets missed or met all the time, a change that is no chance, or else the newest figure.
fn finding(kpi: &Kpi, measure: &Measure) -> String {
    against_target(kpi, measure).or_else(|| unusual(kpi, measure)).unwrap_or_else(|| newest(kpi, measure))
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
        "Met"
    } else if all == 0 {
        "Missed"
    } else {
        return None;
    };
    let periods = text::counted(values.len(), "period", "periods");
    Some(format!("{verb} the target of {} in all {periods}", text::figure(target, &kpi.spec.format)))
}

fn unusual(kpi: &Kpi, measure: &Measure) -> Option<String> {
    let points: Vec<_> = measure.spc.as_ref()?.points.iter().filter(|point| point.value.is_some()).collect();
    let kind = points.last()?.kind;
    if kind == PointType::CommonCause || measure.spc.as_ref()?.variation.is_none() {
        return None;
    }
    let first = points.iter().rev().take_while(|point| point.kind == kind).last()?;
    let since = text::period_words(kpi.named.get(first.at)?);
    let word = match (kind, kpi.spec.better) {
        (PointType::NeutralHigh, _) | (PointType::Improvement, Direction::Higher) | (PointType::Concern, Direction::Lower) => {
            "Higher"
        }
        _ => "Lower",
    };
    Some(format!("{word} than expected since {since}"))
}

fn newest(kpi: &Kpi, measure: &Measure) -> String {
    let figure = match measure.reading() {
        Reading::Value(value) => text::figure_in_words(value, &kpi.spec.format),
        other => format!("{}, no figure", text::reading(other, &kpi.spec.format)),
    };
    let period =
        kpi.named.get(measure.latest).map_or_else(String::new, |period: &Period| format!(" {}", text::in_period(period)));
    let change = change_text(kpi, measure).map_or_else(String::new, |change| {
        let mut letters = change.trim_end_matches('.').chars();
        let lower = letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect());
        format!(", {lower}")
    });
    format!("{figure}{period}{change}")
}

/// The signs of a chart, with their figures.
pub(super) fn chart_key(kpi: &Kpi, measure: &Measure) -> Vec<KeyEntry> {
    let format = &kpi.spec.format;
    let mut key = Vec::new();
    let mut entry = |kind, text: String| key.push(KeyEntry { kind, text });
    if let Some(spc) = &measure.spc {
        let has = |wanted: &[PointType]| spc.points.iter().any(|point| point.value.is_some() && wanted.contains(&point.kind));
        entry("common", "As expected".to_owned());
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
                entry("mean", format!("Mean {}", text::figure(mean, format)));
            }
            if let (Some(lower), Some(upper)) = (group.limits.lower, group.limits.upper) {
                entry("limit", format!("Limits {} to {}", text::figure(lower, format), text::figure(upper, format)));
            }
        }
    }
    if let Some(target) = measure.target {
        entry("target", format!("Target {}", text::figure(target, format)));
    }
    if !measure.trajectory.is_empty() {
        entry("trajectory", "Trajectory".to_owned());
    }
    key
}
