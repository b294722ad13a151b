//! Versions and release notes that do not match.

use std::collections::BTreeMap;

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// A version and release notes that do not match.
pub(crate) static RULE: Rule = Rule {
    id: "release/version-note",
    severity: Severity::Error,
    finds: "A version with no release note, two notes for the same version, or a note newer than the dataset's version.",
    matters: "Readers with last month's file need to know what changed. If a version is used twice, it is unclear which \
        file it means.",
    example: "version: \"2019.3.0\"        (releases/ has 2019.2.0.md only)",
    put_right: "Write releases/<version>.md: what changed, how it was checked and how to roll back.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let dataset = context.dataset;
    let version = &dataset.metadata.version;
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, note) in dataset.notes.iter().enumerate() {
        let place = note.body.file.place(note.version.span());
        if let Some(first) = seen.insert(&note.version, at) {
            let other = &dataset.notes[first];
            let found = RULE.finding(format!("two notes are for version {}", *note.version)).at(place, "this one");
            findings.push(
                found.at(other.body.file.place(other.version.span()), "and this one").help("give each release its own version"),
            );
        }
    }
    // A dataset that has never had a note is not forced to begin with one.
    let Some(newest) = dataset.notes.first() else { return };
    if !seen.contains_key(version.as_str()) {
        let message = format!("version {} has no release note", **version);
        let help = format!("write datasets/{}/releases/{}.md", dataset.id, **version);
        findings.push(RULE.finding(message).at(dataset.file.place(version.span()), "").help(help));
    } else if newest.version.as_str() != version.as_str() {
        let message = format!("the newest release note is for version {}, but the dataset is at {}", *newest.version, **version);
        let found = RULE.finding(message).at(dataset.file.place(version.span()), "the dataset's version");
        findings.push(
            found
                .at(newest.body.file.place(newest.version.span()), "the newest note")
                .help("update `version`, or correct the date of the note"),
        );
    }
}
