//! Columns that the author calls sensitive.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// A sensitive column that would be published.
pub(crate) static RULE: Rule = Rule {
    id: "governance/sensitive",
    severity: Severity::Error,
    finds: "A column with `sensitive: true` in the dictionary, which would be published.",
    matters: "Somebody has said that this column is not for everybody. A word beside it on a page does not keep it back.",
    example: "name,title,type,description,sensitive\nward_note,Ward note,string,What the ward wrote,true",
    put_right: "Take the column out of the file. If it may be published, for example because its small counts are protected, have a waiver for \
        `governance/sensitive` approved in dataset.yaml: readers see who approved it. If it is for staff, name it in their edition: \
        `sensitive: {dataset: [column]}`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for table in &context.dataset.tables {
        for (at, column) in table.data.columns.iter().enumerate() {
            if !table.dictionary.field(&column.name).is_some_and(|field| field.sensitive) {
                continue;
            }
            if context.settings.edition().is_some_and(|edition| edition.shows_sensitive(&context.dataset.id, &column.name)) {
                continue;
            }
            let message = format!("`{}` is marked sensitive, and would be published", column.name);
            let found = RULE.finding(message).at(table.heading_place(at), "");
            findings.push(found.help("take it out of the file, or have a waiver for governance/sensitive approved"));
        }
    }
}
