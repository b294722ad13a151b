//! Findings as SARIF 2.1.0, which code-scanning services load.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Diagnostic, Label, Rule};

/// The findings as a SARIF log with one run, ending with a line feed.
#[must_use]
pub fn sarif(findings: &[Diagnostic]) -> String {
    let rules: BTreeMap<&str, &Rule> = findings.iter().map(|finding| (finding.rule.id, finding.rule)).collect();
    let described: Vec<Value> = rules.values().map(|rule| describe(rule)).collect();
    let results: Vec<Value> = findings.iter().map(result).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "shelfmark", "version": env!("CARGO_PKG_VERSION"), "rules": described}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn describe(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": {"text": rule.finds},
        "fullDescription": {"text": rule.matters},
        "help": {"text": rule.put_right, "markdown": rule.markdown()},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"tags": [rule.group()], "precision": "high", "problem.severity": rule.severity},
    })
}

fn result(finding: &Diagnostic) -> Value {
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!(". {help}"));
    json!({
        "ruleId": finding.rule.id,
        "level": finding.severity,
        "message": {"text": literal(&format!("{}{help}", finding.message))},
        "locations": [finding.labels.first().map_or_else(portal, location)],
    })
}

/// The location of a finding that has none: services reject a result without a location.
fn portal() -> Value {
    json!({"physicalLocation": {"artifactLocation": {"uri": "portal.yaml"}, "region": {"startLine": 1}}})
}

fn location(label: &Label) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": uri(&label.place.path)}});
    // Services show nothing without a line, so a finding about a whole file is given line 1.
    physical["region"] = json!({"startLine": 1});
    if label.place.line > 0 {
        let place = &label.place;
        let marked = place.excerpt.get(place.marked.start..place.marked.end).map_or(0, |text| text.chars().count());
        let end = place.column + marked.max(1);
        physical["region"] = json!({"startLine": place.line, "startColumn": place.column, "endColumn": end});
    }
    json!({"physicalLocation": physical})
}

/// Doubles braces, which would otherwise be placeholders in a message (SARIF 2.1.0, 3.11.5).
fn literal(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// The path as a relative address: everything but unreserved characters and `/` is percent-encoded.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
