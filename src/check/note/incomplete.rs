//! Incomplete release notes.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// An incomplete release note.
pub(crate) static RULE: Rule = Rule {
    id: "release/incomplete",
    severity: Severity::Warning,
    finds: "A release note without `owner`, `validation` or `rollback`.",
    matters: "When something goes wrong, people ask who released it, how it was checked and how to roll back.",
    example: "---\nversion: \"1.1.0\"\ndate: 2019-04-11\n---\nFigures for March.",
    put_right: "Add the keys to the front matter: `owner:`, `validation:` (how it was checked), `rollback:` (how to roll \
        back).",
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
            let found = RULE.finding(format!("release note {} does not give: {}", *note.version, missing.join(", ")));
            findings.push(found.at(note.body.file.place(note.version.span()), "").help("add them to its front matter"));
        }
    }
}
