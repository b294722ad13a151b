//! Data newer than `modified`.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// Data newer than `modified`.
pub(crate) static RULE: Rule = Rule {
    id: "freshness/modified",
    severity: Severity::Error,
    finds: "A period in a table that begins after `modified`.",
    matters: "Data cannot be older than the period it is about. `modified` was not updated, so readers are told the data \
        is older than it is.",
    example: "modified: 2019-03-11        (the table has 2019-04)",
    put_right: "Set `modified` to the date the data last changed.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    let Some((newest, table, place)) = super::newest(context) else { return };
    if newest.start() > metadata.modified.0 {
        let message = format!("`modified` is {}, but `{}` has data for {newest}", *metadata.modified, *table.spec.name);
        let found =
            RULE.finding(message).at(file.place(metadata.modified.span()), "before the data").at(place, "the newest period");
        findings.push(found.help("set `modified` to the date the data last changed"));
    }
}
