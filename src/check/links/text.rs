//! Link text that does not say where the link leads.

use crate::check::Context;
use crate::diagnostic::{Diagnostic, Findings, Rule, Severity};
use crate::load::Settings;
use crate::model::{Link, Markdown, is_web_address, links};
use crate::source::Place;

/// Link text that does not say where the link leads.
pub(crate) static RULE: Rule = Rule {
    id: "links/text",
    severity: Severity::Warning,
    finds: "A link with no text, or whose text is only `here`, `click here`, `link`, `more` or its own address.",
    matters: "Screen readers list the links on a page by their text. A list of ten links called `here` is no help (WCAG \
        2.4.4).",
    example: "For the method see [here](method.md).",
    put_right: "Say where the link leads: `See [the method](method.md).`",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let dataset = context.dataset;
    let notes = dataset.notes.iter().map(|note| &note.body);
    for text in dataset.guidance.iter().chain(notes) {
        findings.extend(of_markdown(text));
    }
    if let Some(description) = &dataset.metadata.description {
        // The text is indented in its file, so positions in it differ from those in the file.
        let place = dataset.file.place(description.span());
        findings.extend(links(description, "").into_iter().filter(says_nothing).map(|_| finding(place.clone())).collect());
    }
}

/// Checks the links in the portal's pages and release notes.
pub(in crate::check) fn of_settings(settings: &Settings) -> Findings {
    let notes = settings.notes.iter().map(|note| &note.body);
    let mut findings = Findings::new();
    settings.pages.iter().map(|page| &page.body).chain(notes).for_each(|text| findings.extend(of_markdown(text)));
    findings
}

fn of_markdown(text: &Markdown) -> Findings {
    let place = |link: Link| text.file.place(text.start + link.span.start..text.start + link.span.end);
    links(text.text(), "").into_iter().filter(says_nothing).map(place).map(finding).collect()
}

/// Whether link text is empty, means nothing on its own, or repeats the address.
fn says_nothing(link: &Link) -> bool {
    if link.destination.is_none() {
        return false;
    }
    let words = link.words.trim().to_lowercase();
    let plain = words.trim_matches(|c: char| c.is_ascii_punctuation() || c.is_whitespace());
    let bare = |address: &str| {
        let address = address.to_lowercase();
        let rest = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
        rest.trim_start_matches("www.").trim_end_matches('/').to_owned()
    };
    let is_address = is_web_address(&link.target) && bare(&words) == bare(&link.target);
    let empty = ["", "here", "click here", "link", "this link", "more", "read more", "this page"];
    is_address || empty.contains(&plain.split_whitespace().collect::<Vec<_>>().join(" ").as_str())
}

fn finding(place: Place) -> Diagnostic {
    RULE.finding("the link text does not say where the link leads")
        .at(place, "")
        .help("say where it leads, like `[the method](method.md)`")
}
