//! Reads release notes, `releases/*.md`.

use serde::Deserialize;

use crate::diagnostic::Findings;
use crate::load::prose::front_matter;
use crate::load::rules::NOTE_FRONT_MATTER;
use crate::load::{Root, yaml};
use crate::model::{Date, Markdown, NoteKind, ReleaseNote, version_order};
use crate::source::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    version: Spanned<String>,
    date: Spanned<Date>,
    #[serde(default)]
    kind: NoteKind,
    title: Option<String>,
    owner: Option<String>,
    change_request: Option<String>,
    validation: Option<String>,
    rollback: Option<String>,
}

impl yaml::Mapping for FrontMatter {
    const NEEDED: &[&str] = &["version", "date"];
}

/// The notes of a folder, newest first.
pub(in crate::load) fn load_notes(root: &Root, folder: &str, findings: &mut Findings) -> Vec<ReleaseNote> {
    let files = root.files(folder, ".md");
    let mut notes: Vec<ReleaseNote> = files.iter().filter_map(|path| load_note(root, path, findings)).collect();
    notes.sort_by(|a, b| (b.date.cmp(&a.date)).then_with(|| version_order(&b.version, &a.version)));
    notes
}

fn load_note(root: &Root, path: &str, findings: &mut Findings) -> Option<ReleaseNote> {
    let file = root.text(path, findings)?;
    let (head, start) = front_matter::split(&file, findings)?;
    if head.is_empty() {
        let found = NOTE_FRONT_MATTER.finding("this release note has no front matter").at(file.place(0..0), "");
        findings.push(found.help("start the file with `---`, `version: \"1.0\"`, `date: 2026-01-31` and `---`"));
        return None;
    }
    let front: FrontMatter = yaml::parse(&file, head.clone(), findings)?;
    let shift = |span: std::ops::Range<usize>| span.start + head.start..span.end + head.start;
    Some(ReleaseNote {
        version: Spanned::new(front.version.to_string(), shift(front.version.span())),
        date: Spanned::new(*front.date, shift(front.date.span())),
        kind: front.kind,
        title: front.title,
        owner: front.owner,
        change_request: front.change_request,
        validation: front.validation,
        rollback: front.rollback,
        body: Markdown { file, start },
    })
}
