//! KPIs of two datasets with one name.

use std::collections::BTreeMap;

use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{DatasetId, KpiId};
use crate::source::Place;

/// Two KPIs of one name.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/duplicate-id",
    severity: Severity::Error,
    finds: "Two KPIs of the portal with the same id.",
    matters: "The id is the KPI's address; one of the two pages would be lost.",
    example: "datasets/a: kpis: [{id: waits}]\ndatasets/b: kpis: [{id: waits}]",
    put_right: "Give each KPI an id that says what it measures.",
};

/// Reports ids that several datasets use; runs over the whole portal, on `(id, dataset, place)`.
#[must_use]
pub fn duplicate_ids(ids: Vec<(KpiId, DatasetId, Place)>) -> Findings {
    let mut findings = Findings::new();
    let mut first: BTreeMap<KpiId, (DatasetId, Place)> = BTreeMap::new();
    for (id, dataset, place) in ids {
        if let Some((other, earlier)) = first.get(&id) {
            let found = RULE.finding(format!("`{id}` is the id of two KPIs, in {other} and {dataset}"));
            findings.push(found.at(place, "here").at(earlier.clone(), "and here").help("rename one of them"));
        } else {
            first.insert(id, (dataset, place));
        }
    }
    findings
}
