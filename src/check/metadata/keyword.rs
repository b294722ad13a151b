//! Keywords that no search will find.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::shown;

/// A keyword that no search will find.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/keyword",
    severity: Severity::Warning,
    finds: "A keyword that stands twice, holds a comma or semicolon, or is shorter than 2 or longer than 100 characters.",
    matters: "Catalogues that harvest the portal refuse such tags, and the whole dataset with them.",
    example: "keywords: [\"waiting times, A&E\", A&E, A&E]",
    put_right: "Write each keyword once, as its own item of the list.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    for (at, keyword) in metadata.keywords.iter().enumerate() {
        let text = keyword.trim();
        let length = text.chars().count();
        let again = metadata.keywords[..at].iter().any(|other| other.trim().eq_ignore_ascii_case(text));
        let (problem, help) = match () {
            () if again => (format!("the keyword `{}` stands twice", shown(text)), "take one of the two away"),
            () if text.contains([',', ';']) => (
                format!("the keyword `{}` seems to be several", shown(text)),
                "write each as its own item: `[waiting times, A&E]`",
            ),
            () if !(2..=100).contains(&length) => {
                (format!("a keyword of {length} characters"), "write keywords of 2 to 100 characters")
            }
            () => continue,
        };
        findings.push(RULE.finding(problem).at(file.place(keyword.span()), "").help(help));
    }
}
