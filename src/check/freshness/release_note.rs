//! Release notes newer than `modified`.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{NoteKind, ReleaseNote};

/// A release note newer than `modified`.
pub(crate) static RULE: Rule = Rule {
    id: "freshness/release-note",
    severity: Severity::Warning,
    finds: "A data or correction release note that is dated after `modified`.",
    matters: "The note says that the data changed, but the page says that it did not.",
    example: "modified: 2019-04-11        (releases/2019.4.0.md: date: 2019-05-09, kind: data)",
    put_right: "Set `modified` to the date of the note, or correct the note.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    let changes = |note: &&ReleaseNote| matches!(note.kind, NoteKind::Data | NoteKind::Correction);
    let Some(note) = context.dataset.notes.iter().filter(changes).max_by_key(|note| *note.date) else { return };
    if *note.date > *metadata.modified {
        let found = RULE.finding(format!(
            "the data changed on {} according to release note {}, but `modified` is {}",
            *note.date, *note.version, *metadata.modified
        ));
        let found =
            found.at(file.place(metadata.modified.span()), "").at(note.body.file.place(note.date.span()), "the note's date");
        findings.push(found.help("set `modified` to the date of the note, or correct the note"));
    }
}
