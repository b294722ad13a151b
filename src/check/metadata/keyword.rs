//! Keywords that catalogues reject.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::shown;

/// A keyword that catalogues reject.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/keyword",
    severity: Severity::Warning,
    finds: "A keyword that is repeated, contains a comma or semicolon, or has fewer than 2 or more than 100 characters.",
    matters: "Catalogues that harvest the portal reject such keywords, and the whole dataset with them.",
    example: "keywords: [\"waiting times, A&E\", A&E, A&E]",
    put_right: "Write each keyword once, as a separate item of the list.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    for (at, keyword) in metadata.keywords.iter().enumerate() {
        let text = keyword.trim();
        let length = text.chars().count();
        let again = metadata.keywords[..at].iter().any(|other| other.trim().eq_ignore_ascii_case(text));
        let (problem, help) = match () {
            () if again => (format!("the keyword `{}` is repeated", shown(text)), "remove one of them"),
            () if text.contains([',', ';']) => (
                format!("the keyword `{}` seems to be several keywords", shown(text)),
                "write each as a separate item: `[waiting times, A&E]`",
            ),
            () if !(2..=100).contains(&length) => {
                (format!("a keyword with a length of {length}"), "write keywords of 2 to 100 characters")
            }
            () => continue,
        };
        findings.push(RULE.finding(problem).at(file.place(keyword.span()), "").help(help));
    }
}
