//! Texts that name a dataset which the edition does not hold.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::diagnostic::{Diagnostic, Findings, Rule, Severity};
use crate::model::{Absent, Lack};
use crate::site::Site;
use crate::source::SourceFile;

/// A text that names what is not there.
pub(crate) static RULE: Rule = Rule {
    id: "governance/named-outside-its-edition",
    severity: Severity::Error,
    finds: "A page, guidance, note, title or summary that names a dataset, or one of its KPIs, which the edition does not hold: by its id \
        or by its title.",
    matters: "The dataset is kept back from these readers, or its day has not come. A sentence that names it tells them that it exists.",
    example: "From Thursday, see also Stroke deaths by trust.        (the edition `public` does not hold `stroke-deaths`)",
    put_right: "Take the sentence out, or publish it together with the dataset. If the words mean something else, write them in \
        another way, or give the dataset a title of its own.",
};

/// A title of fewer words is often a usual expression: it is a name only if it is written as the title is.
const WORDS_OF_A_NAME: usize = 3;
/// A page holds data as well. Only a title of so many words is not met there by chance.
const WORDS_ON_A_PAGE: usize = 4;

/// Names of datasets that an edition does not hold, and of their KPIs.
pub struct AbsentNames {
    names: Vec<Name>,
    finder: Option<AhoCorasick>,
    /// Names of what is held, in which names of what is not held stand.
    held: Option<AhoCorasick>,
}

struct Name {
    /// As it is searched for.
    text: String,
    absent: usize,
    words: usize,
    is_id: bool,
}

impl AbsentNames {
    /// The names of datasets that a site does not hold.
    #[must_use]
    pub fn of(absent: &[Absent], site: &Site) -> Self {
        let mut names = Vec::new();
        for (at, dataset) in absent.iter().enumerate() {
            let titles = dataset.kpis.iter().map(|(id, title)| (id.as_str(), title));
            for (id, title) in titles.chain([(dataset.id.as_str(), &dataset.title)]) {
                // An id of one word is a word. Links to it are found because they lead nowhere.
                if id.contains('-') {
                    names.push(Name { text: id.to_owned(), absent: at, words: usize::MAX, is_id: true });
                }
                let words = title.split_whitespace().count();
                let escaped = crate::markup::escape(title);
                let variants = if escaped == *title { vec![title.clone()] } else { vec![title.clone(), escaped] };
                let some = variants.into_iter().filter(|_| words > 1);
                names.extend(some.map(|text| Name { text, absent: at, words, is_id: false }));
            }
        }
        let finder = automaton(names.iter().map(|name| name.text.as_str()));
        let held = finder.as_ref().and_then(|finder| {
            let longer = held_names(site).filter(|name| finder.is_match(*name)).collect::<Vec<_>>();
            automaton(longer.into_iter())
        });
        Self { names, finder, held }
    }

    /// The first of them in a file of the site, if it is not a table.
    #[must_use]
    pub fn on_page(&self, absent: &[Absent], path: &str, bytes: &[u8]) -> Option<Diagnostic> {
        let is_text = [".html", ".json", ".xml", ".txt", ".svg"].iter().any(|ending| path.ends_with(ending));
        let text = std::str::from_utf8(bytes).ok().filter(|_| is_text)?;
        let (_, name) = self.found(text).into_iter().find(|(_, name)| name.is_id || name.words >= WORDS_ON_A_PAGE)?;
        let dataset = &absent[name.absent];
        let message = format!("{path} is not published: it names `{}`, {}", dataset.id, why(dataset));
        Some(RULE.finding(message).help("look for the name in the dictionaries, metadata and templates from which it is made"))
    }

    /// The names in a text, with their places. A name that is only part of a longer name of something held is not meant.
    fn found(&self, text: &str) -> Vec<(Range<usize>, &Name)> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let mut found: Vec<(Range<usize>, &Name)> = finder
            .find_overlapping_iter(text)
            .map(|found| (found.range(), &self.names[found.pattern().as_usize()]))
            .filter(|(range, name)| {
                let is_as_written = text[range.clone()] == name.text;
                stands_alone(text, range) && (name.words >= WORDS_OF_A_NAME || is_as_written)
            })
            .collect();
        if let Some(held) = self.held.as_ref().filter(|_| !found.is_empty()) {
            let spans: Vec<Range<usize>> =
                held.find_overlapping_iter(text).map(|found| found.range()).filter(|range| stands_alone(text, range)).collect();
            found.retain(|(range, _)| !spans.iter().any(|span| span.start <= range.start && range.end <= span.end));
        }
        found
    }
}

/// The texts of authors that name datasets which the site does not hold.
#[must_use]
pub fn absent_named(names: &AbsentNames, absent: &[Absent], site: &Site) -> Findings {
    let settings = &site.catalogue.settings;
    let mut findings = Findings::new();
    let mut look = |file: &SourceFile, range: Range<usize>| {
        for (at, name) in names.found(&file.text()[range.clone()]) {
            let dataset = &absent[name.absent];
            let place = file.place(range.start + at.start..range.start + at.end);
            let found = RULE.finding(format!("this names `{}`, {}", dataset.id, why(dataset))).at(place, "");
            findings.push(found.help("take it out, or publish it together with the dataset"));
        }
    };
    for (prose, _) in settings.prose() {
        look(&prose.file, 0..prose.file.text().len());
    }
    for text in [&settings.portal.title, &settings.portal.description] {
        look(&settings.file, text.span());
    }
    for body in (0..site.catalogue.datasets.len()).map(|dataset| site.body(dataset)) {
        for prose in body.guidance.iter().chain(body.notes.iter().map(|note| &note.body)) {
            look(&prose.file, 0..prose.file.text().len());
        }
        let mut start = 0;
        for line in body.file.text().split_inclusive('\n') {
            // Comments are not published.
            let said = if line.trim_start().starts_with('#') { 0 } else { line.find(" #").unwrap_or(line.len()) };
            look(&body.file, start..start + said);
            start += line.len();
        }
    }
    findings.distinct()
}

fn why(dataset: &Absent) -> String {
    match dataset.lack {
        Lack::Access(access) => format!("which is {} and not in this edition", access.word()),
        Lack::Stage(stage) => format!("which is at the stage `{}` and not in this edition", stage.word()),
        Lack::Day(live) => format!("which is not published before {live}"),
    }
}

/// The ids and titles that readers of the site see.
fn held_names(site: &Site) -> impl Iterator<Item = &str> {
    site.catalogue.datasets.iter().flat_map(|card| {
        let kpis = card.kpis.iter().flat_map(|kpi| [kpi.id.as_str(), kpi.title.as_str()]);
        kpis.chain([card.id.as_str(), card.title.as_str()])
    })
}

fn automaton<'a>(names: impl Iterator<Item = &'a str>) -> Option<AhoCorasick> {
    let names: Vec<&str> = names.collect();
    if names.is_empty() {
        return None;
    }
    AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::Standard).build(names).ok()
}

/// Whether no letter, digit or hyphen goes on before or after it.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let goes_on = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
    !text[..range.start].chars().next_back().is_some_and(goes_on) && !text[range.end..].chars().next().is_some_and(goes_on)
}
