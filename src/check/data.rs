//! Rules about the cells of tables.

pub(super) mod allowed;
pub(super) mod cell_type;
pub(super) mod code_name;
pub(super) mod constant_column;
pub(super) mod control_character;
pub(super) mod decimals;
pub(super) mod duplicate_row;
pub(super) mod empty_column;
pub(super) mod foreign_key;
pub(super) mod formula;
pub(super) mod key;
pub(super) mod labels_in_indicator;
pub(super) mod look_alike;
pub(super) mod mixed_periods;
pub(super) mod mojibake;
pub(super) mod no_total;
pub(super) mod number_form;
pub(super) mod pattern;
pub(super) mod period_days;
pub(super) mod period_gap;
pub(super) mod period_order;
pub(super) mod range;
mod repeats;
pub(super) mod required;
pub(super) mod row_count;
pub(super) mod sentinel;
pub(super) mod spreadsheet_damage;
pub(super) mod total_beside_parts;
pub(super) mod unique;
pub(super) mod unit;
pub(super) mod whitespace;

use crate::check::Context;
use crate::diagnostic::{Diagnostic, Findings, Rule, SHOWN, counted};
use crate::load::{LoadedTable, shown};
use crate::model::{Field, RawCell, Value};
use crate::source::Place;

/// Calls `judge` on each distinct cell of every column in the dictionary. `Some((message, help))` becomes a finding at the
/// cell's first row. At most [`SHOWN`] are shown for each table; the rest are counted for each column.
fn each_cell<F>(context: &Context<'_>, rule: &'static Rule, findings: &mut Findings, judge: F)
where
    F: Fn(&LoadedTable, &Field, &RawCell) -> Option<(String, String)>,
{
    for table in &context.dataset.tables {
        // Finding a cell's place reads its row again, so places are found only for the cells that are shown.
        let mut left = SHOWN;
        for (at, column) in table.data.columns.iter().enumerate() {
            let Some(field) = table.dictionary.field(&column.name) else { continue };
            let mut wrong: Vec<(usize, (String, String))> = Vec::new();
            for (index, cell) in column.pool.iter().enumerate() {
                wrong.extend(judge(table, field, cell).map(|words| (index, words)));
            }
            let more = wrong.len().saturating_sub(left);
            let placed = wrong.len().min(left);
            left -= placed;
            for (index, (message, help)) in wrong.into_iter().take(placed) {
                let row = table.first_row(at, index);
                findings.push(rule.finding(message).at(table.place(row, at), "").help(help));
            }
            if more > 0 {
                findings.push(and_more(rule, table, at, more));
            }
        }
    }
}

/// Calls `judge` on every column in the dictionary, and adds its finding about the whole column.
pub(super) fn each_column<F>(context: &Context<'_>, findings: &mut Findings, judge: F)
where
    F: Fn(&LoadedTable, usize, &Field) -> Option<Diagnostic>,
{
    for table in &context.dataset.tables {
        for (at, column) in table.data.columns.iter().enumerate() {
            let Some(field) = table.dictionary.field(&column.name) else { continue };
            if let Some(finding) = judge(table, at, field) {
                findings.push(finding);
            }
        }
    }
}

/// The cells of a column that a rule found: how many, and the first.
pub(in crate::check) struct Found {
    count: usize,
    row: usize,
    /// The text of the first cell.
    sample: String,
}

impl Found {
    /// Counts the cells of a column that pass `test`. `None` if none do.
    pub(in crate::check) fn of(table: &LoadedTable, at: usize, test: impl Fn(&RawCell) -> bool) -> Option<Self> {
        let column = &table.data.columns[at];
        let meant: Vec<bool> = column.pool.iter().map(test).collect();
        if !meant.contains(&true) {
            return None;
        }
        let rows = || column.cells.iter().enumerate().filter(|(_, cell)| meant[**cell as usize]);
        let (row, _) = rows().next()?;
        Some(Self { count: rows().count(), row, sample: column.cell(row).text.trim().to_owned() })
    }

    /// The place of the first cell.
    pub(in crate::check) fn place(&self, table: &LoadedTable, at: usize) -> Place {
        table.place(self.row, at)
    }

    /// Says `` `column` has 3 numbers ``, with `one` for a single cell and `many` for several.
    pub(in crate::check) fn cells(&self, column: &str, one: &str, many: &str) -> String {
        if self.count == 1 { format!("`{column}` has {one}") } else { format!("`{column}` has {} {many}", self.count) }
    }
}

fn and_more(rule: &'static Rule, table: &LoadedTable, column: usize, more: usize) -> Diagnostic {
    let name = &table.data.columns[column].name;
    rule.and_more(more, format!("and {} of `{name}`", counted(more, "more value"))).at(table.heading_place(column), "")
}

/// A cell's text in backticks, shortened or hidden as [`shown`] decides.
fn quoted(cell: &RawCell) -> String {
    format!("`{}`", shown(cell.text.trim()))
}

/// The same of a cell that may be a count. One that the policy hides is hidden here too.
fn quoted_of(table: &LoadedTable, field: &Field, cell: &RawCell) -> String {
    let is_withheld = table.data.position(&field.name).is_some_and(|column| table.is_withheld(column, cell));
    match cell.value {
        _ if !is_withheld => quoted(cell),
        Value::Unreadable => "a value that findings do not show".to_owned(),
        _ => "a count that the policy hides".to_owned(),
    }
}
