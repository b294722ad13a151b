//! Columns with no row in the dictionary.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, SHOWN, Severity, counted};
use crate::load::shown;
use crate::source::Place;

/// A column with no row in the dictionary.
pub(crate) static RULE: Rule = Rule {
    id: "dictionary/undocumented-column",
    severity: Severity::Error,
    finds: "A column in the CSV that has no row in the dictionary.",
    matters: "Nobody outside the team can know what it means, and nobody inside has decided whether it may be published.",
    example: "period,org_code,local_ref        (dictionary.csv has period and org_code)",
    put_right: "Add a row for it to the dictionary, or remove the column from the CSV.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for table in &context.dataset.tables {
        let unknown = super::undocumented(table);
        for (at, meant) in unknown.iter().take(SHOWN) {
            let name = shown(&table.data.columns[*at].name);
            let found = RULE.finding(format!("the column `{name}` is not in the dictionary")).at(table.heading_place(*at), "");
            let Some(field) = meant.and_then(|meant| table.dictionary.field(meant)) else {
                findings.push(found.help(format!("add a row `{name},...` to {}", table.dictionary.file.path())));
                continue;
            };
            let found = found.at(super::place(table, field), "did you mean this?");
            let is_same = field.name.to_lowercase() == name.trim().to_lowercase();
            findings.push(found.help(if is_same {
                format!("write `{}`, or run `shelfmark check --fix`", *field.name)
            } else {
                format!("did you mean `{}`? use the same name in both, or add a row `{name},...`", *field.name)
            }));
        }
        if unknown.len() > SHOWN {
            let rest = unknown.len() - SHOWN;
            findings
                .push(RULE.and_more(rest, format!("and {}", counted(rest, "more column"))).at(Place::of_file(&table.path), ""));
        }
    }
}
