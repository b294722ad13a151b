//! The text around a chart: the finding as a title, what is shown, and a key to only what appears.

use serde::Serialize;

use super::tile::marker_words;
use crate::measure::spc::PointType;
use crate::measure::{Kpi, Measure, Reading};
use crate::model::{Chart, Decimal, Direction};
use crate::render::chart::rebases;
use crate::words::{Words, capital};

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

/// The finding, and what the chart shows. `axis` is where the axis starts, if that is not zero.
pub(super) fn chart_head(kpi: &Kpi, axis: Option<&str>, words: &Words) -> ChartHead {
    let span = span(kpi, words);
    let subtitle = match axis {
        Some(from) => words.fill("chart-axis", &[("subtitle", &span), ("from", from)]),
        None => span,
    };
    ChartHead { title: capital(&finding(kpi, words)), subtitle }
}

/// The unit and the periods shown.
pub(super) fn span(kpi: &Kpi, words: &Words) -> String {
    let unit = capital(&words.unit_in_full(&kpi.spec.format));
    let unit = match kpi.spec.value.weighting() {
        Some("unweighted") => format!("{unit}, {}", words.text("unweighted-mean")),
        _ => unit,
    };
    let is_over_time = kpi.overall.is_some() && (kpi.spec.chart != Chart::Bar || kpi.breakdown.is_empty());
    let periods = match (kpi.named.first(), kpi.named.last()) {
        (Some(first), Some(last)) if is_over_time && kpi.named.len() > 1 => words.from_to(first, last),
        (Some(_), _) => words.period(&kpi.named[kpi.newest()]),
        _ => return words.fill("chart-subtitle", &[("unit", &unit)]),
    };
    words.fill("chart-subtitle-periods", &[("unit", &unit), ("periods", &periods)])
}

/// The main finding: targets that will be missed or met consistently, a change not due to chance, or else the newest figure.
/// For a breakdown, the highest and the lowest series.
pub(super) fn finding(kpi: &Kpi, words: &Words) -> String {
    let Some(measure) = kpi.overall.as_ref().filter(|_| kpi.spec.chart != Chart::Bar || kpi.breakdown.is_empty()) else {
        return extremes(kpi, words);
    };
    let unusual = || unusual(kpi, measure, words);
    against_target(kpi, measure, words).or_else(unusual).unwrap_or_else(|| newest(kpi, measure, words))
}

fn extremes(kpi: &Kpi, words: &Words) -> String {
    let newest = kpi.newest();
    let value = |measure: &Measure| measure.readings.get(newest).and_then(|reading| reading.value());
    let figures: Vec<(&str, Decimal)> =
        kpi.members().filter_map(|(name, measure)| Some((kpi.label(name), value(measure)?))).collect();
    let highest = figures.iter().max_by(|a, b| a.1.cmp(&b.1));
    let lowest = figures.iter().min_by(|a, b| a.1.cmp(&b.1));
    let shown = |value: Decimal| words.figure_in_words(value, &kpi.spec.format);
    let say = |(name, value): &(&str, Decimal)| words.fill("finding-member", &[("name", name), ("figure", &shown(*value))]);
    let finding = match (highest, lowest) {
        (Some(highest), Some(lowest)) if figures.len() > 1 && shown(highest.1) == shown(lowest.1) => {
            words.fill("finding-all-equal", &[("figure", &shown(highest.1))])
        }
        (Some(highest), Some(lowest)) if highest.0 != lowest.0 => {
            let (highest, lowest) = (say(highest), say(lowest));
            let ends = [("highest", highest.as_str()), ("lowest", lowest.as_str())];
            if figures.len() == kpi.members().count() {
                words.fill("finding-extremes", &ends)
            } else {
                let count = words.whole(figures.len());
                words.fill("finding-extremes-some", &[ends[0], ends[1], ("count", &count)])
            }
        }
        (Some(only), _) => say(only),
        _ => words.text("finding-none").to_owned(),
    };
    match kpi.named.get(newest) {
        Some(period) => words.fill("finding-in", &[("finding", &finding), ("period", &words.in_period(period))]),
        None => finding,
    }
}

