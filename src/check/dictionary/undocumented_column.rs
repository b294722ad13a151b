//! Columns that the dictionary does not speak of.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity, did_you_mean};
use crate::load::shown;

/// A column without a row in the dictionary.
pub(crate) static RULE: Rule = Rule {
    id: "dictionary/undocumented-column",
    severity: Severity::Error,
    finds: "A column of the CSV that has no row in the dictionary.",
    matters: "Nobody outside the team can know what it means; nobody inside has decided whether it may be published.",
    example: "period,org_code,local_ref        (dictionary.csv has period and org_code)",
    put_right: "Add a row for it to the dictionary, or take the column out of the CSV.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for table in &context.dataset.tables {
        for (at, column) in table.data.columns.iter().enumerate() {
            if table.dictionary.field(&column.name).is_some() {
                continue;
            }
            let absent = table.dictionary.names().filter(|name| table.data.position(name).is_none());
            let hint = did_you_mean(&column.name, absent);
            let name = shown(&column.name);
            let message = format!("the column `{name}` is not in the dictionary");
            let help = format!("{hint}add a row `{name},...` to {}", table.dictionary.file.path());
            findings.push(RULE.finding(message).at(table.heading_place(at), "").help(help));
        }
    }
}
