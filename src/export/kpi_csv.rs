//! A KPI's figures as a table: the format of `/kpis/<id>.csv`.
//!
//! There is one row for each series and period, oldest first. The overall series is called `All`, and `is_total`
//! is true for it alone. `period_start` and `period_end` are the first and last day of each period. Numbers are not rounded
//! and have a decimal point; a missing figure is empty, and its marker says why. `rule` and `type` are the same as in the JSON.

use std::borrow::Cow;

use super::period::PeriodView;
use crate::catalogue::KpiRef;
use crate::measure::{Kpi, Measure, Reading};
use crate::model::{Unit, float};
use crate::site::Site;

const HEADINGS: [&str; 22] = [
    "series",
    "is_total",
    "period",
    "period_label",
    "period_type",
    "period_start",
    "period_end",
    "value",
    "marker",
    "provisional",
    "without",
    "unit",
    "target",
    "trajectory",
    "mean",
    "lower",
    "upper",
    "rule",
    "type",
    "label",
    "interval_lower",
    "interval_upper",
];

/// The name of the overall series.
pub(super) const ALL: &str = "All";

/// The table in UTF-8 with `\r\n` line endings, as RFC 4180 requires.
#[must_use]
pub fn kpi_csv(site: &Site, at: KpiRef) -> Vec<u8> {
    let kpi = site.kpi(at);
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(HEADINGS);
    let periods: Vec<PeriodView> = (0..kpi.periods.len()).map(|at| PeriodView::of(kpi, at, &site.words)).collect();
    let series = kpi.overall.iter().map(|measure| (None, measure));
    for (name, measure) in series.chain(kpi.listed().map(|(name, measure)| (Some(name), measure))) {
        let table = SeriesTable::of(kpi, name, measure, &periods);
        for (at, reading) in measure.readings.iter().enumerate().filter(|(_, reading)| **reading != Reading::Absent) {
            let _ = writer.write_record(table.row(at, *reading).iter().map(|cell| cell.as_bytes()));
        }
    }
    writer.into_inner().unwrap_or_default()
}

/// A series, with the numbers that stand in many of its rows written once.
struct SeriesTable<'a> {
    kpi: &'a Kpi,
    /// The member; `None` for the overall series.
    name: Option<&'a str>,
    measure: &'a Measure,
    periods: &'a [PeriodView],
    /// Mean, lower and upper limit of each group.
    limits: Vec<[String; 3]>,
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

impl<'a> SeriesTable<'a> {
    fn of(kpi: &'a Kpi, name: Option<&'a str>, measure: &'a Measure, periods: &'a [PeriodView]) -> Self {
        let groups = measure.spc.iter().flat_map(|spc| &spc.groups);
        let limits = groups.map(|group| [group.shown.mean, group.shown.lower, group.shown.upper].map(number)).collect();
        Self { kpi, name, measure, periods, limits }
    }

    fn row(&self, at: usize, reading: Reading) -> [Cow<'_, str>; 22] {
        let Self { kpi, measure, .. } = self;
        let spc = measure.spc.as_ref();
        let group =
            spc.and_then(|spc| spc.at(at).and_then(|(group, _)| spc.groups.iter().position(|other| other.first == group.first)));
        let limit = |which: usize| group.map_or("", |group| self.limits[group][which].as_str()).into();
        let verdict = spc.and_then(|spc| spc.verdict(at));
        let interval = measure.interval(at);
        let period = self.periods.get(at);
        let of_period = |text: fn(&PeriodView) -> &str| period.map_or("", text).into();
        [
            self.name.unwrap_or(ALL).into(),
            if self.name.is_none() { "true" } else { "false" }.into(),
            of_period(|period| &period.period),
            of_period(|period| &period.period_label),
            of_period(|period| period.period_type),
            of_period(|period| period.period_start.as_deref().unwrap_or_default()),
            of_period(|period| period.period_end.as_deref().unwrap_or_default()),
            number(reading.float()).into(),
            reading.marker().map_or_else(String::new, |marker| marker.to_string()).into(),
            if kpi.is_provisional(at) { "true" } else { "false" }.into(),
            measure.absent(at).join("; ").into(),
            kpi.spec.format.unit.as_ref().map_or("", Unit::text).into(),
            number(measure.targets.get(at).copied().flatten().map(float)).into(),
            number(measure.trajectory.get(at).copied().flatten().map(float)).into(),
            limit(0),
            limit(1),
            limit(2),
            verdict.map_or("", |point| point.cause.rule()).into(),
            verdict.map_or("", |point| point.kind.word()).into(),
            self.name.map_or("", |name| kpi.labels.get(name).map_or("", String::as_str)).into(),
            number(interval.map(|(lower, _)| float(lower))).into(),
            number(interval.map(|(_, upper)| float(upper))).into(),
        ]
    }
}
