//! Datasets that are not to be seen yet.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::JourneyStage;

/// A dataset before its day.
pub(crate) static RULE: Rule = Rule {
    id: "governance/not-live",
    severity: Severity::Error,
    finds: "A dataset whose `journey` has not reached `live`, or whose `go_live` is after the build date.",
    matters: "What is published before its day cannot be taken back: the page, the feed, the search index and the downloads tell \
        readers what they should not know yet.",
    example: "journey: {stage: staging, go_live: 2026-02-10}        (built on 2026-01-20)",
    put_right: "Keep the dataset's folder out of `datasets/` until then. `shelfmark serve` shows it while you work on it. On the day, \
        set `stage: live`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let Some(journey) = &context.dataset.metadata.journey else { return };
    let message = match journey.go_live {
        _ if journey.stage < JourneyStage::Live => {
            format!("this dataset is at the stage `{}`, and would be published", journey.stage.word())
        }
        Some(day) if day > context.as_of => format!("this dataset goes live on {day}, after the build date ({})", context.as_of),
        _ => return,
    };
    let found = RULE.finding(message).at(context.dataset.file.place(journey.span()), "");
    findings.push(found.help("keep its folder out of datasets/ until its day; `shelfmark serve` shows it while you work on it"));
}
