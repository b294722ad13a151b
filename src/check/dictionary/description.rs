//! Descriptions that only repeat the title or name.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// A description that only repeats the title or name.
pub(crate) static RULE: Rule = Rule {
    id: "dictionary/description",
    severity: Severity::Warning,
    finds: "A description that only repeats its column's title or name.",
    matters: "Readers use the dictionary to find out what a column means, such as who counts as an attendance.",
    example: "name,title,type,description\nattendances,Attendances,integer,Attendances",
    put_right: "Say what is counted, who is included, when and where.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_field(context, findings, |table, field| {
        let plain = |text: &str| text.trim().trim_end_matches('.').to_lowercase().replace(['_', '-'], " ");
        let said = plain(&field.description);
        let repeats = !said.is_empty() && (said == plain(&field.title) || said == plain(&field.name));
        let at = table.dictionary.file.place(field.description.span());
        let message = format!("the description of `{}` only repeats its title", *field.name);
        repeats.then(|| RULE.finding(message).at(at, "").help("say what is counted, who is included, when and where"))
    });
}
