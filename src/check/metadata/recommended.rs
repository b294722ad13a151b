//! Missing recommended metadata.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// Missing recommended metadata.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/recommended",
    severity: Severity::Warning,
    finds: "A dataset without a description, keywords, themes, `covers` with dates and an area, or a source.",
    matters: "DCAT-AP, data.gov.uk and the UK metadata exchange model recommend them. Search finds a dataset by its \
        keywords, and readers ask what it covers. When the next figures are due follows from the frequency.",
    example: "title: A&E waits\nsummary: Monthly attendances by provider.",
    put_right: "Add the keys that the finding lists:\n\n\
        description: What it is, why it is published, known problems.\n\
        keywords: [waiting times]\n\
        themes: [health]\n\
        source: {name: A&E SitReps, url: https://www.england.nhs.uk/statistics/}\n\
        covers: {from: 2026-01-01, to: 2026-03-31, area: England}",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    let mut missing = Vec::new();
    let mut need = |present: bool, key: &'static str| {
        if !present {
            missing.push(key);
        }
    };
    need(metadata.description.is_some(), "description");
    need(!metadata.keywords.is_empty(), "keywords");
    need(!metadata.themes.is_empty(), "themes");
    need(metadata.source.is_some(), "source");
    let covers = metadata.covers.as_ref();
    need(covers.is_some_and(|covers| covers.from.is_some() && covers.to.is_some()), "covers.from and covers.to");
    need(covers.is_some_and(|covers| covers.area.is_some()), "covers.area");
    if missing.is_empty() {
        return;
    }
    let found = RULE
        .finding(format!("recommended metadata is missing: {}", missing.join(", ")))
        .at(file.place(metadata.title.span()), "");
    findings.push(found.help("add them to dataset.yaml; `shelfmark explain metadata/recommended` gives examples"));
}
