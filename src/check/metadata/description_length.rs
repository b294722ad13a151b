//! Descriptions too short or too long to be indexed.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::source::Spanned;

/// A description too short or too long to be indexed.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/description-length",
    severity: Severity::Warning,
    finds: "A summary and description with fewer than 50 or more than 5,000 characters in total.",
    matters: "Dataset search engines leave such datasets out. A few words do not tell readers whether this is the data \
        they need.",
    example: "summary: Waits.",
    put_right: "Say what the data is, what it is for and what problems are known.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    let description = metadata.description.as_ref().map_or("", |text| text.as_str());
    let length = metadata.summary.trim().chars().count() + description.trim().chars().count();
    if (50..=5000).contains(&length) || metadata.summary.trim().is_empty() {
        return;
    }
    let place = metadata.description.as_ref().filter(|_| length > 5000).map_or_else(|| metadata.summary.span(), Spanned::span);
    let found =
        RULE.finding(format!("the summary and description have {length} characters in total; search engines accept 50 to 5,000"));
    findings.push(found.at(file.place(place), "").help("say what the data is, what it is for and what problems are known"));
}
