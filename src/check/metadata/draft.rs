//! Unfinished drafts.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, SHOWN, Severity};
use crate::source::SourceFile;

/// An unfinished draft.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/draft",
    severity: Severity::Error,
    finds: "The word TODO in dataset.yaml, a dictionary or a release note.",
    matters: "`shelfmark add` uses it to mark what only a person knows, such as what a column means or who owns the data.",
    example: "summary: TODO one sentence, at most 140 characters",
    put_right: "Replace the TODO with the text it asks for.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let dictionaries = context.dataset.tables.iter().map(|table| &table.dictionary.file);
    let notes = context.dataset.notes.iter().map(|note| &note.body.file);
    let mut seen = Vec::new();
    for file in std::iter::once(&context.dataset.file).chain(dictionaries).chain(notes) {
        if seen.contains(&file.path()) {
            continue;
        }
        seen.push(file.path());
        for at in words_to_do(file) {
            let found = RULE.finding("this is still to be filled in").at(file.place(at..at + "TODO".len()), "");
            findings.push(found.help("replace the TODO with the text it asks for"));
        }
    }
}

/// The bytes at which the word TODO stands.
pub(in crate::check) fn words_to_do(file: &SourceFile) -> impl Iterator<Item = usize> {
    let text = file.text();
    text.match_indices("TODO").map(|(at, _)| at).filter(|at| is_word(text, *at)).take(SHOWN)
}

/// Whether the TODO at byte `at` is a whole word.
fn is_word(text: &str, at: usize) -> bool {
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    is_edge(text[..at].chars().next_back()) && is_edge(text[at + "TODO".len()..].chars().next())
}
