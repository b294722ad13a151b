//! Governance that is not settled yet.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// Governance that is not settled yet.
pub(crate) static RULE: Rule = Rule {
    id: "governance/unsettled",
    severity: Severity::Error,
    finds: "A DPIA such as `tbc`, `pending` or `n/a`, an approval by `tbc`, or an approval dated after the build date.",
    matters: "The page tells readers that the dataset was assessed and approved. Nothing has been yet.",
    example: "governance:\n  dpia: tbc\n  approvals: [{role: statistical-control, by: Team, on: 2062-01-31}]",
    put_right: "Write the reference of the assessment, or why none was needed and who decided it. Add each approval on the day it is \
        given. Until then, remove the key: the page then says that it is not stated.",
};

/// Words that people write until they know.
const UNSETTLED: [&str; 20] = [
    "tbc",
    "tbd",
    "tba",
    "n/a",
    "na",
    "none",
    "pending",
    "unknown",
    "in progress",
    "to follow",
    "to be confirmed",
    "to be decided",
    "to be completed",
    "awaited",
    "draft",
    "xxx",
    "x",
    "?",
    "-",
    ".",
];

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let Some(governance) = &context.dataset.metadata.governance else { return };
    let place = || context.dataset.file.place(governance.span());
    let is_unsettled = |text: &str| {
        let plain = text.trim().trim_end_matches(['.', '!']).to_lowercase();
        UNSETTLED.contains(&plain.as_str()) || UNSETTLED.contains(&text.trim())
    };
    if let Some(dpia) = governance.dpia.as_deref().filter(|dpia| is_unsettled(dpia)) {
        let found = RULE.finding(format!("`dpia: {}` is not an assessment", dpia.trim())).at(place(), "");
        findings.push(found.help("write its reference, or why none was needed and who decided it; until then, remove `dpia`"));
    }
    for approval in &governance.approvals {
        if approval.on > context.as_of {
            let found = RULE.finding(format!("approved on {}, after the build date ({})", approval.on, context.as_of));
            findings.push(
                found.at(place(), "").help("add the approval on the day it is given, or set the build date with `--as-of`"),
            );
        }
        if is_unsettled(&approval.by) {
            let found = RULE.finding(format!("approved by `{}`", approval.by.trim())).at(place(), "");
            findings.push(found.help("name the person or team that approved it; until then, remove the approval"));
        }
    }
}
