//! Columns that the dictionary promises and the table lacks.

use std::collections::BTreeSet;

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::Field;

/// A row of the dictionary without a column.
pub(crate) static RULE: Rule = Rule {
    id: "dictionary/absent-column",
    severity: Severity::Error,
    finds: "A row of the dictionary whose column is not in the CSV.",
    matters: "An export that lost a column would be published with a dictionary that promises it.",
    example: "dictionary.csv: period, org_code, beds        (waits.csv has period and org_code)",
    put_right: "Export the column again, or take its row out of the dictionary.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for table in &context.dataset.tables {
        let absent = super::absent(table);
        // One that a column seems to be, spelled otherwise, has its finding there.
        let misspelt: BTreeSet<&str> = super::undocumented(table).into_iter().filter_map(|(_, meant)| meant).collect();
        let is_absent = |field: &&Field| absent.contains(field.name.as_str()) && !misspelt.contains(field.name.as_str());
        for field in table.dictionary.fields.iter().filter(is_absent) {
            let message = format!("the column `{}` is not in {}", *field.name, table.path);
            let found = RULE.finding(message).at(super::place(table, field), "documented here");
            findings.push(found.help("export the column again, or take this row out of the dictionary"));
        }
    }
}
