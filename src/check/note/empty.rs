//! Release notes with no text.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// A release note with no text.
pub(crate) static RULE: Rule = Rule {
    id: "release/empty",
    severity: Severity::Warning,
    finds: "A release note with front matter but no text below it.",
    matters: "The date tells readers that something changed. Only a person can tell them what.",
    example: "---\nversion: \"1.1.0\"\ndate: 2019-04-11\n---",
    put_right: "Below the front matter, write what changed and what readers should do about it.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for note in context.dataset.notes.iter().filter(|note| note.body.text().trim().is_empty()) {
        let found = RULE.finding(format!("release note {} has no text", *note.version));
        findings.push(found.at(note.body.file.place(note.version.span()), "").help("below the front matter, write what changed"));
    }
}