fn against_target(kpi: &Kpi, measure: &Measure, words: &Words) -> Option<String> {
    let target = measure.target?;
    let readings = measure.readings.iter().enumerate().filter(|(at, _)| measure.absence(*at).is_none());
    // Each figure is compared with the target in force at its time.
    let compared: Vec<(Decimal, Decimal)> =
        readings.filter_map(|(at, reading)| Some((reading.value()?, measure.targets.get(at).copied().flatten()?))).collect();
    let met = |(value, target): &&(Decimal, Decimal)| match kpi.spec.better {
        Direction::Higher => value >= target,
        _ => value <= target,
    };
    if compared.len() < 3 || kpi.spec.better == Direction::Neutral {
        return None;
    }
    let targets = || measure.readings.iter().zip(&measure.targets).filter(|(_, target)| target.is_some());
    let has_gaps = compared.len() < targets().filter(|(reading, _)| **reading != Reading::Absent).count();
    let key = match (compared.iter().filter(met).count(), has_gaps) {
        (all, true) if all == compared.len() => "finding-met-all-with-data",
        (all, false) if all == compared.len() => "finding-met-all",
        (0, true) => "finding-missed-all-with-data",
        (0, false) => "finding-missed-all",
        _ => return None,
    };
    let aim = if measure.has_changing_target() {
        words.text("target-in-force").to_owned()
    } else {
        words.fill("target-of", &[("figure", &words.target(target, &kpi.spec.format))])
    };
    let periods = words.periods(compared.len(), kpi.step());
    Some(words.fill(key, &[("target", &aim), ("periods", &periods)]))
}

fn unusual(kpi: &Kpi, measure: &Measure, words: &Words) -> Option<String> {
    let points: Vec<_> = measure.spc.as_ref()?.points.iter().filter(|point| point.value.is_some()).collect();
    let last = points.last()?;
    let kind = last.kind;
    if kind == PointType::CommonCause || measure.spc.as_ref()?.variation.is_none() {
        return None;
    }
    let first = points.iter().rev().take_while(|point| point.kind == kind).last()?;
    let period = kpi.named.get(first.at)?;
    let is_higher = matches!(
        (kind, kpi.spec.better),
        (PointType::NeutralHigh, _) | (PointType::Improvement, Direction::Higher) | (PointType::Concern, Direction::Lower)
    );
    let (key, period) = match (is_higher, first.at == last.at) {
        (true, true) => ("finding-higher-in", words.in_period(period)),
        (false, true) => ("finding-lower-in", words.in_period(period)),
        (true, false) => ("finding-higher-since", words.period(period)),
        (false, false) => ("finding-lower-since", words.period(period)),
    };
    Some(words.fill(key, &[("period", &period)]))
}

fn newest(kpi: &Kpi, measure: &Measure, words: &Words) -> String {
    let format = &kpi.spec.format;
    let mut finding = match measure.reading() {
        Reading::Value(value) => words.figure_in_words(value, format),
        other => {
            let said = marker_words(other, format, words).unwrap_or_else(|| words.text("finding-none").to_owned());
            words.fill("finding-missing", &[("marker", &words.reading(other, format)), ("words", &said)])
        }
    };
    if let Some(period) = kpi.named.get(measure.latest) {
        let period = words.in_period(period) + &words.marks(kpi.standing(measure.latest), &measure.absent(measure.latest));
        finding = words.fill("finding-in", &[("finding", &finding), ("period", &period)]);
    }
    let Some(change) = measure.since_previous else { return finding };
    let Some(since) = kpi.named.get(change.from) else { return finding };
    let change = words.change_within(&change, format, &words.in_period(since));
    words.fill("finding-changed", &[("finding", &finding), ("change", &change)])
}

