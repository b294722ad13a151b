//! Governance that is not settled yet.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{Date, is_unsettled};

/// Governance that is not settled yet.
pub(crate) static RULE: Rule = Rule {
    id: "governance/unsettled",
    severity: Severity::Error,
    finds: "A DPIA, lawful basis or retention period such as `tbc`, `pending` or `n/a`, an approval by `tbc`, or an approval dated after the build date.",
    matters: "The page tells readers that the dataset was assessed and approved. Nothing has been yet.",
    example: "governance:\n  dpia: tbc\n  approvals: [{role: statistical-control, by: Team, on: 2062-01-31}]",
    put_right: "Write the reference of the assessment, or why none was needed and who decided it. Add each approval on the day it is \
        given. Until then, remove the key: the page then says that it is not stated.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let Some(governance) = &context.dataset.metadata.governance else { return };
    let file = &context.dataset.file;
    let stated = [
        ("dpia", &governance.dpia, "an assessment", "its reference, or why none was needed and who decided it"),
        ("lawful_basis", &governance.lawful_basis, "a lawful basis", "the article of the law"),
        ("retention", &governance.retention, "a period", "how long the data is kept"),
    ];
    for (key, value, what, wanted) in stated {
        // A dataset may be kept for no time at all.
        let is_answer = |text: &str| key == "retention" && text.trim().eq_ignore_ascii_case("none");
        if let Some(value) = value.as_ref().filter(|value| is_unsettled(value) && !is_answer(value)) {
            let found = RULE.finding(format!("`{key}: {}` is not {what}", value.trim())).at(file.place(value.span()), "");
            findings.push(found.help(format!("write {wanted}; until then, remove `{key}`")));
        }
    }
    // A release may be built for a day to come, and is approved today.
    let today = context.at.map_or(context.as_of, |at| context.as_of.min(Date(at.date_naive())));
    for approval in &governance.approvals {
        if *approval.on > today {
            let message = format!("approved on {}, after the build date ({today})", *approval.on);
            let found = RULE.finding(message).at(file.place(approval.on.span()), "");
            findings.push(found.help("add the approval on the day it is given, or set the build date with `--as-of`"));
        }
        if is_unsettled(&approval.by) {
            let found = RULE.finding(format!("approved by `{}`", approval.by.trim())).at(file.place(approval.by.span()), "");
            findings.push(found.help("name the person or team that approved it; until then, remove the approval"));
        }
    }
}
