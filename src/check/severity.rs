//! Rules that the portal makes stricter.

use super::{RULES, rule};
use crate::diagnostic::{Findings, Rule, Severity, did_you_mean};
use crate::load::Settings;

/// An invalid severity.
pub(crate) static RULE: Rule = Rule {
    id: "governance/severity",
    severity: Severity::Error,
    finds: "An entry in `policy.severity` for a rule that does not exist, or one that would make a rule less severe.",
    matters: "A portal may be stricter than the rules. An exception needs someone's approval, dataset by dataset.",
    example: "policy: {severity: {data/type: warning}}",
    put_right: "Write `error` for a rule that is a warning. To accept a finding, add a waiver to its dataset.yaml.",
};

/// Raises findings to the severities that the portal sets.
pub fn raise(findings: &mut Findings, settings: &Settings) {
    let set = &settings.portal.policy.severity;
    for finding in findings.iter_mut() {
        if let Some(severity) = set.get(finding.rule.id) {
            finding.severity = finding.severity.min(**severity);
        }
    }
}

/// Reports invalid entries of `policy.severity`.
#[must_use]
pub(super) fn severities(settings: &Settings) -> Findings {
    let mut findings = Findings::new();
    for (id, severity) in &settings.portal.policy.severity {
        let place = settings.file.place(severity.span());
        match rule(id) {
            None => {
                let found = RULE.finding(format!("there is no rule `{id}`")).at(place, "");
                let hint = did_you_mean(id, RULES.iter().map(|rule| rule.id));
                findings.push(found.help(format!("{hint}`shelfmark explain` lists the rules")));
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
