//! Values that are not in the table they refer to.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Context;
use crate::check::metadata::tables;
use crate::diagnostic::{Findings, Rule, SHOWN, Severity, did_you_mean};
use crate::load::{LoadedTable, shown};
use crate::model::Cell as _;
use crate::source::Spanned;

/// A value that is not in the table it refers to.
pub(crate) static RULE: Rule = Rule {
    id: "data/foreign-key",
    severity: Severity::Error,
    finds: "A foreign key value that is not in the table it refers to.",
    matters: "A code that cannot be looked up has no name on the map, and its row drops out of every join.",
    example: "foreign_keys:\n  - {columns: [org_code], reference: {table: organisations, columns: [code]}}",
    put_right: "Add the code to the other table, or correct it here.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let dataset = context.dataset;
    for table in &dataset.tables {
        for key in &table.spec.foreign_keys {
            let place = || dataset.file.place(key.reference.table.span());
            let Some(other) = dataset.tables.iter().find(|other| *other.spec.name == *key.reference.table) else {
                // A declared table that could not be read has its own finding.
                if !dataset.metadata.tables.iter().any(|spec| *spec.name == *key.reference.table) {
                    let names = dataset.metadata.tables.iter().map(|spec| spec.name.as_str());
                    let hint = did_you_mean(&key.reference.table, names);
                    let found = tables::RULE.finding(format!("there is no table `{}`", *key.reference.table)).at(place(), "");
                    findings.push(found.help(format!("{hint}name a table in this dataset")));
                }
                continue;
            };
            let (Some(here), Some(there)) = (positions(table, &key.columns), positions(other, &key.reference.columns)) else {
                let found = tables::RULE.finding("a foreign key names a column that does not exist").at(place(), "");
                findings.push(found.help("use the column names in the two dictionaries"));
                continue;
            };
            if here.len() != there.len() || here.is_empty() {
                let found = tables::RULE.finding("a foreign key needs the same number of columns in both tables").at(place(), "");
                findings.push(found.help("list one column of the other table for each column of this one"));
                continue;
            }
            let known: BTreeSet<Vec<&str>> = (0..other.data.rows).map(|row| values(other, &there, row)).collect();
            let mut unknown: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
            for row in 0..table.data.rows {
                let value = values(table, &here, row);
                if !value.iter().any(|text| text.is_empty()) && !known.contains(&value) {
                    unknown.entry(value).or_insert(row);
                }
            }
            let mut rows: Vec<(usize, Vec<&str>)> = unknown.into_iter().map(|(value, row)| (row, value)).collect();
            rows.sort_unstable();
            let more = rows.len().saturating_sub(SHOWN);
            for (row, value) in rows.into_iter().take(SHOWN) {
                let message = format!("`{}` is not in `{}`", shown(&value.join(", ")), *other.spec.name);
                let found = RULE.finding(message).at(table.place(row, here[0]), "");
                findings.push(found.help(format!("add it to {}, or correct it here", other.path)));
            }
            if more > 0 {
                findings.push(super::and_more(&RULE, table, here[0], more));
            }
        }
    }
}

fn positions(table: &LoadedTable, names: &[Spanned<String>]) -> Option<Vec<usize>> {
    names.iter().map(|name| table.data.position(name)).collect()
}

fn values<'a>(table: &'a LoadedTable, columns: &[usize], row: usize) -> Vec<&'a str> {
    columns.iter().map(|at| table.data.columns[*at].cell(row).published().trim()).collect()
}
