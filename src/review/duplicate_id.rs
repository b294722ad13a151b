//! KPIs with the same id.

use crate::diagnostic::{Findings, Rule, Severity};
use crate::measure::Card;

/// Two KPIs with the same id.
pub(super) static RULE: Rule = Rule {
    id: "kpi/duplicate-id",
    severity: Severity::Error,
    finds: "Two KPIs in the portal with the same id.",
    matters: "The id is the KPI's address, so one of the two pages would be lost.",
    example: "datasets/a: kpis: [{id: waits}]\ndatasets/b: kpis: [{id: waits}]",
    put_right: "Give each KPI an id that says what it measures.",
};

/// Reports KPI ids used more than once in the portal. Each pair is the first KPI and another with the same id, given as the
/// dataset and the KPI's position in it.
#[must_use]
pub fn duplicate_ids<'a>(pairs: impl Iterator<Item = ((&'a Card, usize), (&'a Card, usize))>) -> Findings {
    let place = |(dataset, kpi): (&Card, usize)| dataset.kpis[kpi].id_place.clone();
    pairs
        .map(|(first, other)| {
            let id = &other.0.kpis[other.1].id;
            let found = RULE.finding(format!("`{id}` is the id of two KPIs, in {} and {}", first.0.id, other.0.id));
            found.at(place(other), "here").at(place(first), "and here").help("rename one of them")
        })
        .collect()
}