/// The key to the symbols in small multiples.
pub(super) fn multiples_key(members: &[(&str, &Measure)], words: &Words) -> Vec<KeyEntry> {
    let points = || members.iter().filter_map(|(_, measure)| measure.spc.as_ref()).flat_map(|spc| &spc.points);
    let has = |wanted: &[PointType]| points().any(|point| point.value.is_some() && wanted.contains(&point.kind));
    let entry = |kind, key| KeyEntry { kind, text: words.text(key).to_owned() };
    let kinds = [
        ("improvement", "kpis-variation-improvement", &[PointType::Improvement][..]),
        ("concern", "kpis-variation-concern", &[PointType::Concern]),
        ("neutral", "key-neutral", &[PointType::NeutralHigh, PointType::NeutralLow]),
    ];
    let mut key: Vec<KeyEntry> =
        kinds.into_iter().filter(|(_, _, wanted)| has(wanted)).map(|(kind, key, _)| entry(kind, key)).collect();
    let has_limits = |measure: &&Measure| measure.spc.iter().flat_map(|spc| &spc.groups).any(|group| group.shown.upper.is_some());
    if members.iter().any(|(_, measure)| has_limits(measure)) {
        key.push(entry("limit", "key-limit"));
    }
    if members.iter().any(|(_, measure)| measure.target.is_some()) {
        key.push(entry("target", "target"));
    }
    key
}

/// The key to the symbols in a chart of bars: only intervals are drawn beside them.
pub(super) fn bars_key(kpi: &Kpi, words: &Words) -> Vec<KeyEntry> {
    let has_interval = kpi.members().map(|(_, measure)| measure).chain(&kpi.overall).any(|measure| !measure.intervals.is_empty());
    let interval = KeyEntry { kind: "interval", text: words.text("key-interval").to_owned() };
    if has_interval { vec![interval] } else { Vec::new() }
}

/// The key to the symbols in a chart, with their figures.
pub(super) fn chart_key(kpi: &Kpi, measure: &Measure, words: &Words) -> Vec<KeyEntry> {
    let format = &kpi.spec.format;
    let mut key = Vec::new();
    let mut entry = |kind, text: String| key.push(KeyEntry { kind, text });
    if let Some(spc) = &measure.spc {
        let has = |wanted: &[PointType]| spc.points.iter().any(|point| point.value.is_some() && wanted.contains(&point.kind));
        let is_judged = spc.points.iter().any(|point| spc.verdict(point.at).is_some());
        if has(&[PointType::CommonCause]) {
            entry("common", words.text(if is_judged { "key-expected" } else { "kpi-figure" }).to_owned());
        }
        if has(&[PointType::Improvement]) {
            entry("improvement", words.text("kpis-variation-improvement").to_owned());
        }
        if has(&[PointType::Concern]) {
            entry("concern", words.text("kpis-variation-concern").to_owned());
        }
        if has(&[PointType::NeutralHigh, PointType::NeutralLow]) {
            entry("neutral", words.text("key-neutral").to_owned());
        }
        if let Some(group) = spc.groups.last() {
            if let Some(mean) = group.shown.mean {
                entry("mean", words.fill("key-mean", &[("figure", &words.figure(mean, format))]));
            }
            if let (Some(lower), Some(upper)) = (group.shown.lower, group.shown.upper) {
                let (lower, upper) = (words.figure(lower, format), words.figure(upper, format));
                entry("limit", words.fill("key-limits", &[("lower", &lower), ("upper", &upper)]));
            }
        }
    }
    if (0..measure.readings.len()).any(|at| measure.readings[at].value().is_some() && measure.absence(at).is_some()) {
        entry("incomplete", words.text("key-incomplete").to_owned());
    }
    if let Some(target) = measure.target {
        let text = if measure.has_changing_target() {
            words.text("target").to_owned()
        } else {
            words.fill("key-target-figure", &[("figure", &words.target(target, format))])
        };
        entry("target", text);
    }
    if !measure.trajectory.is_empty() {
        entry("trajectory", words.text("kpi-trajectory").to_owned());
    }
    if !measure.intervals.is_empty() {
        entry("interval", words.text("key-interval").to_owned());
    }
    for period in measure.spc.iter().flat_map(|spc| rebases(spc, &kpi.named)) {
        entry("rebase", words.fill("key-rebase", &[("period", &words.period(period))]));
    }
    if kpi.provisional() > 0 {
        entry("provisional", words.text("chart-provisional").to_owned());
    }
    key
}
