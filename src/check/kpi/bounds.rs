//! Figures outside the bounds that their KPI states.

use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::Bounds;
use crate::source::Place;

/// A figure out of bounds.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/bounds",
    severity: Severity::Error,
    finds: "A figure of a KPI that lies outside the KPI's `bounds`.",
    matters: "A rate of 104% or a negative wait tells readers that nobody has looked.",
    example: "bounds: [0%, 100%]        (breaches are counted twice, so the share is 104.2)",
    put_right: "Correct the table or the formula; widen the bounds if the figure can be right.",
};

/// A figure and where it stands: the series and period in words.
pub struct Judged {
    /// In words, like `South, March 2019`.
    pub what: String,
    /// The figure.
    pub value: f64,
}

/// Reports the figures outside some bounds; `place` is that of the bounds. It looks at public figures, so it runs after
/// they have been computed.
#[must_use]
pub fn out_of_bounds(bounds: &Bounds, place: &Place, figures: impl Iterator<Item = Judged>) -> Findings {
    let (least, most) = (bounds.0.value, bounds.1.value);
    let outside = figures.filter(|figure| figure.value < least || figure.value > most);
    outside
        .take(crate::diagnostic::SHOWN)
        .map(|figure| {
            let message = format!("{}: {} is outside the bounds of {least} to {most}", figure.what, figure.value);
            RULE.finding(message).at(place.clone(), "").help("correct the table or the formula, or widen the bounds")
        })
        .collect()
}
