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

/// The printed figures from which a count can be worked out.
#[derive(Default)]
pub(super) struct Reason {
    /// Those of the table as it is now, in words: "`late` in lines 3, 4".
    pub(super) cells: Option<String>,
    /// The earlier releases that have printed any of them, or others.
    pub(super) releases: BTreeSet<String>,
}

/// The printed figures from which a count of a table can be worked out. Nothing if they are not found.
pub(super) fn printed_cells(guarded: &[Guarded<'_>], published: Published<'_>, (table, count): (usize, usize)) -> Reason {
    let Published { assembled, facts, hidden } = published;
    let width = assembled.model.counts[count].width;
    let mut printed = reason(facts, count, width);
    printed.retain(|other| !hidden[*other]);
    // What an earlier release has printed of the count itself.
    printed.insert(count);
    let mut lines: BTreeMap<(usize, usize), BTreeSet<usize>> = BTreeMap::new();
    let mut releases = BTreeSet::new();
    let mut told = BTreeSet::new();
    for (at, one) in guarded.iter().enumerate() {
        for (measure, column) in one.policy.counts.iter().enumerate() {
            for (row, place) in assembled.places[at][measure].iter().enumerate() {
                let Some(place) = place.filter(|place| printed.contains(place)) else { continue };
                releases.extend(one.earlier.printed.get(&(*column, row)).cloned());
                let is_first = told.insert(place);
                if is_first && place != count && one.is_number_or_hidden(row, *column) {
                    lines.entry((at, *column)).or_default().insert(one.table.place(row, *column).line);
                }
            }
        }
    }
    let ghosts = guarded.iter().flat_map(|one| &one.earlier.ghosts);
    for (ghost, places) in ghosts.zip(&assembled.places[guarded.len()..]) {
        if places.iter().flatten().flatten().any(|place| printed.contains(place) && told.insert(*place)) {
            releases.insert(ghost.release.clone());
        }
    }
    let cells = lines.into_iter().map(|((at, column), lines)| {
        let numbers: Vec<String> = lines.iter().map(ToString::to_string).collect();
        let name = shown(&guarded[at].table.data.columns[column].name);
        let of = if at == table { String::new() } else { format!(" of {}", *guarded[at].table.spec.name) };
        let word = if lines.len() == 1 { "line" } else { "lines" };
        format!("`{name}`{of} in {word} {}", shortened(&numbers, LINES))
    });
    let cells: Vec<String> = cells.collect();
    Reason { cells: (!cells.is_empty()).then(|| cells.join(" and ")), releases }
}
