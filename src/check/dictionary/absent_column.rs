//! Dictionary rows whose column is not in the table.

use std::collections::BTreeSet;

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::Field;

/// A dictionary row whose column is not in the table.
pub(crate) static RULE: Rule = Rule {
    id: "dictionary/absent-column",
    severity: Severity::Error,
    finds: "A row in the dictionary whose column is not in the CSV.",
    matters: "If an export loses a column, the dictionary still promises it.",
    example: "dictionary.csv: period, org_code, beds        (waits.csv has period and org_code)",
    put_right: "Export the column again, or remove its row from the dictionary.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for table in &context.dataset.tables {
        let absent = super::absent(table);
        // A name that a column seems to misspell is reported with that column.
        let misspelt: BTreeSet<&str> = super::undocumented(table).into_iter().filter_map(|(_, meant)| meant).collect();
        let is_absent = |field: &&Field| absent.contains(field.name.as_str()) && !misspelt.contains(field.name.as_str());
        for field in table.dictionary.fields.iter().filter(is_absent) {
            let message = format!("the column `{}` is not in {}", *field.name, table.path);
            let found = RULE.finding(message).at(super::place(table, field), "documented here");
            findings.push(found.help("export the column again, or remove this row from the dictionary"));
        }
    }
}
