//! Texts that name a dataset which the edition does not hold.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::folded::{Folded, folded};
use crate::diagnostic::{Diagnostic, Findings, Rule, Severity};
use crate::model::{Absent, LICENCES, Lack};
use crate::site::Site;
use crate::source::{SourceFile, Spanned};

/// A text that names what is not there.
pub(crate) static RULE: Rule = Rule {
    id: "governance/named-outside-its-edition",
    severity: Severity::Error,
    finds: "A page, guidance, note, title or summary that names a dataset, or one of its KPIs, which the edition does not hold: by its \
        title, or by its id in a link, in code or, if it has three parts or more, in a sentence.",
    matters: "The dataset is kept back from these readers, or its day has not come. A sentence that names it tells them that it exists.",
    example: "From Thursday, see also Stroke deaths by trust.        (the edition `public` does not hold `stroke-deaths`)",
    put_right: "Take the sentence out, or publish it together with the dataset. If the words mean something else, write them in \
        another way, or give the dataset a title of its own.",
};

/// Shorter titles are usual expressions as well: they are names only where they are written as the title is, within a sentence.
const WORDS_OF_A_DATASET: usize = 3;
const WORDS_OF_A_KPI: usize = 4;
/// Shorter ids are usual expressions as well, such as `follow-up`.
const PARTS_OF_AN_ID: usize = 3;

/// Names of datasets that an edition does not hold, and of their KPIs.
pub struct AbsentNames {
    names: Vec<Name>,
    finder: Option<AhoCorasick>,
    /// Their addresses, which stand within tags too: two for each name, of which only those of ids are searched for.
    addresses: Option<AhoCorasick>,
    /// Names of what is held, in which names of what is not held stand.
    held: Option<AhoCorasick>,
}

struct Name {
    /// As it was written.
    text: String,
    kind: Kind,
    absent: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Id,
    DatasetTitle,
    KpiTitle,
}

impl AbsentNames {
    /// The names of datasets that a site does not hold.
    #[must_use]
    pub fn of(absent: &[Absent], site: &Site) -> Self {
        let mut names = Vec::new();
        for (at, dataset) in absent.iter().enumerate() {
            let mut add = |text: &str, kind: Kind| {
                if !text.trim().is_empty() {
                    names.push(Name { text: folded(text).cased, kind, absent: at });
                }
            };
            add(dataset.id.as_str(), Kind::Id);
            add(&dataset.title, Kind::DatasetTitle);
            for (id, title) in &dataset.kpis {
                add(id, Kind::Id);
                add(title, Kind::KpiTitle);
            }
        }
        let finder = automaton(names.iter().map(|name| folded(&name.text).lower));
        let addresses =
            automaton(names.iter().flat_map(|name| ["datasets", "kpis"].map(|folder| format!("{folder}/{}", name.text))));
        let held = finder.as_ref().and_then(|finder| {
            let held = held_names(site).map(|name| folded(name).lower).filter(|name| finder.is_match(name));
            automaton(held.collect::<Vec<_>>().into_iter())
        });
        Self { names, finder, addresses, held }
    }

    /// The first of them in a file of the site that is not a table. A page shows data as well, in which short titles are met by
    /// chance, and so are titles of KPIs.
    #[must_use]
    pub fn on_page(&self, absent: &[Absent], path: &str, bytes: &[u8]) -> Option<Diagnostic> {
        let is_text = [".html", ".json", ".js", ".xml", ".txt", ".svg"].iter().any(|ending| path.ends_with(ending));
        let text = std::str::from_utf8(bytes).ok().filter(|_| is_text)?;
        let is_sure = |name: &Name| match name.kind {
            Kind::Id => true,
            Kind::DatasetTitle => name.words() >= WORDS_OF_A_DATASET,
            Kind::KpiTitle => false,
        };
        let linked = || self.linked(text);
        let name = self.found(text).into_iter().map(|(_, name)| name).find(|name| is_sure(name)).or_else(linked)?;
        let dataset = &absent[name.absent];
        let message = format!("{path} is not published: it names `{}`, {}", dataset.id, why(dataset));
        Some(
            RULE.finding(message)
                .help("look for the name in the texts from which it is made: dictionaries, metadata, notes, templates"),
        )
    }

    /// A name whose address is in a text.
    fn linked(&self, text: &str) -> Option<&Name> {
        let found = self.addresses.iter().flat_map(|addresses| addresses.find_overlapping_iter(text));
        let names = found.map(|found| (found.range(), &self.names[found.pattern().as_usize() / 2]));
        let mut ids = names.filter(|(range, name)| name.kind == Kind::Id && ends(text, range.end));
        ids.next().map(|(_, name)| name)
    }

