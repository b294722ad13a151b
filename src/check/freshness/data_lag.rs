//! Data that has not moved on.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::Freshness;

/// Data that has not moved on.
pub(crate) static RULE: Rule = Rule {
    id: "freshness/data-lag",
    severity: Severity::Warning,
    finds: "A dataset whose newest period ended longer ago than three times its `frequency` and a month, whatever `modified` says.",
    matters: "A corrected cell makes old data look new. Lists and the badge say `data to December 2023` until it moves on.",
    example: "frequency: monthly\nmodified: 2026-01-12        (the newest month is 2023-12)",
    put_right: "Publish the newer periods. If there will be none, write `frequency: none`; if they come less often, correct `frequency`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    let Some(data_to) = Freshness::of(metadata, context.as_of, super::newest_day(context)).data_to else { return };
    let message =
        format!("the newest period ended on {data_to}, long ago for a dataset that is updated {}", metadata.frequency.word());
    let found = RULE.finding(message).at(file.place(metadata.frequency.span()), "");
    findings.push(found.help("publish the newer periods, write `frequency: none` if there will be none, or correct `frequency`"));
}
