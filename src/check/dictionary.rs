//! Rules that compare the dictionary with the table.

pub(super) mod absent_column;
pub(super) mod contradiction;
pub(super) mod description;
pub(super) mod plain_title;
pub(super) mod undocumented_column;
pub(super) mod unit;

use std::collections::BTreeSet;

use crate::check::Context;
use crate::diagnostic::{Diagnostic, Findings, SHOWN, nearest};
use crate::load::LoadedTable;
use crate::model::Field;
use crate::source::Place;

/// Calls `judge` on each row of each dictionary and adds its finding. A shared dictionary is checked once.
pub(super) fn each_field<F>(context: &Context<'_>, findings: &mut Findings, judge: F)
where
    F: Fn(&LoadedTable, &Field) -> Option<Diagnostic>,
{
    let mut seen = BTreeSet::new();
    for table in &context.dataset.tables {
        if !seen.insert(table.dictionary.file.path().to_owned()) {
            continue;
        }
        table.dictionary.fields.iter().filter_map(|field| judge(table, field)).for_each(|finding| findings.push(finding));
    }
}

/// The place of a field's row in its dictionary.
pub(super) fn place(table: &LoadedTable, field: &Field) -> Place {
    table.dictionary.file.place(field.name.span())
}

/// The names in the dictionary that are not columns of the table.
fn absent(table: &LoadedTable) -> BTreeSet<&str> {
    let there: BTreeSet<&str> = table.data.columns.iter().map(|column| column.name.as_str()).collect();
    table.dictionary.names().filter(|name| !there.contains(name)).collect()
}

/// The columns that are not in the dictionary, each with the unused name there that it seems to misspell. Only the first
/// [`SHOWN`] are given a name.
fn undocumented(table: &LoadedTable) -> Vec<(usize, Option<&str>)> {
    let columns = table.data.columns.iter().enumerate();
    let unknown: Vec<_> = columns.filter(|(_, column)| table.dictionary.field(&column.name).is_none()).collect();
    let absent = if unknown.is_empty() { BTreeSet::new() } else { absent(table) };
    let meant = |count: usize, name: &str| nearest(name, absent.iter().copied().filter(|_| count < SHOWN));
    unknown.into_iter().enumerate().map(|(count, (at, column))| (at, meant(count, &column.name))).collect()
}