    /// The names in a text, with their places. A name that is only part of a longer name of something held is not meant.
    fn found(&self, text: &str) -> Vec<(Range<usize>, &Name)> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let folded = folded(text);
        let mut spans: Vec<(Range<usize>, &Name)> = finder
            .find_overlapping_iter(&folded.lower)
            .map(|found| (found.range(), &self.names[found.pattern().as_usize()]))
            .filter(|(range, name)| stands_alone(&folded.lower, range) && name.is_meant(text, &folded, range))
            .collect();
        if let Some(held) = self.held.as_ref().filter(|_| !spans.is_empty()) {
            let held = held.find_overlapping_iter(&folded.lower).map(|found| found.range());
            let held: Vec<Range<usize>> = held.filter(|range| stands_alone(&folded.lower, range)).collect();
            spans.retain(|(range, _)| !held.iter().any(|held| held.start <= range.start && range.end <= held.end));
        }
        spans.into_iter().map(|(range, name)| (folded.original(range), name)).collect()
    }
}

impl Name {
    fn words(&self) -> usize {
        self.text.split(' ').count()
    }

    fn parts(&self) -> usize {
        self.text.split('-').count()
    }

    /// Whether the words stand for the dataset where they are.
    fn is_meant(&self, text: &str, folded: &Folded, range: &Range<usize>) -> bool {
        let place = folded.original(range.clone());
        let before = &text[..place.start];
        let is_as_written = || folded_case(&text[place.clone()]) == self.text;
        match self.kind {
            Kind::Id => {
                let is_address = ["datasets/", "kpis/"].iter().any(|folder| before.ends_with(folder));
                let is_code = before.ends_with('`') && self.text.contains('-');
                is_address || is_code || (is_as_written() && self.parts() >= PARTS_OF_AN_ID)
            }
            Kind::DatasetTitle if self.words() >= WORDS_OF_A_DATASET => true,
            Kind::KpiTitle if self.words() >= WORDS_OF_A_KPI => true,
            Kind::DatasetTitle | Kind::KpiTitle => self.words() > 1 && is_as_written() && !begins_sentence(before),
        }
    }
}

fn folded_case(text: &str) -> String {
    folded(text).cased
}

/// Whether a sentence, a heading or a cell begins after a text, so that a capital letter means nothing.
fn begins_sentence(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '\t', '*', '_', '"', '\'', '(', '[']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '#', '>', '|', '-', '\n', '\r'])
}

/// The texts of authors that name datasets which the site does not hold.
#[must_use]
pub fn absent_named(names: &AbsentNames, absent: &[Absent], site: &Site) -> Findings {
    let settings = &site.catalogue.settings;
    let mut findings = Findings::new();
    let mut tell = |file: &SourceFile, span: Range<usize>, name: &Name| {
        let dataset = &absent[name.absent];
        let found = RULE.finding(format!("this names `{}`, {}", dataset.id, why(dataset))).at(file.place(span), "");
        findings.push(found.help("take it out, or publish it together with the dataset"));
    };
    let bodies = || (0..site.catalogue.datasets.len()).map(|dataset| site.body(dataset));
    let of_datasets = bodies().flat_map(|body| body.guidance.iter().chain(body.notes.iter().map(|note| &note.body)));
    for prose in settings.prose().map(|(prose, _)| prose).chain(of_datasets) {
        names.found(prose.file.text()).into_iter().for_each(|(span, name)| tell(&prose.file, span, name));
    }
    let of_portal = [&settings.portal.title, &settings.portal.description].map(|text| (&settings.file, text));
    let of_datasets = bodies().flat_map(|body| {
        let metadata = &body.metadata;
        let texts: Vec<&Spanned<String>> =
            [&metadata.title, &metadata.summary].into_iter().chain(&metadata.description).chain(&metadata.keywords).collect();
        texts.into_iter().map(|text| (&body.file, text))
    });
    for (file, text) in of_portal.into_iter().chain(of_datasets) {
        names.found(text).into_iter().for_each(|(_, name)| tell(file, text.span(), name));
    }
    findings.distinct()
}

fn why(dataset: &Absent) -> String {
    let edition = &dataset.edition;
    match dataset.lack {
        Lack::Access(access) => format!("which is {} and not in the edition `{edition}`", access.word()),
        Lack::Stage(stage) => format!("which is at the stage `{}` and not in the edition `{edition}`", stage.word()),
        Lack::Day(live) => format!("which is not published before {live}"),
    }
}

/// The ids and titles that readers of the site see, and ids of other kinds.
fn held_names(site: &Site) -> impl Iterator<Item = &str> {
    let datasets = site.catalogue.datasets.iter().flat_map(|card| {
        let kpis = card.kpis.iter().flat_map(|kpi| [kpi.id.as_str(), kpi.title.as_str()]);
        kpis.chain([card.id.as_str(), card.title.as_str()])
    });
    let others = site.catalogue.themes.keys().map(String::as_str).chain(LICENCES.iter().map(|licence| licence.id));
    datasets.chain(others).chain(site.catalogue.settings.portal.organisations.keys().map(String::as_str))
}

fn automaton(names: impl Iterator<Item = String>) -> Option<AhoCorasick> {
    let names: Vec<String> = names.collect();
    if names.is_empty() {
        return None;
    }
    AhoCorasick::builder().match_kind(MatchKind::Standard).build(names).ok()
}

/// Whether no word goes on before or after it.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    !text[..range.start].chars().next_back().is_some_and(goes_on) && ends(text, range.end)
}

fn ends(text: &str, at: usize) -> bool {
    !text[at..].chars().next().is_some_and(goes_on)
}

fn goes_on(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '-' | '_' | '@')
}
