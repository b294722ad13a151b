//! What is still to be replaced in a new portal.

use super::draft::words_to_do;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::Settings;
use crate::source::SourceFile;

/// What is still to be replaced in a new portal.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/to-do",
    severity: Severity::Warning,
    finds: "The word TODO in portal.yaml, or `TODO:` in a page of content/.",
    matters: "`shelfmark new` marks what every portal must replace: its title, address and contact, and the text of its home page. Until \
        then feeds and links lead to an example.",
    example: "address: https://data.example.nhs.uk/  # TODO",
    put_right: "Replace the text, then remove the TODO.",
};

pub(in crate::check) fn of_settings(settings: &Settings) -> Findings {
    let pages = settings.pages.iter().map(|page| &page.body.file);
    let files = std::iter::once(&settings.file).chain(pages);
    // A page may be about the word.
    let is_meant = |file: &SourceFile, at: usize| {
        file.path() == settings.file.path() || !file.text()[..at].ends_with('`') && file.text()[at..].starts_with("TODO:")
    };
    let found = files.flat_map(|file| words_to_do(file).map(move |at| (file, at))).filter(|(file, at)| is_meant(file, *at));
    let finding = |(file, at): (&SourceFile, usize)| {
        let found = RULE.finding("this is still to be replaced").at(file.place(at..at + "TODO".len()), "");
        found.help("replace it with your own, then remove the TODO")
    };
    found.map(finding).collect()
}
