//! What a KPI said in each release: `kpis/<id>/revisions.csv`.

use std::collections::BTreeMap;

use crate::measure::{Kpi, Measure, Reading};
use crate::model::Date;

const HEADINGS: [&str; 7] = ["series", "period", "value", "marker", "version", "release", "published"];

/// Everything that a KPI has said, oldest release first.
pub type KpiHistory = Vec<Published>;

/// A figure, as a release was the first to say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The value of the breakdown; empty for the overall series.
    pub series: String,
    /// The period; empty for a KPI without periods.
    pub period: String,
    /// The figure, not rounded; empty if it is missing.
    pub value: String,
    /// Why it is missing.
    pub marker: String,
    /// The version of the dataset.
    pub version: String,
    /// The release of the portal.
    pub release: String,
    /// The day of the release.
    pub published: String,
}

/// The history after a release: what it says for the first time, or otherwise than before, is added.
#[must_use]
pub fn kpi_history(before: KpiHistory, kpi: &Kpi, version: &str, release: &str, day: Date) -> KpiHistory {
    let mut history = before;
    let mut last: BTreeMap<(String, String), usize> =
        history.iter().enumerate().map(|(at, said)| ((said.series.clone(), said.period.clone()), at)).collect();
    let series = kpi.overall.iter().map(|measure| ("", measure));
    for (name, measure) in series.chain(kpi.breakdown.iter().map(|(name, measure)| (name.as_str(), measure))) {
        for (period, reading) in readings(kpi, measure) {
            let value = reading.float().map_or_else(String::new, |value| value.to_string());
            let marker = reading.marker().map_or_else(String::new, |marker| marker.to_string());
            let key = (name.to_owned(), period);
            let said = last.get(&key).map(|at| &history[*at]);
            if said.is_none_or(|said| said.value != value || said.marker != marker) {
                let (series, period) = key.clone();
                last.insert(key, history.len());
                history.push(Published {
                    series,
                    period,
                    value,
                    marker,
                    version: version.to_owned(),
                    release: release.to_owned(),
                    published: day.to_string(),
                });
            }
        }
    }
    history
}

fn readings<'a>(kpi: &'a Kpi, measure: &'a Measure) -> impl Iterator<Item = (String, Reading)> + 'a {
    let readings = measure.readings.iter().enumerate().filter(|(_, reading)| **reading != Reading::Absent);
    readings.map(|(at, reading)| (kpi.periods.get(at).map_or_else(String::new, ToString::to_string), *reading))
}

/// Reads the file of an earlier release. A row that cannot be read is left out.
#[must_use]
pub fn read_history(csv: &[u8]) -> KpiHistory {
    let rows = csv::Reader::from_reader(csv).into_records().filter_map(Result::ok).filter(|row| row.len() == HEADINGS.len());
    rows.map(|row| {
        let [series, period, value, marker, version, release, published] =
            std::array::from_fn(|at| row.get(at).unwrap_or_default().to_owned());
        Published { series, period, value, marker, version, release, published }
    })
    .collect()
}

/// The text of the file.
#[must_use]
pub fn write_history(history: &KpiHistory) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(HEADINGS);
    for said in history {
        let Published { series, period, value, marker, version, release, published } = said;
        let _ = writer.write_record([series, period, value, marker, version, release, published]);
    }
    writer.into_inner().unwrap_or_default()
}
