//! Equations between the columns of a table: a total in a column of its own, and totals of unpivoted columns.

use crate::check::column_totals;
use crate::disclosure::{Assembled, Equation};
use crate::protect::guarded::Guarded;
use crate::protect::unpivoted;

/// Adds the equations that hold.
pub(super) fn add(assembled: &mut Assembled, at: usize, guarded: &Guarded<'_>) {
    let counts = &guarded.policy.counts;
    let measure = |column: usize| counts.iter().position(|other| *other == column);
    let mut equations = Vec::new();
    for total in column_totals(guarded.table, counts) {
        let parts: Vec<usize> = total.parts.iter().filter_map(|part| measure(*part)).collect();
        let Some(whole) = measure(total.column) else { continue };
        for row in 0..guarded.table.data.rows {
            let place = |measure: usize| assembled.places[at][measure][row];
            let cells: Option<Vec<usize>> = parts.iter().map(|part| place(*part)).collect();
            equations.extend(place(whole).zip(cells).map(|(whole, cells)| Equation::total(whole, cells)));
        }
    }
    for total in unpivoted::totals(guarded.table, counts) {
        let (Some(whole), Some(values)) = (measure(total.column), measure(total.values)) else { continue };
        for first in (0..guarded.table.data.rows).step_by(total.width) {
            let cells: Option<Vec<usize>> = total.parts(first).map(|row| assembled.places[at][values][row]).collect();
            let place = assembled.places[at][whole][total.whole(first)];
            equations.extend(place.zip(cells).map(|(whole, cells)| Equation::total(whole, cells)));
            // The same total stands in each row.
            let repeated = (first + 1..first + total.width).filter(|_| total.row.is_none());
            let same = repeated.filter_map(|row| Some(Equation::total(place?, [assembled.places[at][whole][row]?])));
            equations.extend(same);
        }
    }
    assembled.model.add_true(equations);
}
