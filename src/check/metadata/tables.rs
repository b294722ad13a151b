//! Tables that contradict each other.

use std::collections::BTreeSet;

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::DatasetId;

/// A dataset without tables, or tables that share a name.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/tables",
    severity: Severity::Error,
    finds: "A dataset without a table, a table whose name cannot be a file name, two tables of one name, or a key that names a table or column there is not.",
    matters: "The table's name is the name of its download.",
    example: "tables:\n  - {name: waits, file: a.csv}\n  - {name: waits, file: b.csv}",
    put_right: "Give each table a name of a to z, 0 to 9 and hyphens that no other table of the dataset has.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, tables) = (&context.dataset.file, &context.dataset.metadata.tables);
    if tables.is_empty() {
        findings
            .push(RULE.finding("this dataset has no table").at(file.whole(), "").help("add `tables:` with a name and a file"));
    }
    let mut names = BTreeSet::new();
    for table in tables {
        let place = file.place(table.name.span());
        if DatasetId::new(&table.name).is_err() {
            let found = RULE.finding(format!("`{}` cannot be a file name", *table.name)).at(place, "");
            findings.push(found.help("write 1 to 80 of a to z, 0 to 9 and single hyphens"));
        } else if !names.insert(table.name.as_str()) {
            let found = RULE.finding(format!("two tables are called `{}`", *table.name)).at(place, "the second");
            findings.push(found.help("give it another name"));
        }
    }
}
