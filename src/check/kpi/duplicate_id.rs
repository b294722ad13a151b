//! KPIs of two datasets with one name.

use crate::diagnostic::{Findings, Rule, Severity};
use crate::measure::Measured;

/// Two KPIs of one name.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/duplicate-id",
    severity: Severity::Error,
    finds: "Two KPIs of the portal with the same id.",
    matters: "The id is the KPI's address; one of the two pages would be lost.",
    example: "datasets/a: kpis: [{id: waits}]\ndatasets/b: kpis: [{id: waits}]",
    put_right: "Give each KPI an id that says what it measures.",
};

/// Reports ids that several KPIs have: for each the datasets, by id, and the positions of the KPIs in them. It looks across
/// the portal.
#[must_use]
pub fn duplicate_ids<'a>(shared: impl Iterator<Item = Vec<(&'a Measured, usize)>>) -> Findings {
    let place = |(dataset, kpi): (&Measured, usize)| dataset.file.place(dataset.kpis[kpi].spec.id.span());
    let judge = |same: Vec<(&'a Measured, usize)>| {
        let first = same[0];
        let others = same.into_iter().skip(1).map(move |(dataset, kpi)| {
            let id = &*dataset.kpis[kpi].spec.id;
            let found = RULE.finding(format!("`{id}` is the id of two KPIs, in {} and {}", first.0.id, dataset.id));
            found.at(place((dataset, kpi)), "here").at(place(first), "and here").help("rename one of them")
        });
        others.collect::<Vec<_>>()
    };
    shared.flat_map(judge).collect()
}
