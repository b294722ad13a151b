//! Findings as SARIF 2.1.0, which code-scanning services load.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Diagnostic, Label, Rule};

/// A SARIF log with one run, with a line end.
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
        "help": {"text": rule.put_right},
        "defaultConfiguration": {"level": rule.severity},
    })
}

fn result(finding: &Diagnostic) -> Value {
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!(". {help}"));
    json!({
        "ruleId": finding.rule.id,
        "level": finding.severity,
        "message": {"text": format!("{}{help}", finding.message)},
        "locations": finding.labels.iter().take(1).map(location).collect::<Vec<_>>(),
    })
}

fn location(label: &Label) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": uri(&label.place.path)}});
    if label.place.line > 0 {
        physical["region"] = json!({"startLine": label.place.line, "startColumn": label.place.column});
    }
    json!({"physicalLocation": physical})
}

/// A relative address: everything but unreserved characters and `/` is percent-encoded.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
