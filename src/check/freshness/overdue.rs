//! Overdue updates.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{Announced, Freshness, FreshnessStatus};
use crate::source::Spanned;

/// An overdue update.
pub(crate) static RULE: Rule = Rule {
    id: "freshness/overdue",
    severity: Severity::Warning,
    finds: "A dataset whose next update, as stated or worked out from `frequency`, was due before the build date.",
    matters: "The page tells every reader that the dataset is overdue. You should know before they do.",
    example: "frequency: monthly\nmodified: 2019-04-11        (built on 2019-07-01)",
    put_right: "Publish the update. If it is late, set `next_update` to the new date. If there will be no more, write \
        `frequency: none`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    let freshness = Freshness::of(metadata, context.as_of, super::newest_day(context));
    if let (FreshnessStatus::Overdue, Some(expected)) = (freshness.status, freshness.expected) {
        let place = metadata.next_update.as_ref().map_or_else(|| metadata.frequency.span(), Spanned::span);
        let found = RULE
            .finding(format!("an update was due {} {expected}", if matches!(expected, Announced::Day(_)) { "on" } else { "in" }))
            .at(file.place(place), "");
        findings.push(
            found.help("publish it, set `next_update` to the new date, or write `frequency: none` if there will be no more"),
        );
    }
}
