//! Next updates that will not come, or are too far away.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// A next update that will not come, or is too far away.
pub(crate) static RULE: Rule = Rule {
    id: "freshness/next-update",
    severity: Severity::Warning,
    finds: "A `next_update` for a dataset that has `frequency: none` or is retired, or one that is more than two updates away.",
    matters: "Readers wait for figures that will not come, or for a date that was mistyped.",
    example: "frequency: none\nnext_update: 2019-05-09",
    put_right: "Remove `next_update`, or correct the date or the frequency.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    let Some(next) = &metadata.next_update else { return };
    let latest = metadata.frequency.after(*metadata.modified).and_then(|first| metadata.frequency.after(first));
    let problem = if metadata.is_closed() {
        "an update is announced, but the dataset is closed".to_owned()
    } else if latest.is_some_and(|latest| next.0.first_day() > latest) {
        format!("the next update is more than two updates away ({})", metadata.frequency.word())
    } else {
        return;
    };
    findings.push(
        RULE.finding(problem).at(file.place(next.span()), "").help("correct the date or the frequency, or remove `next_update`"),
    );
}
