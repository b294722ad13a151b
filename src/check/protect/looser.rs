//! Tables whose policy suppresses fewer counts than the portal's.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// A policy that hides less than the portal's.
pub(crate) static RULE: Rule = Rule {
    id: "protect/looser",
    severity: Severity::Error,
    finds: "A table whose `protect` suppresses fewer counts than `policy.protect` in portal.yaml.",
    matters: "The portal promises a minimum level of protection for all its tables. An exception needs approval and an end \
        date.",
    example: "policy: {protect: {preset: below-5}}        (portal.yaml)\nprotect: {preset: below-3}                  (dataset.yaml)",
    put_right: "Use the portal's preset or a stricter one, or add a waiver that says who approved it and until when.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let Some(least) = context.settings.portal.policy.protect.as_ref().map(|protect| &protect.preset) else { return };
    for table in &context.dataset.tables {
        let Some(policy) = table.spec.protect.as_ref() else { continue };
        let (what, below, span) = match (&policy.below, &policy.preset) {
            (Some(below), _) => (format!("below: {}", **below), **below, below.span()),
            (None, Some(own)) => (own.word().to_owned(), own.threshold(), own.span()),
            (None, None) => continue,
        };
        if below < least.threshold() {
            let message = format!("`{what}` suppresses fewer counts than the portal's `{}`", least.word());
            let place = context.dataset.file.place(span);
            let help = format!("write `{}` or a stricter preset, or add a waiver for protect/looser", least.word());
            findings.push(RULE.finding(message).at(place, "").help(help));
        }
    }
}
