//! Rules that weigh more in this portal than by themselves.

use crate::diagnostic::{Findings, Rule, RuleBook, Severity};
use crate::load::Settings;

/// A severity that cannot be set.
pub(crate) static RULE: Rule = Rule {
    id: "governance/severity",
    severity: Severity::Error,
    finds: "An entry of `policy.severity` for a rule there is not, or one that would make a rule weigh less.",
    matters: "A portal may be stricter than the rules; to be looser, somebody has to sign for it, dataset by dataset.",
    example: "policy: {severity: {data/type: warning}}",
    put_right: "Write `error` for a rule that is a warning; to accept a finding, write a waiver in its dataset.yaml.",
};

/// Entries of `policy.severity` that do not hold.
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
                let found = RULE.finding(format!("`{id}` is an error and stays one")).at(place, "");
                findings.push(found.help("accept single findings with `waivers:` in their dataset.yaml"));
            }
            Some(_) => {}
        }
    }
    findings
}
