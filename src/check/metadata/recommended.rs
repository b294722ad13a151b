//! What a catalogue should know of a dataset.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::Frequency;

/// Recommended metadata that is missing.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/recommended",
    severity: Severity::Warning,
    finds: "A dataset without one of: description, keywords, themes, `covers` with dates and an area, source; or without `next_update` although its frequency has a cadence.",
    matters: "DCAT-AP, data.gov.uk and the UK metadata exchange model recommend them: search finds a dataset by its keywords, and a reader asks what it covers and when the next figures come.",
    example: "title: A&E waits\nsummary: Monthly attendances by provider.",
    put_right: "Add the keys that the finding names:\n\ndescription: What it is, why it is published, known problems.\nkeywords: [waiting times]\nthemes: [health]\nsource: {name: A&E SitReps, url: https://www.england.nhs.uk/statistics/}\ncovers: {from: 2026-01-01, to: 2026-03-31, area: England}\nnext_update: 2026-07-09",
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
    let has_cadence = !matches!(*metadata.frequency, Frequency::Irregular | Frequency::None);
    need(!has_cadence || metadata.next_update.is_some(), "next_update");
    if missing.is_empty() {
        return;
    }
    let found = RULE
        .finding(format!("recommended metadata is missing: {}", missing.join(", ")))
        .at(file.place(metadata.title.span()), "");
    findings.push(found.help("add them to dataset.yaml; `shelfmark explain metadata/recommended` shows each"));
}
