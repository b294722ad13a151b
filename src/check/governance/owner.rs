//! Persons where readers and colleagues need a team.

use crate::check::Context;
use crate::diagnostic::{Diagnostic, Findings, Rule, Severity};
use crate::load::Settings;
use crate::privacy::{is_persons_address, is_persons_name};
use crate::source::{SourceFile, Spanned};

/// A person as owner or contact.
pub(crate) static RULE: Rule = Rule {
    id: "governance/owner",
    severity: Severity::Warning,
    finds: "An `owner`, a `contact` or a journey's contact that is a person: a forename or a title with another name.",
    matters: "People move on. Then nobody answers for the data, and their name stays on the page.",
    example: "owner: {name: Jane Smith, email: planned.care@example.nhs.uk}",
    put_right: "Name the team, and its mailbox.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    let contact = metadata.journey.as_ref().and_then(|journey| journey.contact.as_ref());
    let named = [("owner", Some(&metadata.owner.name)), ("contact", contact)];
    named.iter().filter_map(|(what, name)| problem(what, (*name)?, file)).for_each(|found| findings.push(found));
}

/// The portal's own contact.
pub(in crate::check) fn of_settings(settings: &Settings) -> Findings {
    problem("contact", &settings.portal.contact.name, &settings.file).into_iter().collect()
}

/// No finding shows the name.
fn problem(what: &str, name: &Spanned<String>, file: &SourceFile) -> Option<Diagnostic> {
    let is_person = is_persons_name(name) || name.contains('@') && is_persons_address(name.trim());
    let found = || RULE.finding(format!("the {what} is a person, not a team")).at(file.place(name.span()).without_excerpt(), "");
    is_person.then(|| found().help("name the team that answers for the data"))
}
