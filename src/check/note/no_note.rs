//! Datasets with no release note.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// A dataset with no release note.
pub(crate) static RULE: Rule = Rule {
    id: "release/no-note",
    severity: Severity::Warning,
    finds: "A dataset whose folder has no `releases/*.md`.",
    matters: "Readers who return need to know what is new. Auditors need to know how it was checked and how to roll back.",
    example: "version: \"1.0\"        (and no releases/1.0.md)",
    put_right: "Write releases/<version>.md with version, date, owner, validation and rollback, and what changed below.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let dataset = context.dataset;
    if dataset.notes.is_empty() && !dataset.has_note_files() {
        let version = &dataset.metadata.version;
        let found = RULE.finding(format!("version {} has no release note", **version)).at(dataset.file.place(version.span()), "");
        findings.push(found.help(format!("write datasets/{}/releases/{}.md", dataset.id, **version)));
    }
}
