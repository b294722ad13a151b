//! Governance that the portal requires.

use crate::check::Context;
use crate::diagnostic::{Diagnostic, Findings, Rule, Severity};
use crate::model::{ApprovalRole, Governance};

/// Required governance that is missing.
pub(crate) static RULE: Rule = Rule {
    id: "governance/required",
    severity: Severity::Error,
    finds: "A dataset without a DPIA reference, a lawful basis, a retention period or an approval, in a portal whose `policy.require` \
        asks for them. `approvals` means one in each of the portal's `policy.roles`: information governance, statistical control and \
        the business owner, unless the portal names others; `journey` means all that the stages up to `live` ask for.",
    matters: "The portal promises readers that every dataset was assessed and approved.",
    example: "policy: {require: [dpia, approvals]}        (and dataset.yaml has no governance:)",
    put_right: "Write `governance: {dpia: ..., approvals: [...]}`. If no DPIA was needed, say so, and who decided.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let governance = context.dataset.metadata.governance.as_ref();
    let of = |is_stated: fn(&Governance) -> bool| governance.is_some_and(|governance| is_stated(governance));
    let policy = &context.settings.portal.policy;
    let has =
        |role: &ApprovalRole| governance.is_some_and(|stated| stated.approvals.iter().any(|approval| approval.role == *role));
    let missing: Vec<&str> = policy.roles.iter().filter(|role| !has(role)).map(|role| role.word()).collect();
    for gate in &policy.require {
        let (is_stated, help) = match gate.as_str() {
            "dpia" => (of(|stated| stated.dpia.is_some()), "governance: {dpia: DPIA-2026-001}".to_owned()),
            "lawful-basis" => (
                of(|stated| stated.lawful_basis.is_some()),
                "governance: {lawful_basis: \"UK GDPR Article 6(1)(e), public task\"}".to_owned(),
            ),
            "retention" => (of(|stated| stated.retention.is_some()), "governance: {retention: Eight years}".to_owned()),
            "approvals" => {
                let first = missing.first().copied().unwrap_or_default();
                (
                    missing.is_empty(),
                    format!("governance: {{approvals: [{{role: {first}, by: Name of the team, on: {}}}]}}", context.as_of),
                )
            }
            "journey" => {
                findings.extend(journey_problem(context).into_iter().collect());
                continue;
            }
            // An unknown requirement is reported in portal.yaml.
            _ => continue,
        };
        if is_stated {
            continue;
        }
        let file = &context.dataset.file;
        let place = governance.map_or_else(|| file.whole(), |governance| file.place(governance.span()));
        let has_any = governance.is_some_and(|governance| !governance.approvals.is_empty());
        let message = match gate.as_str() {
            "approvals" if has_any => {
                format!("the portal requires approvals in all its roles, but this dataset has none by {}", missing.join(" or "))
            }
            gate => format!("the portal requires `{gate}`, but this dataset has none"),
        };
        let found = RULE.finding(message).at(place, "");
        findings.push(found.help(format!("write `{help}`")));
    }
}

/// A live dataset that did not pass every stage.
fn journey_problem(context: &Context<'_>) -> Option<Diagnostic> {
    let file = &context.dataset.file;
    let Some(journey) = &context.dataset.metadata.journey else {
        let found = RULE.finding("the portal requires `journey`, but this dataset has none").at(file.whole(), "");
        return Some(found.help("write `journey: {stage: live, requested: 2026-01-12, ...}`"));
    };
    let lacking = super::journey::lacking(context, journey);
    let message = || format!("the portal requires `journey`, and this dataset lacks {}", lacking.join(", "));
    let found = || RULE.finding(message()).at(file.place(journey.span()), "").help("write what is missing");
    (!lacking.is_empty()).then(found)
}
