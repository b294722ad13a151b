//! Waivers: findings accepted for a limited time, in a dataset or, for warnings, in all of them.

use std::collections::BTreeSet;

use super::{Context, unused_waiver};
use crate::diagnostic::{Diagnostic, Findings, Judged, Rule, RuleBook, Severities, Severity};
use crate::load::Settings;
use crate::model::{Date, Waiver, is_said};
use crate::source::SourceFile;

/// An invalid or expired waiver.
pub(crate) static RULE: Rule = Rule {
    id: "governance/waiver",
    severity: Severity::Error,
    finds: "A waiver that has expired, that names a rule that does not exist or cannot be waived, that has no reason or approver, \
        that the dataset's owner approved, or that holds for more than a year (or the portal's `policy.longest_waiver`, in days).",
    matters: "An exception that nobody reviews becomes the rule.",
    example: "waivers:\n  - {rule: data/row-count, until: 2019-06-01, reason: new provider list, approved_by: IG-230}",
    put_right: "Remove the waiver, or have it approved again with a new date.",
};

/// The errors that can be waived: those about plausible data or kept promises. Rules that decide how a cell is read,
/// whether it may be shown, or where a file is written cannot be waived.
const WAIVABLE: [&str; 22] = [
    "baseline/categories",
    "baseline/revised",
    "baseline/shown",
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
    "governance/sensitive",
    "kpi/stock-added",
    "kpi/total-counted",
    "metadata/dates",
    "privacy/identifying-column",
    "privacy/record-level",
    "protect/looser",
    "release/version-note",
];

/// Warnings about the whole portal, which a dataset cannot waive.
const OF_THE_PORTAL: [&str; 5] =
    ["metadata/duplicate-title", "metadata/to-do", "theme/inline-code", "theme/unescaped", "governance/unused-waiver"];

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

/// Invalid waivers in `portal.yaml`. They hold for all datasets, and only for warnings: an error needs a reason of its own each time.
pub(super) fn of_settings(settings: &Settings, rules: &RuleBook, as_of: Date) -> Findings {
    let problem = |waiver: &Waiver| {
        let at = settings.file.place(waiver.rule.span());
        let rule = rules.rule(&waiver.rule).filter(|rule| rule.severity == Severity::Error);
        let of_error = rule.map(|rule| {
            let found = RULE.finding(format!("{} is an error, and cannot be waived for all datasets", rule.id)).at(at, "");
            found.help("correct what it finds, or waive it in the dataset.yaml of each dataset, with its reason")
        });
        let longest = settings.portal.policy.longest_waiver;
        of_error
            .or_else(|| formal_problem(waiver, &settings.file, rules, as_of))
            .or_else(|| too_long(waiver, &settings.file, longest, as_of))
    };
    settings.portal.waivers.iter().filter_map(problem).collect()
}

/// The finding about an invalid waiver; `None` if the waiver is valid.
fn problem(context: &Context<'_>, waiver: &Waiver) -> Option<Diagnostic> {
    let file = &context.dataset.file;
    if let Some(rule) = context.rules.rule(&waiver.rule).filter(|rule| !is_waivable(rule)) {
        let help = format!("correct what it finds; the errors that can be waived are: {}", WAIVABLE.join(", "));
        return Some(RULE.finding(format!("{} cannot be waived", rule.id)).at(file.place(waiver.rule.span()), "").help(help));
    }
    let owner = &context.dataset.metadata.owner.name;
    if same_name(&waiver.approved_by, owner) {
        let found = RULE.finding(format!("the waiver for {} is approved by the dataset's owner", *waiver.rule));
        let found = found.at(file.place(waiver.rule.span()), "");
        return Some(found.help("have it approved by somebody else, such as information governance"));
    }
    formal_problem(waiver, file, context.rules, context.as_of)
        .or_else(|| too_long(waiver, file, context.settings.portal.policy.longest_waiver, context.as_of))
}

/// A waiver that holds for so long that nobody looks at it again.
fn too_long(waiver: &Waiver, file: &SourceFile, longest: i64, as_of: Date) -> Option<Diagnostic> {
    let days = (waiver.until.0 - as_of.0).num_days();
    let message = format!("the waiver for {} holds {days} days; the portal allows {longest}", *waiver.rule);
    let found = RULE.finding(message).at(file.place(waiver.until.span()), "");
    (days > longest).then(|| found.help("choose an earlier day, on which somebody looks at it again"))
}

/// Whether two names are the same, whatever their capitals and spaces.
pub(super) fn same_name(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(one) == plain(other)
}

/// What is wrong with a waiver, whatever its rule: no such rule, its last day is over, or nobody says why.
fn formal_problem(waiver: &Waiver, file: &SourceFile, rules: &RuleBook, as_of: Date) -> Option<Diagnostic> {
    let at_rule = |message: String| RULE.finding(message).at(file.place(waiver.rule.span()), "");
    if rules.rule(&waiver.rule).is_none() {
        let found = at_rule(format!("there is no rule `{}`", *waiver.rule));
        return Some(found.help(rules.instead_of(&waiver.rule)));
    }
    if *waiver.until < as_of {
        let found = RULE.finding(format!("the waiver for {} expired on {}", *waiver.rule, *waiver.until));
        let found = found.at(file.place(waiver.until.span()), "");
        return Some(found.help("remove it, or have it approved again with a new date"));
    }
    let missing = if is_said(&waiver.reason) { "an approver" } else { "a reason" };
    let states_both = is_said(&waiver.reason) && is_said(&waiver.approved_by);
    (!states_both).then(|| {
        at_rule(format!("the waiver for {} needs {missing}", *waiver.rule))
            .help("write both a reason and an approver: readers see them")
    })
}
