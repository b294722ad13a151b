//! Titles that do not start with their subject.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::Portal;

/// A title that does not start with its subject.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/title-style",
    severity: Severity::Warning,
    finds: "A title that names the publisher, ends with a full stop, is in capitals, or starts with words such as \
        `Dataset` or `Data on`.",
    matters: "In lists, the publisher is shown next to every title, and readers scan the first two words.",
    example: "title: NHS England monthly A&E waits.",
    put_right: "Start with the subject. Leave out the organisation, the full stop and the word dataset.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    let title = metadata.title.trim();
    let lower = title.to_lowercase();
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    let problem = match () {
        () if names_publisher(&metadata.title, metadata.publisher.as_ref().map(|id| id.as_str()), &context.settings.portal) => {
            "the title names its publisher"
        }
        () if title.ends_with('.') && !title.ends_with("etc.") => "the title ends with a full stop",
        () if letters > 5 && !title.chars().any(char::is_lowercase) => "the title is in capitals",
        () if ["dataset", "data on ", "data for ", "statistics on "].iter().any(|word| lower.starts_with(word)) => {
            "the title does not start with its subject"
        }
        () => return,
    };
    findings.push(
        RULE.finding(problem)
            .at(file.place(metadata.title.span()), "")
            .help("start with the subject, like `A&E attendances and four-hour waits`"),
    );
}

/// Whether a title names the organisation that publishes the dataset: the one that the dataset names, or else the portal.
#[must_use]
pub fn names_publisher(title: &str, publisher: Option<&str>, portal: &Portal) -> bool {
    let (_, organisation) = portal.publisher_of(publisher);
    let name = organisation.map(|organisation| organisation.name.to_lowercase());
    name.is_some_and(|name| name.chars().count() > 3 && names(&title.to_lowercase(), &name))
}

/// Whether a title contains a name as whole words.
fn names(title: &str, name: &str) -> bool {
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    title
        .match_indices(name)
        .any(|(at, _)| is_edge(title[..at].chars().next_back()) && is_edge(title[at + name.len()..].chars().next()))
}
