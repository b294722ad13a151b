//! One person in several roles.

use crate::check::Context;
use crate::check::waiver::same_name;
use crate::diagnostic::{Findings, Rule, Severity};

/// The same name under two roles.
pub(crate) static RULE: Rule = Rule {
    id: "governance/two-roles",
    severity: Severity::Error,
    finds: "A dataset that the same person or team approved in two roles.",
    matters: "Roles exist so that a second person looks. One person in all of them has checked their own work.",
    example: "approvals:\n  - {role: information-governance, by: J Smith, on: 2026-01-10}\n  - {role: business-owner, by: J Smith, on: 2026-01-10}",
    put_right: "Ask somebody else for one of the approvals. If your organisation is too small for that, write \
        `policy: {small_organisation: true}` in portal.yaml: the assurance page then says so.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let Some(governance) = &context.dataset.metadata.governance else { return };
    if context.settings.portal.policy.small_organisation {
        return;
    }
    let file = &context.dataset.file;
    for (at, approval) in governance.approvals.iter().enumerate() {
        let is_same = |other: &&crate::model::Approval| other.role != approval.role && same_name(&other.by, &approval.by);
        let Some(other) = governance.approvals[..at].iter().find(is_same) else { continue };
        let message =
            format!("`{}` approved this both for {} and for {}", approval.by.trim(), other.role.word(), approval.role.word());
        let found = RULE.finding(message).at(file.place(approval.by.span()), "").at(file.place(other.by.span()), "and here");
        findings
            .push(found.help(
                "ask somebody else for one of the approvals, or write `policy: {small_organisation: true}` in portal.yaml",
            ));
    }
}
