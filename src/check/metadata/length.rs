//! Titles and summaries that are too long or empty.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::INVALID_VALUE;
use crate::source::Spanned;

/// A title or summary that is too long.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/length",
    severity: Severity::Warning,
    finds: "A title longer than 65 characters, or a summary longer than 140.",
    matters: "Longer titles are cut off in search results, in lists and on phones, so readers cannot tell datasets apart.",
    example: "title: Monthly accident and emergency attendances and admissions of all providers in England",
    put_right: "Start with the subject. Leave out the organisation and the words `data` and `statistics`.",
};

const TITLE: usize = 65;
const SUMMARY: usize = 140;

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let metadata = &context.dataset.metadata;
    let mut look = |text: &Spanned<String>, what: &str, most: usize| {
        let length = text.trim().chars().count();
        let place = context.dataset.file.place(text.span());
        if length == 0 {
            let found = INVALID_VALUE.finding(format!("the {what} is empty")).at(place, "");
            findings.push(found.help(format!("write a {what} of 1 to {most} characters, with the subject first")));
        } else if length > most {
            let found = RULE.finding(format!("the {what} has {length} characters; some places show only {most}"));
            findings.push(found.at(place, "").help(format!("shorten it to {most} characters, with the subject first")));
        }
    };
    look(&metadata.title, "title", TITLE);
    look(&metadata.summary, "summary", SUMMARY);
    for kpi in &metadata.kpis {
        look(&kpi.title, "title", TITLE);
    }
}
