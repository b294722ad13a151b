//! Datasets that share a title.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::{Findings, Rule, Severity};
use crate::measure::Measured;

/// Two datasets of one title.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/duplicate-title",
    severity: Severity::Warning,
    finds: "Two datasets of the portal with the same title.",
    matters: "In a list nobody can tell them apart, and dataset search engines drop one of the two.",
    example: "datasets/waits-2018: title: A&E waits\ndatasets/waits-2019: title: A&E waits",
    put_right: "Say in the title what differs: the years, the area, the age group.",
};

/// Titles that several datasets have.
#[must_use]
pub fn duplicate_titles(datasets: &[Arc<Measured>]) -> Findings {
    let mut first: HashMap<String, &Measured> = HashMap::with_capacity(datasets.len());
    let mut findings = Findings::new();
    for dataset in datasets {
        let title = dataset.metadata.title.trim().to_lowercase();
        let Some(other) = first.get(&title) else {
            first.insert(title, dataset);
            continue;
        };
        let found = RULE.finding(format!("datasets/{} has the same title", other.id));
        let found = found.at(dataset.file.place(dataset.metadata.title.span()), "this one");
        let found = found.at(other.file.place(other.metadata.title.span()), "and this one");
        findings.push(found.help("say in the title what differs: the years, the area, the age group"));
    }
    findings
}
