//! What `shelfmark add` could not know and nobody has filled in.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, SHOWN, Severity};

/// A draft that nobody has finished.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/draft",
    severity: Severity::Error,
    finds: "The word TODO in dataset.yaml, in a dictionary or in a release note.",
    matters: "`shelfmark add` marks with it what only a person knows: what a column means, who owns the data.",
    example: "summary: TODO one sentence, at most 140 characters",
    put_right: "Write what is asked for in the place of the TODO.",
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
        for (at, word) in file.text().match_indices("TODO").filter(|(at, _)| is_word(file.text(), *at)).take(SHOWN) {
            let found = RULE.finding("this is still to be filled in").at(file.place(at..at + word.len()), "");
            findings.push(found.help("write what is asked for in the place of the TODO"));
        }
    }
}

/// Whether the TODO at a byte is a word of its own.
fn is_word(text: &str, at: usize) -> bool {
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    is_edge(text[..at].chars().next_back()) && is_edge(text[at + "TODO".len()..].chars().next())
}
