//! Titles that are technical names.

use crate::check::Context;
use crate::check::dictionary::place;
use crate::diagnostic::{Findings, Rule, Severity};

/// A title that is a technical name.
pub(crate) static RULE: Rule = Rule {
    id: "dictionary/plain-title",
    severity: Severity::Warning,
    finds: "A title with an underscore, or one that only repeats a technical name such as `orgCode`.",
    matters: "The title is the column's heading on the page, in charts and in search. Readers do not know database names.",
    example: "name,title\norg_code,org_code",
    put_right: "Write what a reader would call it, such as `Provider code`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_field(context, findings, |table, field| {
        let is_name = field.title.contains('_') || (field.title == *field.name && is_camel(&field.title));
        let message = format!("the title of `{}` is a technical name", *field.name);
        is_name.then(|| RULE.finding(message).at(place(table, field), "").help("write what a reader would call the column"))
    });
}

fn is_camel(text: &str) -> bool {
    !text.contains(' ') && text.chars().zip(text.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase())
}
