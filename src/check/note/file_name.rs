//! Release notes whose file is not named after their version.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// A release note whose file is not named after its version.
pub(crate) static RULE: Rule = Rule {
    id: "release/file-name",
    severity: Severity::Warning,
    finds: "A release note whose file is not named after its version.",
    matters: "People look for the note of a version by its file name. If the name differs, they have to open each file.",
    example: "releases/march.md        (version: \"2019.3.0\")",
    put_right: "Rename the file to <version>.md.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for note in &context.dataset.notes {
        let path = note.body.file.path();
        let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md");
        if stem != note.version.as_str() {
            let found = RULE.finding(format!("the note for version {} is in {stem}.md", *note.version));
            findings.push(
                found.at(note.body.file.place(note.version.span()), "").help(format!("rename the file to {}.md", *note.version)),
            );
        }
    }
}
