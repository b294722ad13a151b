//! Findings as JSON, for programs: an array of objects with rule, severity, message, places and help. `more` is 0, or the
//! number of findings that the object counts instead of showing them.

use serde_json::{Value, json};

use super::Diagnostic;

/// The findings as a JSON array that ends with a line feed.
#[must_use]
pub fn json(findings: &[Diagnostic]) -> String {
    let list: Vec<Value> = findings.iter().map(object).collect();
    format!("{:#}\n", Value::Array(list))
}

fn object(finding: &Diagnostic) -> Value {
    let places: Vec<Value> = finding
        .labels
        .iter()
        .map(|label| {
            json!({"file": &*label.place.path, "line": label.place.line, "column": label.place.column, "text": label.text})
        })
        .collect();
    json!({
        "rule": finding.rule.id,
        "severity": finding.severity,
        "message": finding.message,
        "places": places,
        "help": finding.help,
        "more": finding.more,
    })
}
