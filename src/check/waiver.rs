//! Waivers: errors accepted for a limited time.

use std::collections::BTreeSet;

use super::{Context, unused_waiver};
use crate::diagnostic::{Diagnostic, Findings, Rule, Severity, did_you_mean};
use crate::model::Waiver;

/// An invalid or expired waiver.
pub(crate) static RULE: Rule = Rule {
    id: "governance/waiver",
    severity: Severity::Error,
    finds: "A waiver that has expired, that names a rule that does not exist or cannot be waived, or that has no reason or \
        approver.",
    matters: "An exception that nobody reviews becomes the rule.",
    example: "waivers:\n  - {rule: data/row-count, until: 2019-06-01, reason: new provider list, approved_by: IG-230}",
    put_right: "Remove the waiver, or have it approved again with a new date.",
};

/// The errors that can be waived: those about plausible data or kept promises. Rules that decide how a cell is read,
/// whether it may be shown, or where a file is written cannot be waived.
const WAIVABLE: [&str; 13] = [
    "data/enum",
    "data/foreign-key",
    "data/key",
    "data/pattern",
    "data/range",
    "data/required",
    "data/row-count",
    "data/unique",
    "freshness/modified",
    "governance/required",
    "metadata/dates",
    "protect/looser",
    "release/version-note",
];

/// Warnings about the whole portal, which a dataset cannot waive.
const OF_THE_PORTAL: [&str; 3] = ["metadata/duplicate-title", "theme/inline-code", "governance/unused-waiver"];

fn is_waivable(rule: &Rule) -> bool {
    let is_warning = rule.severity == Severity::Warning && !OF_THE_PORTAL.contains(&rule.id);
    is_warning || WAIVABLE.contains(&rule.id)
}

/// Turns errors of waived rules into warnings, removes their warnings, and reports invalid and unused waivers.
pub(super) fn apply(context: &Context<'_>, findings: Findings) -> Findings {
    let waivers = &context.dataset.metadata.waivers;
    let (mut judged, mut holding) = (Findings::new(), Vec::new());
    for waiver in waivers {
        match problem(context, waiver) {
            Some(finding) => judged.push(finding),
            None => holding.push(waiver),
        }
    }
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for mut finding in findings.sorted() {
        let Some(waiver) = holding.iter().find(|waiver| *waiver.rule == finding.rule.id) else {
            judged.push(finding);
            continue;
        };
        used.insert(&waiver.rule);
        if finding.severity == Severity::Error {
            finding.severity = Severity::Warning;
            finding.message.push_str(" (waived)");
            judged.push(finding);
        }
    }
    // A changed row count is found in one build only, so its waiver may outlast the finding.
    let is_spare = |waiver: &&Waiver| !used.contains(waiver.rule.as_str()) && *waiver.rule != "data/row-count";
    for waiver in holding.into_iter().filter(is_spare) {
        let place = context.dataset.file.place(waiver.rule.span());
        let found = unused_waiver::RULE.finding(format!("{} finds nothing here", *waiver.rule)).at(place, "");
        judged.push(found.help("remove the waiver"));
    }
    judged
}

/// The finding about an invalid waiver; `None` if the waiver is valid.
fn problem(context: &Context<'_>, waiver: &Waiver) -> Option<Diagnostic> {
    let file = &context.dataset.file;
    let at_rule = |message: String| RULE.finding(message).at(file.place(waiver.rule.span()), "");
    let Some(rule) = super::rule(&waiver.rule) else {
        let hint = did_you_mean(&waiver.rule, super::RULES.iter().map(|rule| rule.id));
        let found = at_rule(format!("there is no rule `{}`", *waiver.rule));
        return Some(found.help(format!("{hint}`shelfmark explain` lists the rules")));
    };
    if !is_waivable(rule) {
        let help = format!("correct what it finds; the errors that can be waived are: {}", WAIVABLE.join(", "));
        return Some(at_rule(format!("{} cannot be waived", *waiver.rule)).help(help));
    }
    if *waiver.until < context.as_of {
        let found = RULE.finding(format!("the waiver for {} expired on {}", *waiver.rule, *waiver.until));
        let found = found.at(file.place(waiver.until.span()), "");
        return Some(found.help("remove it, or have it approved again with a new date"));
    }
    let missing = if waiver.reason.trim().is_empty() { "a reason" } else { "an approver" };
    let states_both = !waiver.reason.trim().is_empty() && !waiver.approved_by.trim().is_empty();
    (!states_both).then(|| {
        at_rule(format!("the waiver for {} needs {missing}", *waiver.rule))
            .help("write both a reason and an approver: readers see them")
    })
}
