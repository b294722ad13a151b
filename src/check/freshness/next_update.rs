//! Promises for datasets that are closed.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// A next update of a dataset that is closed.
pub(crate) static RULE: Rule = Rule {
    id: "freshness/next-update",
    severity: Severity::Warning,
    finds: "A `next_update` of a dataset with `frequency: none` or in the stage retired, or one that is further away than twice its frequency.",
    matters: "A reader waits for figures that will not come, or for a date that was mistyped.",
    example: "frequency: none\nnext_update: 2019-05-09",
    put_right: "Take `next_update` away, or correct the date or the frequency.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    let Some(next) = &metadata.next_update else { return };
    let latest = metadata.frequency.after(*metadata.modified).and_then(|first| metadata.frequency.after(first));
    let problem = if metadata.is_closed() {
        "an update is announced, and the dataset is closed".to_owned()
    } else if latest.is_some_and(|latest| **next > latest) {
        format!("the next update is further away than two of its kind ({})", metadata.frequency.label().to_lowercase())
    } else {
        return;
    };
    findings.push(
        RULE.finding(problem)
            .at(file.place(next.span()), "")
            .help("correct the date or the frequency, or take `next_update` away"),
    );
}
