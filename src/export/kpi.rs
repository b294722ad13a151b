//! A KPI as JSON: the format of `/kpis/<id>.json`.
//!
//! Periods are in machine-readable form (ISO 8601 where it has one). Numbers are not rounded; a missing value is null and comes
//! with its marker. `rule`, `type`, `variation` and `assurance` use the words of `NHSRplotthedots`.

use serde::Serialize;

use super::kpi_csv::ALL;
use super::period::PeriodView;
use crate::catalogue::KpiRef;
use crate::measure::spc::{Assurance, Group, Spc, Variation};
use crate::measure::{Change, Kpi, Measure, Reading};
use crate::model::{Unit, float};
use crate::site::Site;
use crate::words::Words;

#[derive(Serialize)]
struct KpiView<'a> {
    id: &'a str,
    title: &'a str,
    dataset: &'a str,
    /// Whether the figures are artificial.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    synthetic: bool,
    unit: Option<&'a str>,
    decimals: usize,
    better: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    provisional: Vec<&'a str>,
    #[serde(flatten)]
    overall: Figures<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    breakdown: Option<Members<'a>>,
}

#[derive(Default, Serialize)]
struct Figures<'a> {
    /// `All` for the overall series, which `is_total` tells from a member of that name.
    series_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    is_total: bool,
    period: Option<&'a str>,
    #[serde(flatten)]
    named: Option<PeriodNames<'a>>,
    value: Option<f64>,
    marker: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interval: Option<[f64; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weighting: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    without: Vec<String>,
    previous: Option<f64>,
    change: Option<ChangeView<'a>>,
    year_before: Option<ChangeView<'a>>,
    target: Option<f64>,
    series: Vec<PointView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    targets: Option<Vec<Option<f64>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trajectory: Option<Vec<Option<f64>>>,
    spc: Option<SpcView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

/// The figures of each value of `by`, in their order.
struct Members<'a>(Vec<(&'a str, Figures<'a>)>);

impl Serialize for Members<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, figures)| (name, figures)))
    }
}

#[derive(Serialize)]
struct ChangeView<'a> {
    period: Option<&'a str>,
    value: f64,
    difference: f64,
    percent: Option<f64>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    overlapping_intervals: bool,
}

/// What a period is called, and its days.
#[derive(Clone, Copy, Serialize)]
#[expect(clippy::struct_field_names, reason = "they are the names in the file")]
struct PeriodNames<'a> {
    period_label: &'a str,
    period_type: &'a str,
    period_start: Option<&'a str>,
    period_end: Option<&'a str>,
}

#[derive(Serialize)]
struct PointView<'a> {
    period: Option<&'a str>,
    #[serde(flatten)]
    named: Option<PeriodNames<'a>>,
    value: Option<f64>,
    marker: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interval: Option<[f64; 2]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    without: Vec<String>,
}

#[derive(Serialize)]
struct SpcView<'a> {
    mean: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
    /// The limits before they were cut at what the figures can be.
    computed_lower: Option<f64>,
    computed_upper: Option<f64>,
    screened: bool,
    baseline: Option<Baseline<'a>>,
    points: Vec<SpcPoint<'a>>,
    variation: Option<&'static str>,
    assurance: Option<&'static str>,
    reason: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<GroupView<'a>>,
}

#[derive(Serialize)]
struct SpcPoint<'a> {
    period: Option<&'a str>,
    value: Option<f64>,
    /// Nothing where the chart does not judge.
    rule: Option<&'static str>,
    #[serde(rename = "type")]
    kind: Option<&'static str>,
}

#[derive(Serialize)]
struct GroupView<'a> {
    from: Option<&'a str>,
    to: Option<&'a str>,
    mean: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
    computed_lower: Option<f64>,
    computed_upper: Option<f64>,
    baseline: Baseline<'a>,
}

#[derive(Serialize)]
struct Baseline<'a> {
    from: Option<&'a str>,
    to: Option<&'a str>,
    points: usize,
}

/// The KPI and, in `breakdown`, the same figures for each value of `by`.
#[must_use]
pub fn kpi_json(site: &Site, at: KpiRef) -> Vec<u8> {
    let kpi = site.kpi(at);
    let spec = &kpi.spec;
    let periods: Vec<PeriodView> = (0..kpi.periods.len()).map(|at| PeriodView::of(kpi, at, &site.words)).collect();
    let maker = Maker { periods: &periods, words: &site.words, weighting: spec.value.weighting() };
    let view = KpiView {
        id: spec.id.as_str(),
        title: &spec.title,
        dataset: site.catalogue.datasets[at.dataset].id.as_str(),
        synthetic: site.catalogue.datasets[at.dataset].is_synthetic,
        unit: spec.format.unit.as_ref().map(Unit::text),
        decimals: spec.format.decimals,
        better: spec.better.word(),
        provisional: (0..periods.len()).filter(|at| kpi.is_provisional(*at)).filter_map(|at| maker.period(at)).collect(),
        overall: kpi.overall.as_ref().map_or_else(|| no_figure(kpi, &site.words), |measure| maker.figures(None, measure)),
        by: spec.by.as_ref().map(|by| by.as_str()),
        breakdown: spec.by.as_ref().map(|_| maker.breakdown(kpi)),
    };
    super::compact(&view)
}

fn no_figure<'a>(kpi: &Kpi, words: &'a Words) -> Figures<'a> {
    let key = if kpi.breakdown.is_empty() { "kpi-no-rows" } else { "kpi-not-joined" };
    Figures { series_name: ALL, is_total: true, reason: Some(words.text(key)), ..Figures::default() }
}

/// Makes views of series that share the text of their periods.
struct Maker<'a> {
    periods: &'a [PeriodView],
    words: &'a Words,
    /// How much each row counts in a mean, if the author says so.
    weighting: Option<&'static str>,
}

