//! Turns a wide table into a long one: each cell of the columns that the author names becomes a row.
//!
//! In: a table as its file has it. Out: the same with the columns that stay, the headings and the cells; `None`, with a finding, if
//! the author names columns that are not there. Invariant: the place of each cell is still that in the file.

use foldhash::HashMap;

use crate::diagnostic::{Findings, did_you_mean};
use crate::load::rules::INVALID_VALUE;
use crate::load::table::cell::{CellReader, CellTexts};
use crate::load::table::loaded_table::LoadedTable;
use crate::load::table::wide::Wide;
use crate::model::{Column, RawCell, Table};
use crate::source::SourceFile;

/// Turns the table, if the author says so.
pub(in crate::load) fn unpivot(
    table: LoadedTable,
    texts: &CellTexts,
    yaml: &SourceFile,
    findings: &mut Findings,
) -> Option<LoadedTable> {
    let Some(unpivot) = table.spec.unpivot.clone() else { return Some(table) };
    let columns = &table.data.columns;
    let headings: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let place = yaml.place(unpivot.span());
    let melted = match unpivot.columns.among(&headings) {
        Ok(melted) if !melted.is_empty() => melted,
        Ok(_) => {
            let found = INVALID_VALUE.finding("`unpivot` names no column").at(place, "");
            findings.push(found.help("write a range such as `columns: 2010 to 2023`, or remove `unpivot`"));
            return None;
        }
        Err(text) => {
            let near = did_you_mean(text, headings.iter().copied());
            let found = INVALID_VALUE.finding(format!("no column of {} is called `{text}`", table.path)).at(place, "");
            findings
                .push(found.help(format!("{near}write a heading, a range such as `2010 to 2023`, or a pattern such as `Age *`")));
            return None;
        }
    };
    let kept: Vec<usize> = (0..columns.len()).filter(|at| !melted.contains(at)).collect();
    for name in [&unpivot.names, &unpivot.values] {
        let is_taken = kept.iter().any(|at| columns[*at].name == **name) || *unpivot.names == *unpivot.values;
        if is_taken || name.trim().is_empty() {
            let found =
                INVALID_VALUE.finding(format!("`{}` cannot be the name of a new column", **name)).at(yaml.place(name.span()), "");
            findings.push(found.help("give `names` and `values` names of their own that no other column has"));
            return None;
        }
    }
    let times = melted.len();
    let reader = |name: &str| CellReader::new(table.dictionary.field(name), texts);
    let mut long: Vec<Column<RawCell>> = kept.iter().map(|at| repeated(&columns[*at], times)).collect();
    let (names, values) = (reader(&unpivot.names), reader(&unpivot.values));
    let pool = melted.iter().enumerate().map(|(order, at)| names.read(&columns[*at].name, order)).collect();
    let cells = (0..table.data.rows).flat_map(|_| 0..u32::try_from(times).unwrap_or(0)).collect();
    long.push(Column { name: unpivot.names.to_string(), heading: unpivot.names.to_string(), pool, cells });
    let melted_columns: Vec<&Column<RawCell>> = melted.iter().map(|at| &columns[*at]).collect();
    long.push(joined(&unpivot.values, &melted_columns, table.data.rows, &values));
    let data = Table { rows: table.data.rows * times, columns: long };
    Some(LoadedTable { data, wide: Some(Wide { kept, melted }), ..table })
}

/// A column with each cell several times.
fn repeated(column: &Column<RawCell>, times: usize) -> Column<RawCell> {
    let cells = column.cells.iter().flat_map(|cell| std::iter::repeat_n(*cell, times)).collect();
    Column { cells, ..column.clone() }
}

/// The cells of several columns in one, row by row, each distinct text read once.
fn joined(name: &str, columns: &[&Column<RawCell>], rows: usize, reader: &CellReader<'_>) -> Column<RawCell> {
    let (mut pool, mut known): (Vec<RawCell>, HashMap<&str, u32>) = (Vec::new(), HashMap::default());
    let mut places: Vec<Vec<Option<u32>>> = columns.iter().map(|column| vec![None; column.pool.len()]).collect();
    let mut cells = Vec::with_capacity(rows * columns.len());
    for row in 0..rows {
        for (column, places) in columns.iter().zip(&mut places) {
            let at = column.cells[row] as usize;
            // Cells are numbered in the order of the rows.
            let cell = *places[at].get_or_insert_with(|| {
                let text = column.pool[at].text.as_str();
                *known.entry(text).or_insert_with(|| {
                    pool.push(reader.read(text, pool.len()));
                    u32::try_from(pool.len() - 1).unwrap_or(u32::MAX)
                })
            });
            cells.push(cell);
        }
    }
    Column { name: name.to_owned(), heading: name.to_owned(), pool, cells }
}
