//! Datasets that are not for the readers of the site, or not yet.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{Access, JourneyStage};

/// A dataset before its day, or for other readers.
pub(crate) static RULE: Rule = Rule {
    id: "governance/not-live",
    severity: Severity::Error,
    finds: "In a portal without `editions`: a dataset with `access: internal`, one whose `journey` has not reached `live`, or one whose `go_live` \
        is after the build date.",
    matters: "What is published before its day cannot be taken back: the page, the feed, the search index and the downloads tell \
        readers what they should not know yet.",
    example: "journey: {stage: staging, go_live: 2026-02-10}        (built on 2026-01-20)",
    put_right: "List `editions` in portal.yaml: each says which access and which stages it holds, and nothing else of the portal is in any of \
        its files. Or keep the dataset's folder out of `datasets/` until its day. `shelfmark serve` shows it while you work on it.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    // The editions of a portal say what each audience is given.
    if !context.settings.portal.editions.is_empty() {
        return;
    }
    let metadata = &context.dataset.metadata;
    if metadata.access != Access::Public {
        let message = "this dataset is for staff only, and would be published to all readers of the site";
        let found = RULE.finding(message).at(context.dataset.file.whole(), "");
        let help = "write in portal.yaml who reads the site, such as `editions: {intranet: {access: [public, internal]}}`";
        findings.push(found.help(help));
    }
    let Some(journey) = &metadata.journey else { return };
    let message = match journey.go_live {
        _ if journey.stage < JourneyStage::Live => {
            format!("this dataset is at the stage `{}`, and would be published", journey.stage.word())
        }
        Some(live) if live.day > context.as_of => {
            format!("this dataset goes live on {}, after the build date ({})", live.day, context.as_of)
        }
        Some(live) if !live.has_come(context.as_of, context.at) => {
            format!("this dataset does not go live before {live}")
        }
        _ => return,
    };
    let found = RULE.finding(message).at(context.dataset.file.place(journey.span()), "");
    findings.push(
        found.help(
            "list `editions` in portal.yaml, or keep its folder out of datasets/ until its day; `shelfmark serve` shows it",
        ),
    );
}