impl<'a> Maker<'a> {
    fn breakdown(&self, kpi: &'a Kpi) -> Members<'a> {
        let figures = |(name, measure)| {
            let label = kpi.labels.get(name).map(String::as_str);
            (name, Figures { label, ..self.figures(Some(name), measure) })
        };
        Members(kpi.listed().map(figures).collect())
    }

    fn figures(&self, name: Option<&'a str>, measure: &'a Measure) -> Figures<'a> {
        let reading = measure.reading();
        let readings = measure.readings.iter().enumerate().filter(|(_, reading)| **reading != Reading::Absent);
        Figures {
            series_name: name.unwrap_or(ALL),
            label: None,
            is_total: name.is_none(),
            named: self.names(measure.latest),
            period: self.period(measure.latest),
            value: reading.float(),
            marker: reading.marker().map(|marker| marker.to_string()),
            interval: measure.interval(measure.latest).map(|(lower, upper)| [float(lower), float(upper)]),
            weighting: self.weighting,
            without: measure.absent(measure.latest),
            previous: measure.since_previous.map(|change| float(change.earlier)),
            change: measure.since_previous.map(|change| self.change(change)),
            year_before: measure.since_year_before.map(|change| self.change(change)),
            target: measure.target.map(float),
            series: readings
                .map(|(at, reading)| PointView {
                    period: self.period(at),
                    named: self.names(at),
                    value: reading.float(),
                    marker: reading.marker().map(|marker| marker.to_string()),
                    interval: measure.interval(at).map(|(lower, upper)| [float(lower), float(upper)]),
                    without: measure.absent(at),
                })
                .collect(),
            targets: measure.has_changing_target().then(|| in_force(measure)),
            trajectory: (!measure.trajectory.is_empty()).then(|| planned(measure)),
            spc: measure.spc.as_ref().map(|spc| self.spc(spc)),
            reason: None,
        }
    }

    fn change(&self, change: Change) -> ChangeView<'a> {
        let Change { from, earlier, difference, percent, overlaps } = change;
        ChangeView {
            period: self.period(from),
            value: float(earlier),
            difference: float(difference),
            percent: percent.map(float),
            overlapping_intervals: overlaps,
        }
    }

    /// Mean and limits are those of the newest group. `groups` is given if there are several.
    fn spc(&self, spc: &'a Spc) -> SpcView<'a> {
        let last = spc.groups.last();
        let points = spc.points.iter().map(|point| SpcPoint {
            period: self.period(point.at),
            value: point.value,
            rule: spc.verdict(point.at).map(|point| point.cause.rule()),
            kind: spc.verdict(point.at).map(|point| point.kind.word()),
        });
        let groups = if spc.groups.len() > 1 { spc.groups.as_slice() } else { &[] };
        SpcView {
            mean: last.and_then(|group| group.shown.mean),
            lower: last.and_then(|group| group.shown.lower),
            upper: last.and_then(|group| group.shown.upper),
            computed_lower: last.and_then(|group| computed(group, group.limits.lower)),
            computed_upper: last.and_then(|group| computed(group, group.limits.upper)),
            screened: spc.screened,
            baseline: last.map(|group| self.baseline(spc, group)),
            points: points.collect(),
            variation: spc.variation.map(Variation::word),
            assurance: spc.assurance.map(Assurance::word),
            reason: spc.reason.map(|reason| self.words.reason(reason)),
            groups: groups.iter().map(|group| self.group(spc, group)).collect(),
        }
    }

    fn group(&self, spc: &Spc, group: &Group) -> GroupView<'a> {
        GroupView {
            from: self.period_of_point(spc, group.first),
            to: self.period_of_point(spc, group.end - 1),
            mean: group.shown.mean,
            lower: group.shown.lower,
            upper: group.shown.upper,
            computed_lower: computed(group, group.limits.lower),
            computed_upper: computed(group, group.limits.upper),
            baseline: self.baseline(spc, group),
        }
    }

    fn baseline(&self, spc: &Spc, group: &Group) -> Baseline<'a> {
        let last = (group.first + group.baseline).saturating_sub(1);
        let (from, to) = (self.period_of_point(spc, group.first), self.period_of_point(spc, last));
        Baseline { from, to, points: group.n }
    }

    fn period_of_point(&self, spc: &Spc, point: usize) -> Option<&'a str> {
        self.period(spc.points.get(point)?.at)
    }

    fn names(&self, at: usize) -> Option<PeriodNames<'a>> {
        let PeriodView { period_label, period_type, period_start, period_end, .. } = self.periods.get(at)?;
        Some(PeriodNames { period_label, period_type, period_start: period_start.as_deref(), period_end: period_end.as_deref() })
    }

    fn period(&self, at: usize) -> Option<&'a str> {
        self.periods.get(at).map(|period| period.period.as_str())
    }
}

/// A limit as calculated, where the chart has limits at all.
fn computed(group: &Group, limit: Option<f64>) -> Option<f64> {
    limit.filter(|_| group.shown.upper.is_some())
}

/// The target in force, for the same periods as the series.
fn in_force(measure: &Measure) -> Vec<Option<f64>> {
    let readings = measure.readings.iter().zip(&measure.targets);
    readings.filter(|(reading, _)| **reading != Reading::Absent).map(|(_, target)| target.map(float)).collect()
}

/// The planned trajectory, for the same periods as the series.
fn planned(measure: &Measure) -> Vec<Option<f64>> {
    let readings = measure.readings.iter().zip(&measure.trajectory);
    readings.filter(|(reading, _)| **reading != Reading::Absent).map(|(_, planned)| planned.map(float)).collect()
}
