//! Which printed figures give a hidden count away, in words: columns and lines, and never a number.

use std::collections::{BTreeMap, BTreeSet};

use super::guarded::Guarded;
use crate::diagnostic::shortened;
use crate::disclosure::{Assembled, Facts, reason};
use crate::load::shown;

/// The most lines of a column that are named.
const LINES: usize = 5;

/// What is published: what readers know, and which counts are hidden.
#[derive(Clone, Copy)]
pub(super) struct Published<'a> {
    pub(super) assembled: &'a Assembled,
    pub(super) facts: &'a Facts,
    pub(super) hidden: &'a [bool],
}

/// The printed cells from which a count of a table can be worked out: "`late` in lines 3 and 4". `None` if they are not found.
pub(super) fn printed_cells(guarded: &[Guarded<'_>], published: Published<'_>, (table, count): (usize, usize)) -> Option<String> {
    let Published { assembled, facts, hidden } = published;
    let width = assembled.model.counts[count].width;
    let printed: BTreeSet<usize> = reason(facts, count, width).into_iter().filter(|other| !hidden[*other]).collect();
    let mut lines: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    let mut told = BTreeSet::new();
    for (at, one) in guarded.iter().enumerate() {
        for (measure, column) in one.policy.counts.iter().enumerate() {
            for (row, place) in assembled.places[at][measure].iter().enumerate() {
                let is_named = place.is_some_and(|place| printed.contains(&place) && told.insert(place));
                if is_named && one.is_number_or_hidden(row, *column) {
                    lines.entry((at, *column)).or_default().push(one.table.place(row, *column).line);
                }
            }
        }
    }
    let cells = lines.into_iter().map(|((at, column), mut lines)| {
        lines.sort_unstable();
        lines.dedup();
        let numbers: Vec<String> = lines.iter().map(ToString::to_string).collect();
        let name = shown(&guarded[at].table.data.columns[column].name);
        let of = if at == table { String::new() } else { format!(" of {}", *guarded[at].table.spec.name) };
        let word = if lines.len() == 1 { "line" } else { "lines" };
        format!("`{name}`{of} in {word} {}", shortened(&numbers, LINES))
    });
    let cells: Vec<String> = cells.collect();
    (!cells.is_empty()).then(|| cells.join(" and "))
}
