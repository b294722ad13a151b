//! Figures outside their KPI's bounds.

use rust_decimal::RoundingStrategy;

use crate::diagnostic::{Diagnostic, Findings, Rule, SHOWN, Severity, counted};
use crate::measure::{Body, Kpi};
use crate::model::{Bounds, Decimal};
use crate::source::Spanned;

/// A figure out of bounds.
pub(super) static RULE: Rule = Rule {
    id: "kpi/bounds",
    severity: Severity::Error,
    finds: "A KPI figure outside the KPI's `bounds`.",
    matters: "A rate of 104% or a negative wait tells readers that nobody has checked the figures.",
    example: "bounds: [0%, 100%]        (breaches are counted twice, so the share is 104.2)",
    put_right: "Correct the table or the formula. If the figure can be right, widen the bounds.",
};

/// Reports a dataset's figures that are outside their KPI's bounds. Runs after the public figures have been calculated.
#[must_use]
pub fn out_of_bounds(dataset: &Body) -> Findings {
    dataset.kpis.iter().filter_map(|kpi| Some(judge(kpi, kpi.spec.bounds.as_ref()?, dataset))).flatten().collect()
}

fn judge(kpi: &Kpi, bounds: &Spanned<Bounds>, dataset: &Body) -> Vec<Diagnostic> {
    let (least, most) = (bounds.0.value, bounds.1.value);
    let series = kpi.overall.iter().map(|measure| (None, measure));
    let series = series.chain(kpi.breakdown.iter().map(|(name, measure)| (Some(name.as_str()), measure)));
    let figures = series.flat_map(|(name, measure)| {
        let values = measure.readings.iter().enumerate().filter_map(|(at, reading)| Some((at, reading.value()?)));
        values.map(move |(at, value)| (name, at, value))
    });
    let place = || dataset.file.place(bounds.span());
    let sign = if kpi.spec.format.is_percent() { "%" } else { "" };
    let outside: Vec<_> = figures.filter(|(_, _, value)| *value < least || *value > most).collect();
    let finding = |(name, at, value): &(Option<&str>, usize, Decimal)| {
        let parts = [name.map(ToOwned::to_owned), kpi.periods.get(*at).map(ToString::to_string)];
        let of = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let what = if of.is_empty() { kpi.spec.title.to_string() } else { of };
        let shown = apart(*value, least, most, kpi.spec.format.decimals);
        let message = format!("{what}: {shown}{sign} is outside the bounds of {least}{sign} to {most}{sign}");
        RULE.finding(message).at(place(), "").help("correct the table or the formula, or widen the bounds")
    };
    let mut findings: Vec<Diagnostic> = outside.iter().take(SHOWN).map(finding).collect();
    if let Some(more) = outside.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        findings.push(RULE.and_more(more, format!("and {}", counted(more, "more figure"))).at(place(), ""));
    }
    findings
}

/// The figure with enough decimal places to show that it is out of bounds, and at least one more than on its page.
fn apart(value: Decimal, least: Decimal, most: Decimal, decimals: usize) -> Decimal {
    let with = |decimals: u32| value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    let is_outside = |shown: &Decimal| *shown < least || *shown > most;
    let fewest = u32::try_from(decimals).unwrap_or(0) + 1;
    (fewest..15).map(with).find(is_outside).unwrap_or(value)
}
