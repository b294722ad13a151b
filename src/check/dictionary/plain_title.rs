//! Titles that are column names.

use crate::check::Context;
use crate::check::dictionary::place;
use crate::diagnostic::{Findings, Rule, Severity};

/// A title that is a column name.
pub(crate) static RULE: Rule = Rule {
    id: "dictionary/plain-title",
    severity: Severity::Warning,
    finds: "A title with an underscore, or one that only repeats a name made for programs, such as `orgCode`.",
    matters: "The title heads the column on the page, in charts and in search; readers do not know the names of a database.",
    example: "name,title\norg_code,org_code",
    put_right: "Write what a reader would call it: `Provider code`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_field(context, findings, |table, field| {
        let is_name = field.title.contains('_') || (field.title == *field.name && is_camel(&field.title));
        let message = format!("the title of `{}` is a name for programs", *field.name);
        is_name.then(|| RULE.finding(message).at(place(table, field), "").help("write what a reader would call the column"))
    });
}

fn is_camel(text: &str) -> bool {
    !text.contains(' ') && text.chars().zip(text.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase())
}
