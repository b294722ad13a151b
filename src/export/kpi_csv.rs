//! A KPI's figures as a table: the format of `/kpis/<id>.csv`.
//!
//! There is one row for each series and period, oldest first. The overall series has an empty `series`. Numbers are not rounded
//! and have a decimal point; a missing figure is empty, and its marker says why. `rule` and `type` are the same as in the JSON.

use crate::catalogue::KpiRef;
use crate::measure::{Kpi, Measure, Reading};
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
    let series = kpi.overall.iter().map(|measure| ("", measure));
    for (name, measure) in series.chain(kpi.breakdown.iter().map(|(name, measure)| (name.as_str(), measure))) {
        for (at, reading) in measure.readings.iter().enumerate().filter(|(_, reading)| **reading != Reading::Absent) {
            let _ = writer.write_record(row(kpi, name, measure, at, *reading));
        }
    }
    writer.into_inner().unwrap_or_default()
}

fn row(kpi: &Kpi, name: &str, measure: &Measure, at: usize, reading: Reading) -> [String; 13] {
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let marker = reading.marker().map_or_else(String::new, |marker| marker.to_string());
    let spc = measure.spc.as_ref();
    let limits = spc.and_then(|spc| spc.at(at)).map(|(group, _)| group.limits);
    let verdict = spc.and_then(|spc| spc.verdict(at));
    [
        name.to_owned(),
        kpi.periods.get(at).map(ToString::to_string).unwrap_or_default(),
        number(reading.value()),
        marker,
        kpi.is_provisional(at).to_string(),
        kpi.spec.format.unit.as_ref().map_or_else(String::new, ToString::to_string),
        number(measure.target),
        number(measure.trajectory.get(at).copied().flatten()),
        number(limits.and_then(|limits| limits.mean)),
        number(limits.and_then(|limits| limits.lower)),
        number(limits.and_then(|limits| limits.upper)),
        verdict.map_or_else(String::new, |point| point.cause.rule().to_owned()),
        verdict.map_or_else(String::new, |point| point.kind.word().to_owned()),
    ]
}
