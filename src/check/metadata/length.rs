//! Titles and summaries that are too long or empty.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::source::Spanned;

/// A title or summary that is too long, or empty.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/length",
    severity: Severity::Error,
    finds: "A title over 65 characters, a summary over 140, or either of them empty.",
    matters: "Longer titles are cut off in search results, in lists and on phones; readers then cannot tell datasets apart.",
    example: "title: Monthly accident and emergency attendances and admissions of all providers in England",
    put_right: "Begin with the subject, leave out the organisation and the words `data` and `statistics`.",
};

const TITLE: usize = 65;
const SUMMARY: usize = 140;

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let metadata = &context.dataset.metadata;
    let mut look = |text: &Spanned<String>, what: &str, most: usize| {
        let length = text.trim().chars().count();
        let message = match length {
            0 => format!("the {what} is empty"),
            length if length > most => format!("the {what} has {length} characters; at most {most} are shown everywhere"),
            _ => return,
        };
        let found = RULE.finding(message).at(context.dataset.file.place(text.span()), "");
        findings.push(found.help(format!("write a {what} of 1 to {most} characters, the subject first")));
    };
    look(&metadata.title, "title", TITLE);
    look(&metadata.summary, "summary", SUMMARY);
    for kpi in &metadata.kpis {
        look(&kpi.title, "title", TITLE);
    }
}
