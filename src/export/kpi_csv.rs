//! A KPI's figures as a table: the format of `/kpis/<id>.csv`.
//!
//! There is one row for each series and period, oldest first. The overall series has an empty `series`. Numbers are not rounded
//! and have a decimal point; a missing figure is empty, and its marker says why. `rule` and `type` are the same as in the JSON.

use std::borrow::Cow;

use crate::catalogue::KpiRef;
use crate::measure::{Kpi, Measure, Reading};
use crate::model::{Unit, float};
use crate::site::Site;

const HEADINGS: [&str; 13] = [
    "series",
    "period",
    "value",
    "marker",
    "provisional",
    "unit",
    "target",
    "trajectory",
    "mean",
    "lower",
    "upper",
    "rule",
    "type",
];

/// The table in UTF-8 with `\r\n` line endings, as RFC 4180 requires.
#[must_use]
pub fn kpi_csv(site: &Site, at: KpiRef) -> Vec<u8> {
    let kpi = site.kpi(at);
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(HEADINGS);
    let periods: Vec<String> = kpi.periods.iter().map(ToString::to_string).collect();
    let series = kpi.overall.iter().map(|measure| ("", measure));
    for (name, measure) in series.chain(kpi.breakdown.iter().map(|(name, measure)| (name.as_str(), measure))) {
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
    name: &'a str,
    measure: &'a Measure,
    periods: &'a [String],
    target: String,
    /// Mean, lower and upper limit of each group.
    limits: Vec<[String; 3]>,
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

impl<'a> SeriesTable<'a> {
    fn of(kpi: &'a Kpi, name: &'a str, measure: &'a Measure, periods: &'a [String]) -> Self {
        let groups = measure.spc.iter().flat_map(|spc| &spc.groups);
        let limits = groups.map(|group| [group.limits.mean, group.limits.lower, group.limits.upper].map(number)).collect();
        Self { kpi, name, measure, periods, target: number(measure.target.map(float)), limits }
    }

    fn row(&self, at: usize, reading: Reading) -> [Cow<'_, str>; 13] {
        let Self { kpi, measure, .. } = self;
        let spc = measure.spc.as_ref();
        let group =
            spc.and_then(|spc| spc.at(at).and_then(|(group, _)| spc.groups.iter().position(|other| other.first == group.first)));
        let limit = |which: usize| group.map_or("", |group| self.limits[group][which].as_str()).into();
        let verdict = spc.and_then(|spc| spc.verdict(at));
        [
            self.name.into(),
            self.periods.get(at).map_or("", String::as_str).into(),
            number(reading.float()).into(),
            reading.marker().map_or_else(String::new, |marker| marker.to_string()).into(),
            if kpi.is_provisional(at) { "true" } else { "false" }.into(),
            kpi.spec.format.unit.as_ref().map_or("", Unit::text).into(),
            self.target.as_str().into(),
            number(measure.trajectory.get(at).copied().flatten().map(float)).into(),
            limit(0),
            limit(1),
            limit(2),
            verdict.map_or("", |point| point.cause.rule()).into(),
            verdict.map_or("", |point| point.kind.word()).into(),
        ]
    }
}
