//! A KPI for machines: the shape of `/kpis/<id>.json`.

use serde_json::{Map, Value, json};

use crate::measure::spc::{Group, Spc};
use crate::measure::{Kpi, Measure, Reading};
use crate::model::{Marker, Period};
use crate::site::{Catalogue, KpiRef};

/// The KPI and, under `breakdown`, the same object for each value of `by`.
#[must_use]
pub fn kpi_json(catalogue: &Catalogue, at: KpiRef) -> Vec<u8> {
    let kpi = catalogue.kpi(at);
    let spec = &kpi.spec;
    let head = json!({
        "id": spec.id.as_str(),
        "title": *spec.title,
        "dataset": catalogue.datasets[at.dataset].id.as_str(),
        "unit": spec.format.unit,
        "decimals": spec.format.decimals,
        "better": spec.better.word(),
    });
    let Value::Object(mut object) = head else { return Vec::new() };
    object.extend(figures(kpi, kpi.overall.as_ref()));
    if spec.by.is_some() {
        let series = kpi.breakdown.iter().map(|(name, measure)| (name.clone(), Value::Object(figures(kpi, Some(measure)))));
        object.insert("by".to_owned(), json!(spec.by.as_ref().map(|by| by.as_str())));
        object.insert("breakdown".to_owned(), Value::Object(series.collect()));
    }
    let mut bytes = Value::Object(object).to_string().into_bytes();
    bytes.push(b'\n');
    bytes
}

fn figures(kpi: &Kpi, measure: Option<&Measure>) -> Map<String, Value> {
    let Some(measure) = measure else {
        let none = json!({
            "period": null, "value": null, "marker": null, "previous": null, "change": null, "year_before": null,
            "target": null, "series": [], "spc": null,
            "reason": "The rows of a period cannot be joined into one figure; see breakdown.",
        });
        return none.as_object().cloned().unwrap_or_default();
    };
    let reading = measure.reading();
    let change = |change: &crate::measure::Change| json!({"period": period(kpi, change.from), "value": change.earlier, "difference": change.difference, "percent": change.percent});
    let mut object = Map::new();
    object.insert("period".to_owned(), json!(period(kpi, measure.latest)));
    object.insert("value".to_owned(), json!(reading.value()));
    object.insert("marker".to_owned(), json!(marker(reading)));
    object.insert("previous".to_owned(), json!(measure.since_previous.map(|change| change.earlier)));
    object.insert("change".to_owned(), json!(measure.since_previous.as_ref().map(change)));
    object.insert("year_before".to_owned(), json!(measure.since_year_before.as_ref().map(change)));
    object.insert("target".to_owned(), json!(measure.target));
    object.insert("series".to_owned(), series(kpi, measure));
    if !measure.trajectory.is_empty() {
        object.insert("trajectory".to_owned(), json!(measure.trajectory));
    }
    object.insert("spc".to_owned(), measure.spc.as_ref().map_or(Value::Null, |spc| spc_json(kpi, spc)));
    object
}

fn series(kpi: &Kpi, measure: &Measure) -> Value {
    let points = measure.readings.iter().enumerate().filter(|(_, reading)| **reading != Reading::Absent);
    points.map(|(at, reading)| json!({"period": period(kpi, at), "value": reading.value(), "marker": marker(*reading)})).collect()
}

fn spc_json(kpi: &Kpi, spc: &Spc) -> Value {
    let points: Vec<Value> = spc
        .points
        .iter()
        .map(|point| json!({"period": period(kpi, point.at), "value": point.value, "rule": point.cause.rule(), "type": point.kind.word()}))
        .collect();
    let limits = |group: &Group| {
        json!({
            "from": period_of_point(kpi, spc, group.first),
            "to": period_of_point(kpi, spc, group.end - 1),
            "mean": group.limits.mean,
            "lower": group.limits.lower,
            "upper": group.limits.upper,
            "baseline": baseline(kpi, spc, group),
        })
    };
    let last = spc.groups.last();
    let mut object = json!({
        "mean": last.and_then(|group| group.limits.mean),
        "lower": last.and_then(|group| group.limits.lower),
        "upper": last.and_then(|group| group.limits.upper),
        "screened": spc.screened,
        "baseline": last.map(|group| baseline(kpi, spc, group)),
        "points": points,
        "variation": spc.variation.map(crate::measure::spc::Variation::word),
        "assurance": spc.assurance.map(crate::measure::spc::Assurance::word),
        "reason": spc.reason,
    });
    if spc.groups.len() > 1 {
        object["groups"] = spc.groups.iter().map(limits).collect();
    }
    object
}

fn baseline(kpi: &Kpi, spc: &Spc, group: &Group) -> Value {
    let last = group.first + group.baseline - 1;
    json!({"from": period_of_point(kpi, spc, group.first), "to": period_of_point(kpi, spc, last), "points": group.baseline})
}

fn period_of_point(kpi: &Kpi, spc: &Spc, point: usize) -> Option<String> {
    period(kpi, spc.points.get(point)?.at)
}

/// The machine form of a period; a month is written by its first day where the table does so.
fn period(kpi: &Kpi, at: usize) -> Option<String> {
    kpi.periods.get(at).map(Period::to_string)
}

fn marker(reading: Reading) -> Option<String> {
    match reading {
        Reading::Missing(marker) => Some(marker.unwrap_or(Marker::NotAvailable).to_string()),
        Reading::Value(_) | Reading::Absent => None,
    }
}
