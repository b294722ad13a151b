//! Release notes that an auditor would send back.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// A release note that an auditor would send back.
pub(crate) static RULE: Rule = Rule {
    id: "release/incomplete",
    severity: Severity::Warning,
    finds: "A release note without `owner`, `validation` or `rollback`.",
    matters: "Who released it, how it was checked and how to go back are asked for on the day something is wrong.",
    example: "---\nversion: \"1.1.0\"\ndate: 2019-04-11\n---\nFigures for March.",
    put_right: "Add the keys to the front matter: `owner:`, `validation:` (how it was checked), `rollback:` (how to go back).",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for note in &context.dataset.notes {
        let stated = [("owner", &note.owner), ("validation", &note.validation), ("rollback", &note.rollback)];
        let missing: Vec<&str> = stated
            .iter()
            .filter(|(_, text)| text.as_ref().is_none_or(|text| text.trim().is_empty()))
            .map(|(key, _)| *key)
            .collect();
        if !missing.is_empty() {
            let found = RULE.finding(format!("release note {} does not say: {}", *note.version, missing.join(", ")));
            findings.push(found.at(note.body.file.place(note.version.span()), "").help("add them to its front matter"));
        }
    }
}
