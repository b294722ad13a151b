//! Approvals of something other than what would be published.

use crate::diagnostic::{Findings, Rule, Severity};
use crate::measure::{Body, Card};
use crate::model::{PortalPolicy, SHORTEST_HASH, is_beginning_of_hash};

/// An approval that is older than what it approves.
pub static RULE: Rule = Rule {
    id: "governance/approval-outdated",
    severity: Severity::Error,
    finds: "An approval whose `content` is not that of the dataset: the beginning of a SHA-256 of its published tables, its dictionary and \
        its KPIs. Without `content`: an approval from before the day on which the dataset was last changed and, where `policy.require` \
        asks for approvals or the journey, any.",
    matters: "Readers are told that these figures were approved. Nobody has approved what came later.",
    example: "modified: 2026-02-01\ngovernance:\n  approvals: [{role: business-owner, by: Planned care, on: 2026-01-10}]",
    put_right: "Have the dataset approved again. If nothing changed since it was approved, write `content:` with the value that the \
        finding gives beside the approval: it holds until a published cell, the dictionary or a KPI changes.",
};

/// Approvals of something else.
#[must_use]
pub fn outdated_approvals(card: &Card, body: &Body, policy: &PortalPolicy) -> Findings {
    let (file, mut findings) = (&body.file, Findings::new());
    let Some(governance) = body.metadata.governance.as_ref() else { return findings };
    let (content, modified) = (&card.content, *body.metadata.modified);
    let is_required = policy.require.iter().any(|gate| ["approvals", "journey"].contains(&gate.as_str()));
    let short = &content[..SHORTEST_HASH.min(content.len())];
    for approval in &governance.approvals {
        let role = approval.role.word();
        match &approval.content {
            Some(stated) if is_beginning_of_hash(stated, content) => {}
            Some(stated) => {
                let message = format!("{role} approved something other than what would be published");
                let found = RULE.finding(message).at(file.place(stated.span()), "");
                findings.push(found.help(format!("have it approved again, and write `content: \"{short}\"` with the new date")));
            }
            None if *approval.on < modified => {
                let message = format!("{role} approved this on {}, before it was changed on {modified}", *approval.on);
                let found = RULE.finding(message).at(file.place(approval.on.span()), "");
                let help =
                    format!("have it approved again; if nothing changed since, write `content: \"{short}\"` beside the date");
                findings.push(found.help(help));
            }
            None if is_required => {
                let message =
                    format!("{role} approved this on {}, and the approval does not say what was approved", *approval.on);
                let found = RULE.finding(message).at(file.place(approval.on.span()), "");
                findings.push(found.help(format!("if nothing changed since, write `content: \"{short}\"` beside the date")));
            }
            None => {}
        }
    }
    findings
}
