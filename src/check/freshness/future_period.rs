//! Periods in the future.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// A period in the future.
pub(crate) static RULE: Rule = Rule {
    id: "freshness/future-period",
    severity: Severity::Warning,
    finds: "A period in a table that begins after the build date.",
    matters: "Figures for the future are forecasts. In a table of past events, the year is probably mistyped.",
    example: "month\n2019-02\n2091-03",
    put_right: "Correct the period. If the figures are forecasts, say so in the description and waive this rule.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let Some(newest) = super::newest(context) else { return };
    if newest.period.start() > context.as_of.0 {
        let message = format!("{} begins after the build date ({})", newest.period, context.as_of);
        let found = RULE.finding(message).at(newest.place(), "");
        findings.push(found.help("correct the period; if the figures are forecasts, say so and waive this rule"));
    }
}
