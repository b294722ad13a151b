//! Datasets that went live without what the way there asks for.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{Governance, Journey, JourneyStage, Need, is_said};
use crate::source::Spanned;

/// A live dataset that lacks something.
pub(crate) static RULE: Rule = Rule {
    id: "governance/journey",
    severity: Severity::Warning,
    finds: "A dataset whose `journey` is at `live` or `retired`, and that lacks something that a stage on the way asks for: its days, a \
        contact, terms of reference, agreed test data, a DPIA, a lawful basis, a retention period, guidance, a release note or the \
        approvals. With `policy: {require: [journey]}` it is an error (`governance/required`). Stages before `live` are on the board at \
        `/journey/`.",
    matters: "Colleagues take `live` to mean that every stage was passed. Here, some of them were not.",
    example: "journey: {stage: live}        (and no more)",
    put_right: "Write what is missing. If a dataset was live before you used the journey, remove `journey`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let Some(journey) = &context.dataset.metadata.journey else { return };
    // There it is an error.
    if context.settings.portal.policy.require.iter().any(|gate| **gate == "journey") {
        return;
    }
    let lacking = lacking(context, journey);
    if lacking.is_empty() {
        return;
    }
    let message = format!("the stage is `{}`, and the dataset still lacks {}", journey.stage.word(), lacking.join(", "));
    let found = RULE.finding(message).at(context.dataset.file.place(journey.span()), "");
    findings.push(found.help("write what is missing, or remove `journey`"));
}

/// The keys and files that a live dataset lacks.
pub(super) fn lacking(context: &Context<'_>, journey: &Spanned<Journey>) -> Vec<String> {
    if journey.stage < JourneyStage::Live {
        return Vec::new();
    }
    let roles = &context.settings.portal.policy.roles;
    Need::up_to(journey.stage, roles).filter(|need| !is_met(*need, context, journey)).map(Need::key).collect()
}

fn is_met(need: Need, context: &Context<'_>, journey: &Journey) -> bool {
    let (dataset, governance) = (context.dataset, context.dataset.metadata.governance.as_ref());
    let states = |value: Option<&Spanned<String>>| value.is_some_and(|text| is_said(text));
    let says = |key: fn(&Governance) -> Option<&Spanned<String>>| states(governance.and_then(|stated| key(stated)));
    match need {
        Need::Day(stage) => journey.steps().any(|(key, _)| key == stage.word()),
        Need::Contact => states(journey.contact.as_ref()),
        Need::TermsOfReference => states(journey.terms_of_reference.as_ref()),
        Need::TestData => journey.test_data.is_some_and(|day| day <= context.as_of),
        Need::Dpia => says(|stated| stated.dpia.as_ref()),
        Need::LawfulBasis => says(|stated| stated.lawful_basis.as_ref()),
        Need::Retention => says(|stated| stated.retention.as_ref()),
        Need::Data => !dataset.tables.is_empty(),
        // A table without a dictionary does not load.
        Need::Dictionary => true,
        Need::Guidance => dataset.guidance.as_ref().is_some_and(|guidance| is_said(guidance.text())),
        Need::GoLive => journey.go_live.is_some(),
        Need::ReleaseNote => !dataset.notes.is_empty(),
        Need::Approval(role) => governance
            .is_some_and(|stated| stated.approvals.iter().any(|approval| approval.role == role && is_said(&approval.by))),
    }
}
