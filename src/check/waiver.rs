//! Waivers: errors accepted for a limited time.

use std::collections::BTreeSet;

use super::{Context, unused_waiver};
use crate::diagnostic::{Diagnostic, Findings, Judged, Rule, Severities, Severity};
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
const WAIVABLE: [&str; 18] = [
    "baseline/categories",
    "baseline/revised",
    "data/enum",
    "data/foreign-key",
    "data/key",
    "data/look-alike-key",
    "data/pattern",
    "data/range",
    "data/required",
    "data/row-count",
    "data/unique",
    "freshness/modified",
    "governance/required",
    "kpi/stock-added",
    "kpi/total-counted",
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

/// Turns errors from waived rules into warnings, removes warnings from waived rules, and reports invalid waivers.
pub(super) fn apply(context: &Context<'_>, findings: Judged, severities: &Severities) -> Judged {
    let (mut found, mut holding) = (Findings::new(), Vec::new());
    for waiver in &context.dataset.metadata.waivers {
        match problem(context, waiver) {
            Some(finding) => found.push(finding),
            None => holding.push(waiver),
        }
    }
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut judged = findings.waived(|finding| {
        let is_waived = holding.iter().any(|waiver| *waiver.rule == finding.rule.id);
        if is_waived {
            used.insert(finding.rule.id);
        }
        is_waived
    });
    // What was published before decides about these, and it is not always at hand.
    let needs_baseline = |rule: &str| rule == "data/row-count" || rule.starts_with("baseline/");
    let is_spare = |waiver: &&Waiver| !used.contains(waiver.rule.as_str()) && !needs_baseline(&waiver.rule);
    for waiver in holding.into_iter().filter(is_spare) {
        let place = context.dataset.file.place(waiver.rule.span());
        let unused = unused_waiver::RULE.finding(format!("{} finds nothing here", *waiver.rule)).at(place, "");
        found.push(unused.help("remove the waiver"));
    }
    judged.extend(severities.judge(found));
    judged
}

/// The finding about an invalid waiver; `None` if the waiver is valid.
fn problem(context: &Context<'_>, waiver: &Waiver) -> Option<Diagnostic> {
    let file = &context.dataset.file;
    let at_rule = |message: String| RULE.finding(message).at(file.place(waiver.rule.span()), "");
    let Some(rule) = context.rules.rule(&waiver.rule) else {
        let found = at_rule(format!("there is no rule `{}`", *waiver.rule));
        return Some(found.help(context.rules.instead_of(&waiver.rule)));
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
