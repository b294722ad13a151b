//! Links whose words say nothing.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::Settings;
use crate::model::{Markdown, links};

/// A link whose words say nothing.
pub(crate) static RULE: Rule = Rule {
    id: "links/text",
    severity: Severity::Warning,
    finds: "A link without words, or one that says `here`, `click here`, `link`, `more` or its own address.",
    matters: "Screen readers list the links of a page by their words; ten times `here` is no list (WCAG 2.4.4).",
    example: "For the method see [here](method.md).",
    put_right: "Write where the link leads: `See [the method](method.md).`",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let dataset = context.dataset;
    let notes = dataset.releases.iter().map(|note| &note.body);
    for text in dataset.guidance.iter().chain(notes) {
        findings.extend(of_markdown(text));
    }
}

/// The links of the portal's pages and release notes.
pub(in crate::check) fn of_settings(settings: &Settings) -> Findings {
    let notes = settings.releases.iter().map(|note| &note.body);
    let mut findings = Findings::new();
    settings.pages.iter().map(|page| &page.body).chain(notes).for_each(|text| findings.extend(of_markdown(text)));
    findings
}

fn of_markdown(text: &Markdown) -> Findings {
    let says_nothing = |words: &str| {
        let plain = words.trim().trim_matches(|c: char| c.is_ascii_punctuation()).to_lowercase();
        plain.is_empty()
            || ["here", "click here", "link", "this link", "more", "read more", "this page"].contains(&plain.as_str())
    };
    let empty = links(text.text(), "").into_iter().filter(|link| link.destination.is_some() && says_nothing(&link.words));
    empty
        .map(|link| {
            let place = text.file.place(text.start + link.span.start..text.start + link.span.end);
            RULE.finding("the words of this link do not say where it leads")
                .at(place, "")
                .help("write where it leads, like `[the method](method.md)`")
        })
        .collect()
}
