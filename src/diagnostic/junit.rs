//! Findings as `JUnit` XML, which Jenkins, GitLab and Azure DevOps show as test results.
//!
//! Each file is a suite and each finding a case. An error is a failure; a warning is a skipped case that gives the reason.
//! There is always at least one case, because a report with none looks like a broken run.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Diagnostic, Severity};
use crate::markup::escape;

/// The findings as a `JUnit` report that ends with a line feed.
#[must_use]
pub fn junit(findings: &[Diagnostic]) -> String {
    let mut suites: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in findings {
        suites.entry(finding.place().map_or("shelfmark", |place| &place.path)).or_default().push(finding);
    }
    let count = |list: &[&Diagnostic], severity| list.iter().filter(|finding| finding.severity == severity).count();
    let all: Vec<&Diagnostic> = findings.iter().collect();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let failures = count(&all, Severity::Error);
    let _ = writeln!(
        xml,
        "<testsuites name=\"shelfmark check\" tests=\"{}\" failures=\"{failures}\" errors=\"0\">",
        findings.len().max(1)
    );
    for (file, list) in &suites {
        let (failures, skipped) = (count(list, Severity::Error), count(list, Severity::Warning));
        let _ = writeln!(
            xml,
            "<testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">",
            escape(file),
            list.len()
        );
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for finding in list {
            case(&mut xml, file, finding, &mut names);
        }
        xml.push_str("</testsuite>\n");
    }
    if findings.is_empty() {
        xml.push_str("<testsuite name=\"shelfmark check\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n");
        xml.push_str("<testcase name=\"nothing to report\" classname=\"shelfmark check\" time=\"0\"/>\n</testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

/// Writes a case. Its name is the rule and the message, without the line: a finding that moves is not a new one.
fn case(xml: &mut String, file: &str, finding: &Diagnostic, names: &mut BTreeMap<String, usize>) {
    let name = format!("{}: {}", finding.rule.id, finding.message);
    let times = names.entry(name.clone()).or_default();
    *times += 1;
    let name = if *times == 1 { name } else { format!("{name} ({times})") };
    let element = match finding.severity {
        Severity::Error => "failure",
        Severity::Warning => "skipped",
    };
    let place = finding.place().filter(|place| place.line > 0);
    let place = place.map_or_else(|| file.to_owned(), |place| format!("{file}:{}:{}", place.line, place.column));
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!("\nhelp: {help}"));
    let text = format!("{place}: {}[{}]: {}{help}", finding.severity, finding.rule.id, finding.message);
    let _ = writeln!(
        xml,
        "<testcase name=\"{}\" classname=\"{}\" time=\"0\"><{element} type=\"{}\" message=\"{}\">{}</{element}></testcase>",
        escape(&name),
        escape(file),
        finding.rule.id,
        escape(&finding.message),
        escape(&text)
    );
}
