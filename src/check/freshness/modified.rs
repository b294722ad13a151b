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
    let Some(newest) = super::newest(context) else { return };
    if newest.period.start() > metadata.modified.0 {
        let table = &newest.table.spec.name;
        let message = format!("`modified` is {}, but `{}` has data for {}", *metadata.modified, **table, newest.period);
        let found = RULE.finding(message).at(file.place(metadata.modified.span()), "before the data");
        let found = found.at(newest.place(), "the latest period");
        findings.push(found.help("set `modified` to the date the data last changed"));
    }
}
