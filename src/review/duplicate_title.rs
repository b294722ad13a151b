//! Datasets with the same title.

use crate::diagnostic::{Findings, Rule, Severity};
use crate::measure::Card;

/// Two datasets with the same title.
pub(super) static RULE: Rule = Rule {
    id: "metadata/duplicate-title",
    severity: Severity::Warning,
    finds: "Two datasets in the portal with the same title.",
    matters: "Nobody can tell them apart in a list, and dataset search engines drop one of them.",
    example: "datasets/waits-2018: title: A&E waits\ndatasets/waits-2019: title: A&E waits",
    put_right: "Say in the title how they differ: the years, the area, the age group.",
};

/// Reports titles used more than once in the portal. Each pair is the first dataset and another with the same title.
#[must_use]
pub fn duplicate_titles<'a>(pairs: impl Iterator<Item = (&'a Card, &'a Card)>) -> Findings {
    let place = |dataset: &Card| dataset.title_place.clone();
    pairs
        .map(|(first, other)| {
            let found = RULE.finding(format!("datasets/{} has the same title", first.id));
            let found = found.at(place(other), "this one").at(place(first), "and this one");
            found.help("say in the title how they differ: the years, the area, the age group")
        })
        .collect()
}
