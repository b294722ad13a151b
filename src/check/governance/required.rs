//! Governance that the portal requires.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// Required governance that is missing.
pub(crate) static RULE: Rule = Rule {
    id: "governance/required",
    severity: Severity::Error,
    finds: "A dataset with no DPIA reference or no approvals, in a portal whose `policy.require` asks for them.",
    matters: "The portal promises readers that every dataset was assessed and approved.",
    example: "policy: {require: [dpia, approvals]}        (and dataset.yaml has no governance:)",
    put_right: "Write `governance: {dpia: ..., approvals: [...]}`. If no DPIA was needed, say so, and who decided.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let governance = context.dataset.metadata.governance.as_ref();
    for gate in &context.settings.portal.policy.require {
        let (stated, help) = match gate.as_str() {
            "dpia" => (governance.is_some_and(|governance| governance.dpia.is_some()), "governance: {dpia: DPIA-2026-001}"),
            "approvals" => (
                governance.is_some_and(|governance| !governance.approvals.is_empty()),
                "governance: {approvals: [{role: information-governance, by: IG team, on: 2026-01-31}]}",
            ),
            // An unknown requirement is reported in portal.yaml.
            _ => continue,
        };
        if stated {
            continue;
        }
        let file = &context.dataset.file;
        let place = governance.map_or_else(|| file.whole(), |governance| file.place(governance.span()));
        let found = RULE.finding(format!("the portal requires `{}`, but this dataset has none", **gate)).at(place, "");
        findings.push(found.help(format!("write `{help}`")));
    }
}
