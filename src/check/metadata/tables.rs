//! Datasets with no tables, and tables with unsuitable names or keys.

use std::collections::BTreeSet;

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::DatasetId;

/// A dataset with no tables, or a table with an unsuitable name or key.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/tables",
    severity: Severity::Error,
    finds: "A dataset with no table, a table whose name cannot be a file name, two tables with the same name, or a key \
        that names a table or column that does not exist.",
    matters: "The table's name is the name of its download.",
    example: "tables:\n  - {name: waits, file: a.csv}\n  - {name: waits, file: b.csv}",
    put_right: "Give each table in the dataset a different name, using a to z, 0 to 9 and hyphens.",
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
            findings.push(found.help("use 1 to 80 characters: a to z, 0 to 9 and single hyphens"));
        } else if !names.insert(table.name.as_str()) {
            let found = RULE.finding(format!("two tables are called `{}`", *table.name)).at(place, "the second");
            findings.push(found.help("give it another name"));
        }
    }
}
