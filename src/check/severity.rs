//! Rules that the portal makes stricter.

use crate::diagnostic::{Findings, Rule, RuleBook, Severity};
use crate::load::Settings;

/// An invalid severity.
pub(crate) static RULE: Rule = Rule {
    id: "governance/severity",
    severity: Severity::Error,
    finds: "An entry in `policy.severity` for a rule that does not exist, or one that would make a rule less severe.",
    matters: "A portal may be stricter than the rules. An exception needs someone's approval, dataset by dataset.",
    example: "policy: {severity: {data/type: warning}}",
    put_right: "Write `error` for a rule that is a warning. To accept a finding, add a waiver to its dataset.yaml. To accept a \
        warning in all datasets, add it to portal.yaml.",
};

/// Invalid entries in `policy.severity`.
pub(super) fn of_settings(settings: &Settings, rules: &RuleBook) -> Findings {
    let mut findings = Findings::new();
    for (id, severity) in &settings.portal.policy.severity {
        let place = settings.file.place(severity.span());
        match rules.rule(id) {
            None => {
                let found = RULE.finding(format!("there is no rule `{id}`")).at(place, "");
                findings.push(found.help(rules.instead_of(id)));
            }
            Some(rule) if rule.severity < **severity => {
                let found = RULE.finding(format!("`{id}` is an error and cannot be lowered")).at(place, "");
                findings.push(found.help("to accept a finding, add `waivers:` to its dataset.yaml"));
            }
            Some(_) => {}
        }
    }
    findings
}
