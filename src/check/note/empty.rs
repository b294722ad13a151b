//! Release notes that say nothing.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// A release note that says nothing.
pub(crate) static RULE: Rule = Rule {
    id: "release/empty",
    severity: Severity::Warning,
    finds: "A release note with front matter and no text below it.",
    matters: "That something changed readers see from the date; what changed only a person can tell them.",
    example: "---\nversion: \"1.1.0\"\ndate: 2019-04-11\n---",
    put_right: "Write below the front matter what changed and what readers should do about it.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for note in context.dataset.notes.iter().filter(|note| note.body.text().trim().is_empty()) {
        let found = RULE.finding(format!("release note {} has no text", *note.version));
        findings.push(found.at(note.body.file.place(note.version.span()), "").help("write below the front matter what changed"));
    }
}
