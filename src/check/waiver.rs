//! Waivers: errors that somebody has accepted for a time.

use super::Context;
use crate::diagnostic::{Findings, Rule, Severity, did_you_mean};

/// A waiver that no longer holds or never did.
pub(crate) static RULE: Rule = Rule {
    id: "governance/waiver",
    severity: Severity::Error,
    finds: "A waiver that has expired, or that names a rule there is not or that cannot be waived.",
    matters: "An exception that nobody looks at again becomes the rule.",
    example: "waivers:\n  - {rule: data/row-count, until: 2019-06-01, reason: new provider list, approved_by: IG-230}",
    put_right: "Take the waiver away, or have it approved again with a new date.",
};

/// The rules that a waiver may lower: those that ask whether data is plausible or a promise was kept. What decides how a
/// cell is read, whether it may be shown, or where a file is written cannot be waived.
const WAIVABLE: [&str; 11] = [
    "data/enum",
    "data/key",
    "data/pattern",
    "data/range",
    "data/required",
    "data/row-count",
    "data/unique",
    "governance/required",
    "metadata/dates",
    "protect/looser",
    "release/version-note",
];

/// Lowers the errors of waived rules to warnings, and reports waivers that do not hold.
pub(super) fn apply(context: &Context<'_>, findings: Findings) -> Findings {
    let (file, waivers) = (&context.dataset.file, &context.dataset.metadata.waivers);
    let mut judged = Findings::new();
    for waiver in waivers {
        if super::rule(&waiver.rule).is_none() {
            let found = RULE.finding(format!("there is no rule `{}`", *waiver.rule)).at(file.place(waiver.rule.span()), "");
            let hint = did_you_mean(&waiver.rule, super::RULES.iter().map(|rule| rule.id));
            judged.push(found.help(format!("{hint}`shelfmark explain` lists the rules")));
        } else if !WAIVABLE.contains(&waiver.rule.as_str()) {
            let found = RULE.finding(format!("{} cannot be waived", *waiver.rule)).at(file.place(waiver.rule.span()), "");
            judged.push(found.help(format!("mend what it finds; these can be waived: {}", WAIVABLE.join(", "))));
        } else if *waiver.until < context.as_of {
            let message = format!("the waiver for {} expired on {}", *waiver.rule, *waiver.until);
            let found = RULE.finding(message).at(file.place(waiver.until.span()), "");
            judged.push(found.help("take it away, or have it approved again with a new date"));
        }
    }
    let holds = |id: &str| {
        let waived = waivers.iter().any(|waiver| *waiver.rule == id && *waiver.until >= context.as_of);
        waived && WAIVABLE.contains(&id)
    };
    for mut finding in findings.sorted() {
        if finding.severity == Severity::Error && finding.rule != &RULE && holds(finding.rule.id) {
            finding.severity = Severity::Warning;
            finding.message.push_str(" (waived)");
        }
        judged.push(finding);
    }
    judged
}
