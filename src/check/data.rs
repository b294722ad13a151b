//! Rules about the cells of tables.

pub(super) mod allowed;
pub(super) mod cell_type;
pub(super) mod key;
pub(super) mod pattern;
pub(super) mod range;
pub(super) mod required;
pub(super) mod row_count;
pub(super) mod unique;

use crate::check::{Context, SHOWN};
use crate::diagnostic::{Diagnostic, Findings, Rule};
use crate::load::{LoadedTable, shown};
use crate::model::{Field, RawCell};

/// For each column that has a field, calls `judge` on each distinct cell; `Some((message, help))` becomes a finding at the
/// first row that holds it. A rule shows at most twenty cells of a column and counts the rest.
fn each_cell<F>(context: &Context<'_>, rule: &'static Rule, findings: &mut Findings, judge: F)
where
    F: Fn(&LoadedTable, &Field, &RawCell) -> Option<(String, String)>,
{
    for table in &context.dataset.tables {
        for (at, column) in table.data.columns.iter().enumerate() {
            let Some(field) = table.dictionary.field(&column.name) else { continue };
            let mut wrong: Vec<(usize, (String, String))> = Vec::new();
            for (index, cell) in column.pool.iter().enumerate() {
                wrong.extend(judge(table, field, cell).map(|words| (index, words)));
            }
            let more = wrong.len().saturating_sub(SHOWN);
            for (index, (message, help)) in wrong.into_iter().take(SHOWN) {
                let row = table.first_row(at, index);
                findings.push(rule.finding(message).at(table.place(row, at), "").help(help));
            }
            if more > 0 {
                findings.push(and_more(rule, table, at, more));
            }
        }
    }
}

fn and_more(rule: &'static Rule, table: &LoadedTable, column: usize, more: usize) -> Diagnostic {
    let name = &table.data.columns[column].name;
    rule.finding(format!("and {more} more values of `{name}`")).at(table.heading_place(column), "")
}

/// A cell's text for a message.
fn quoted(cell: &RawCell) -> String {
    format!("`{}`", shown(cell.text.trim()))
}
