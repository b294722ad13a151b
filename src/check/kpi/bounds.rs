//! Figures outside the bounds that their KPI states.

use crate::diagnostic::{Diagnostic, Findings, Rule, Severity};
use crate::measure::{Kpi, Measured};
use crate::model::Bounds;
use crate::source::Spanned;

/// A figure out of bounds.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/bounds",
    severity: Severity::Error,
    finds: "A figure of a KPI that lies outside the KPI's `bounds`.",
    matters: "A rate of 104% or a negative wait tells readers that nobody has looked.",
    example: "bounds: [0%, 100%]        (breaches are counted twice, so the share is 104.2)",
    put_right: "Correct the table or the formula; widen the bounds if the figure can be right.",
};

/// Figures of a dataset that lie outside their KPI's bounds. It looks at public figures, so it runs after they have been
/// computed.
#[must_use]
pub fn out_of_bounds(dataset: &Measured) -> Findings {
    dataset.kpis.iter().filter_map(|kpi| Some(judge(kpi, kpi.spec.bounds.as_ref()?, dataset))).flatten().collect()
}

fn judge(kpi: &Kpi, bounds: &Spanned<Bounds>, dataset: &Measured) -> Vec<Diagnostic> {
    let (least, most) = (bounds.0.value, bounds.1.value);
    let series = kpi.overall.iter().map(|measure| (None, measure));
    let series = series.chain(kpi.breakdown.iter().map(|(name, measure)| (Some(name.as_str()), measure)));
    let figures = series.flat_map(|(name, measure)| {
        let values = measure.readings.iter().enumerate().filter_map(|(at, reading)| Some((at, reading.value()?)));
        values.map(move |(at, value)| (name, at, value))
    });
    let outside = figures.filter(|(_, _, value)| *value < least || *value > most);
    outside
        .take(crate::diagnostic::SHOWN)
        .map(|(name, at, value)| {
            let parts = [name.map(ToOwned::to_owned), kpi.periods.get(at).map(ToString::to_string)];
            let place = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
            let what = if place.is_empty() { kpi.spec.title.to_string() } else { place };
            let found = RULE.finding(format!("{what}: {value} is outside the bounds of {least} to {most}"));
            let help = "correct the table or the formula, or widen the bounds";
            found.at(dataset.file.place(bounds.span()), "").help(help)
        })
        .collect()
}
