//! Units that a column names for each row.
//!
//! In: a table, and its entry in dataset.yaml. Out: the same, with each number marked whose unit says that it counts nobody.
//! Invariant: a row without a unit, or with one that is not known, may count people.

use std::collections::BTreeMap;

use crate::diagnostic::{Findings, did_you_mean};
use crate::load::rules::INVALID_VALUE;
use crate::load::table::loaded_table::LoadedTable;
use crate::model::{Cell, Column, Dictionary, RawCell, Unit};
use crate::source::SourceFile;

/// Marks the cells, if the author says which column holds the units. `None`, with a finding, if there is no such column.
pub(in crate::load) fn by_row(mut table: LoadedTable, yaml: &SourceFile, findings: &mut Findings) -> Option<LoadedTable> {
    let Some(unit) = table.spec.unit.clone() else { return Some(table) };
    let Some(at) = table.data.position(&unit.column) else {
        let names = table.data.columns.iter().map(|column| column.name.as_str());
        let near = did_you_mean(&unit.column, names);
        let found = INVALID_VALUE.finding(format!("no column of {} is called `{}`", table.path, *unit.column));
        let help = format!("{near}name the column that holds the unit of each row, or remove `unit:`");
        findings.push(found.at(yaml.place(unit.column.span()), "").help(help));
        return None;
    };
    let column = &table.data.columns[at];
    for (name, decimals) in &unit.decimals {
        if let Some((message, help)) = wrong_decimals(name, **decimals, column) {
            findings.push(INVALID_VALUE.finding(message).at(yaml.place(decimals.span()), "").help(help));
        }
    }
    let is_other = |cell: &RawCell| {
        let text = cell.published().trim();
        !text.is_empty() && !Unit::new(text).counts_people()
    };
    let others: Vec<bool> = column.pool.iter().map(is_other).collect();
    let of_rows: Vec<bool> = column.cells.iter().map(|cell| others[*cell as usize]).collect();
    let mut fields = table.dictionary.fields.clone();
    let measured =
        fields.iter_mut().filter(|field| field.kind.is_numeric() && field.unit.is_none() && *field.name != *unit.column);
    for field in measured {
        field.unit_column = Some(unit.column.to_string());
        field.decimals_by_unit = unit.decimals.iter().map(|(name, decimals)| (name.clone(), **decimals)).collect();
        if let Some(column) = table.data.columns.iter_mut().find(|column| column.name == *field.name) {
            mark(column, &of_rows);
        }
    }
    table.dictionary = Dictionary::new(table.dictionary.file.clone(), fields);
    Some(table)
}

/// Whether a unit is one that the program knows.
fn is_known(unit: &Unit) -> bool {
    !unit.counts_people() || unit.is_known_to_count_people()
}

/// What is wrong with the decimal places of a unit, and what to write.
fn wrong_decimals(unit: &str, decimals: usize, column: &Column<RawCell>) -> Option<(String, String)> {
    let mut names = column.pool.iter().map(|cell| cell.published().trim()).filter(|name| !name.is_empty());
    if !names.clone().any(|name| name == unit) {
        let message = format!("no row of `{}` has the unit `{unit}`", column.name);
        // Another column, named by mistake, may hold what must not be printed.
        let known: Vec<&str> = names.by_ref().filter(|name| is_known(&Unit::new(*name))).take(8).collect();
        let help = match known.as_slice() {
            [] => "write each unit as the column has it, and check that the column holds units".to_owned(),
            known => format!("{}units in the column: {}", did_you_mean(unit, known.iter().copied()), known.join(", ")),
        };
        return Some((message, help));
    }
    let is_many = decimals > 12;
    is_many.then(|| (format!("a number cannot have {decimals} decimal places"), "write a number from 0 to 12".to_owned()))
}

/// Marks the cells in some rows. A text that stands in both kinds of row becomes two cells.
fn mark(column: &mut Column<RawCell>, of_rows: &[bool]) {
    let (mut pool, mut places) = (Vec::new(), BTreeMap::new());
    for (cell, is_other) in column.cells.iter_mut().zip(of_rows) {
        *cell = *places.entry((*cell, *is_other)).or_insert_with(|| {
            pool.push(RawCell { is_other: *is_other, ..column.pool[*cell as usize].clone() });
            u32::try_from(pool.len() - 1).unwrap_or(u32::MAX)
        });
    }
    column.pool = pool;
}
