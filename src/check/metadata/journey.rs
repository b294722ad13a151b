//! Journey steps in the wrong order.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::Date;

/// Journey steps in the wrong order.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/journey",
    severity: Severity::Warning,
    finds: "A date in `journey` that is before the date of an earlier step.",
    matters: "The assurance page uses these dates to calculate how long it takes to publish a dataset.",
    example: "journey: {stage: live, requested: 2019-04-10, go_live: 2019-01-11}",
    put_right: "Correct one of the two dates.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    let Some(journey) = &metadata.journey else { return };
    let mut last: Option<(&str, Date)> = None;
    for (name, date) in journey.steps() {
        if let Some((earlier, before)) = last.filter(|(_, before)| date < *before) {
            let found =
                RULE.finding(format!("`{name}` ({date}) is before `{earlier}` ({before})")).at(file.place(journey.span()), "");
            findings.push(found.help("correct one of the two dates"));
        }
        last = Some((name, date));
    }
}
