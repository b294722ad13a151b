//! Limits how many findings are shown.
//!
//! In: findings in print order. Out: at most [`SHOWN`] for each rule and file, and one finding that counts the rest.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Diagnostic;
use crate::source::Place;

/// The most findings shown for one rule in one file.
pub const SHOWN: usize = 20;

/// Shortens a sorted list to the findings shown. The rest are counted, with their highest severity.
#[must_use]
pub fn limited(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<(Option<Arc<str>>, &'static str), usize> = BTreeMap::new();
    let mut rest: BTreeMap<(Option<Arc<str>>, &'static str), Diagnostic> = BTreeMap::new();
    let mut shown = Vec::new();
    for finding in findings {
        let file = finding.place().map(|place| Arc::clone(&place.path));
        let key = (file, finding.rule.id);
        let count = seen.entry(key.clone()).or_default();
        *count += usize::from(finding.more == 0);
        if finding.more == 0 && *count <= SHOWN {
            shown.push(finding);
            continue;
        }
        let weight = finding.weight();
        let counted = rest.entry(key).or_insert_with_key(|(file, _)| {
            let summary = Diagnostic { severity: finding.severity, ..finding.rule.and_more(0, "") };
            file.iter().fold(summary, |summary, file| summary.at(Place::of_file(file), ""))
        });
        counted.severity = counted.severity.min(finding.severity);
        counted.more += weight;
    }
    for (_, mut counted) in rest {
        counted.message = format!("and {} more of this kind in this file", counted.more);
        let after = shown.iter().rposition(|other| {
            let same_file = other.place().map(|place| &place.path) == counted.place().map(|place| &place.path);
            same_file && other.rule.id == counted.rule.id
        });
        shown.insert(after.map_or(shown.len(), |at| at + 1), counted);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{SHOWN, limited};
    use crate::diagnostic::{Diagnostic, Rule, Severity};
    use crate::source::Place;

    static RULE: Rule = Rule { id: "data/test", severity: Severity::Error, finds: "", matters: "", example: "", put_right: "" };

    fn finding(file: &str, line: usize) -> Diagnostic {
        RULE.finding(format!("line {line}")).at(Place::of_cell(file, line, 1, ""), "")
    }

    #[test]
    fn twenty_of_a_rule_are_shown_in_a_file_and_the_rest_is_counted_with_what_was_counted_before() {
        let mut findings: Vec<Diagnostic> = (1..=30).map(|line| finding("a.csv", line)).collect();
        findings.push(RULE.and_more(70, "and 70 more").at(Place::of_file("a.csv"), ""));
        findings.push(finding("b.csv", 1));
        let shown = limited(findings);
        assert_eq!(shown.len(), SHOWN + 2);
        assert_eq!(shown[SHOWN].message, "and 80 more of this kind in this file");
        assert_eq!(shown.iter().map(Diagnostic::weight).sum::<usize>(), 101);
        assert_eq!(shown[SHOWN + 1].place().unwrap().path.as_ref(), "b.csv");
    }
}
