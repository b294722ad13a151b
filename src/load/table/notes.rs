//! Notes below a table, and records that are no rows.
//!
//! In: a table as read, and the records of another width than its header. Out: the table without the notes below it, and findings
//! about those that the author has not said, and about every other record that is no row.

use crate::diagnostic::{Findings, SHOWN, counted};
use crate::load::rules::{LAYOUT, RAGGED_ROW};
use crate::load::table::layout::{Line, Shapes};
use crate::load::table::loaded_table::{LoadedTable, row_place};
use crate::load::table::plan::{left_out, named};
use crate::source::{Place, SourceFile};

/// A record of another width than the header.
pub(in crate::load) struct ShortRow {
    /// How many rows stand above it.
    pub(in crate::load) after: usize,
    /// Where it begins.
    pub(in crate::load) byte: u64,
    /// The line of that byte.
    pub(in crate::load) line: usize,
    /// How many cells it has.
    pub(in crate::load) cells: usize,
    /// The text of its only filled cell.
    pub(in crate::load) first: Option<String>,
}

/// Leaves out what the author says stands below the rows, or what looks like notes there.
pub(in crate::load) fn leave_out_notes(
    table: &mut LoadedTable,
    short: Vec<ShortRow>,
    shapes: &Shapes,
    yaml: &SourceFile,
    findings: &mut Findings,
) {
    let rows = table.data.rows;
    let (mut ragged, mut last): (Vec<ShortRow>, Vec<ShortRow>) = short.into_iter().partition(|short| short.after < rows);
    if let Some(said) = table.spec.skip_last.clone() {
        let kept = last.len().saturating_sub(*said);
        let of_table = (*said - (last.len() - kept)).min(rows);
        ragged.extend(last.drain(..kept));
        for row in rows - of_table..rows {
            let line = table.place(row, 0).line;
            if shapes.may_be_row(&Line { line, cells: texts(table, row) }) {
                findings.push(left_out(line, "skip_last", &table.path, &said, yaml));
                break;
            }
        }
        table.data.truncate(rows - of_table);
        // More notes may have come since. That there are none can be said too.
        if *said > 0 {
            tell_notes(table, Vec::new(), shapes, *said, findings);
        }
    } else {
        ragged.extend(tell_notes(table, last, shapes, 0, findings));
    }
    tell_ragged(table, &ragged, findings);
}

/// Leaves out what looks like notes below the rows, and says so. `said` lines below them are left out already. Returns the records
/// that are none.
fn tell_notes(
    table: &mut LoadedTable,
    last: Vec<ShortRow>,
    shapes: &Shapes,
    said: usize,
    findings: &mut Findings,
) -> Vec<ShortRow> {
    let rows = table.data.rows;
    let below = notes(table, shapes);
    let is_alone = |short: &ShortRow| short.first.is_some();
    let is_note =
        |short: &ShortRow| short.first.as_ref().is_some_and(|text| shapes.is_note(&[text], |at| longest(table, at, rows)));
    let are_notes = last.iter().all(is_alone) && (below > 0 || last.iter().any(is_note));
    let mut lines: Vec<(usize, String)> =
        (rows - below..rows).map(|row| (table.place(row, 0).line, texts(table, row).concat())).collect();
    let (of_notes, ragged) = if are_notes { (last, Vec::new()) } else { (Vec::new(), last) };
    let place = |short: &ShortRow| row_place(table, short.byte, short.line).line;
    lines.extend(of_notes.iter().map(|short| (place(short), short.first.clone().unwrap_or_default())));
    if let Some((line, text)) = lines.first() {
        let all: Vec<usize> = lines.iter().map(|(line, _)| *line).collect();
        let (verb, rows) = if all.len() == 1 { ("looks like a note", "a row") } else { ("look like notes", "rows") };
        let found = LAYOUT.finding(format!("{} {verb} below the table, not {rows}", named(&all)));
        let found = found.at(Place::of_cell(&table.path, *line, 1, &crate::load::shown(text)), "");
        let or_a_row = match all.len() {
            _ if said > 0 => "",
            1 => "; if it is a row, write `skip_last: 0`",
            _ => "; if the first of them is a row, do not count it",
        };
        let count = said.saturating_add(all.len());
        findings.push(found.help(format!("write `skip_last: {count}` next to `file:`, or delete the lines{or_a_row}")));
    }
    table.data.truncate(rows - below);
    ragged
}

/// How many rows at the end are notes. A table of one column has none: every row is alone there.
fn notes(table: &LoadedTable, shapes: &Shapes) -> usize {
    if table.data.columns.len() < 2 {
        return 0;
    }
    shapes.notes_below(table.data.rows, |row| texts(table, row), |at, rows| longest(table, at, rows))
}

/// The longest text of a column in its first rows, in characters.
fn longest(table: &LoadedTable, column: usize, rows: usize) -> usize {
    let column = &table.data.columns[column];
    let mut used = vec![false; column.pool.len()];
    column.cells[..rows].iter().for_each(|cell| used[*cell as usize] = true);
    let texts = column.pool.iter().zip(&used).filter(|(_, used)| **used).map(|(cell, _)| cell.text.trim().chars().count());
    texts.max().unwrap_or(0)
}

fn texts(table: &LoadedTable, row: usize) -> Vec<String> {
    table.data.columns.iter().map(|column| column.cell(row).text.trim().to_owned()).collect()
}

fn tell_ragged(table: &LoadedTable, ragged: &[ShortRow], findings: &mut Findings) {
    let expected = table.data.columns.len();
    for short in ragged.iter().take(SHOWN) {
        let found = RAGGED_ROW
            .finding(format!("this row has {}; the header has {expected}", counted(short.cells, "cell")))
            .at(row_place(table, short.byte, short.line), "");
        findings.push(
            found.help("put values that contain a comma in quotes; every row needs a cell for each column, even if it is empty"),
        );
    }
    if ragged.len() > SHOWN {
        findings.push(RAGGED_ROW.and_more(ragged.len() - SHOWN, "more rows like these").at(table.whole(), ""));
    }
}
