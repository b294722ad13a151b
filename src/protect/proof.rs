//! The proof of a dataset: read from the files that will be published, not from what was meant to be published.
//!
//! In: what adds up in the tables, and which cells must be hidden. Out: whether the bytes of the tables keep every hidden count as
//! far from being worked out as it must be.
//! Invariant: a proof holds no true number. Whatever it says, the published bytes say.

use std::collections::BTreeSet;

use super::extract::exact_rows;
use super::guarded::{Guarded, MoreHidden};
use crate::disclosure::{Assembled, Bounds, Equation, Facts, Selection, too_narrow};
use crate::model::{Decimal, Marker, Policy, parse_number};

/// What has to hold for the published tables of a dataset.
pub struct Proof {
    /// What a reader knows of each count that is not shown.
    unknown: Vec<Bounds>,
    /// How wide its interval must be.
    widths: Vec<i64>,
    /// What everybody knows to add up.
    equations: Vec<Equation>,
    tables: Vec<ProvedTable>,
}

/// A published table of a dataset.
struct ProvedTable {
    /// Its position in the dataset.
    at: usize,
    policy: Policy,
    /// The rows that are not rounded.
    exact: Vec<bool>,
    /// For each column of counts: its position, and the count in each row.
    columns: Vec<(usize, Vec<Option<usize>>)>,
    /// The cells that must be hidden, also of columns that hold no counts.
    hidden: Vec<(usize, BTreeSet<usize>)>,
}

/// A published table does not keep what it hides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unproved {
    /// A cell is shown that must be hidden.
    #[error("a cell that must be hidden is shown")]
    Shown,
    /// A hidden count can be worked out too closely.
    #[error("a hidden count can be worked out too closely")]
    Narrow,
    /// The tables contradict each other, or are not what was planned.
    #[error("the tables contradict each other, so nothing can be proved")]
    Contradiction,
}

impl Proof {
    pub(super) fn of(guarded: &[Guarded<'_>], assembled: &Assembled, chosen: &Selection, more: &[MoreHidden]) -> Self {
        let model = &assembled.model;
        let table = |(at, guarded): (usize, &Guarded<'_>)| {
            let places = assembled.places[at].iter().zip(&guarded.policy.counts);
            let statistics = more[guarded.at].iter().filter(|(column, _)| !guarded.policy.counts.contains(column));
            let small = guarded.policy.counts.iter().zip(&assembled.places[at]).map(|(column, places)| {
                let hidden = places.iter().enumerate().filter(|(_, place)| place.is_some_and(|place| chosen.hidden[place]));
                // What was never there cannot be shown.
                let is_cell = |row: &usize| guarded.is_number_or_hidden(*row, *column);
                (*column, hidden.map(|(row, _)| row).filter(is_cell).collect())
            });
            ProvedTable {
                at: guarded.at,
                policy: guarded.policy.clone(),
                exact: exact_rows(guarded.table),
                columns: places.map(|(places, column)| (*column, places.clone())).collect(),
                hidden: statistics.map(|(column, rows)| (*column, rows.clone())).chain(small).collect(),
            }
        };
        Self {
            unknown: model.counts.iter().map(|count| count.hidden).collect(),
            widths: model
                .counts
                .iter()
                .zip(&chosen.hidden)
                .map(|(count, hidden)| if *hidden { count.width } else { 0 })
                .collect(),
            equations: model.equations.clone(),
            tables: guarded.iter().enumerate().map(table).collect(),
        }
    }

    /// The tables that it is about, by their positions in the dataset.
    pub fn tables(&self) -> impl Iterator<Item = usize> {
        self.tables.iter().map(|table| table.at)
    }

    /// The hidden cells: for each table and column, by their positions, the rows.
    pub fn hidden(&self) -> impl Iterator<Item = (usize, usize, &BTreeSet<usize>)> {
        self.tables.iter().flat_map(|table| table.hidden.iter().map(|(column, rows)| (table.at, *column, rows)))
    }

    /// The same for a table whose rows stand in another order.
    pub(super) fn reorder(&mut self, at: usize, order: &[usize]) {
        let Some(table) = self.tables.iter_mut().find(|table| table.at == at) else { return };
        table.exact = order.iter().map(|row| table.exact[*row]).collect();
        for (_, places) in &mut table.columns {
            *places = order.iter().map(|row| places[*row]).collect();
        }
        for (_, rows) in &mut table.hidden {
            *rows = order.iter().enumerate().filter(|(_, row)| rows.contains(row)).map(|(place, _)| place).collect();
        }
    }

    /// Looks at the CSVs of the tables as they will be published, in the order of [`Proof::tables`].
    ///
    /// # Errors
    /// If a cell is shown that must not be, or a hidden count can be worked out too closely.
    pub fn holds_for(&self, files: &[Vec<u8>]) -> Result<(), Unproved> {
        let mut cells = self.unknown.clone();
        let mut is_hidden = vec![true; cells.len()];
        for (table, bytes) in self.tables.iter().zip(files) {
            let mut reader = csv::Reader::from_reader(bytes.as_slice());
            let records: Vec<csv::StringRecord> =
                reader.records().collect::<Result<_, _>>().map_err(|_| Unproved::Contradiction)?;
            let text = |row: usize, column: usize| records.get(row).and_then(|record| record.get(column)).map(str::trim);
            for (column, rows) in &table.hidden {
                if rows.iter().any(|row| text(*row, *column) != Some(Marker::Confidential.to_string().as_str())) {
                    return Err(Unproved::Shown);
                }
            }
            for (column, places) in &table.columns {
                for (row, place) in places.iter().enumerate() {
                    let Some(place) = place else { continue };
                    let Some(number) = text(row, *column).and_then(parse_number) else { continue };
                    let Ok(number) = i64::try_from(number.value) else { continue };
                    if table.policy.hides(Decimal::from(number)) {
                        return Err(Unproved::Shown);
                    }
                    cells[*place] = printed(number, &table.policy, table.exact[row]);
                    is_hidden[*place] = false;
                }
            }
        }
        let widths: Vec<i64> =
            self.widths.iter().zip(&is_hidden).map(|(width, hidden)| if *hidden { *width } else { 0 }).collect();
        let facts = Facts { cells, equations: self.equations.clone() };
        match too_narrow(&facts, &widths, &vec![None; widths.len()]) {
            Ok(narrow) if narrow.is_empty() => Ok(()),
            Ok(_) => Err(Unproved::Narrow),
            Err(_) => Err(Unproved::Contradiction),
        }
    }
}

/// What a printed count tells.
fn printed(number: i64, policy: &Policy, is_exact: bool) -> Bounds {
    match policy.round_to.filter(|_| !is_exact && number != 0) {
        None => Bounds::exactly(number),
        Some(base) => {
            let base = i64::from(base);
            Bounds { least: (number - base / 2).max(i64::from(policy.below)), most: Some(number + (base - 1) / 2) }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Proof, ProvedTable, Unproved};
    use crate::disclosure::{Bounds, Equation};
    use crate::model::{Policy, Preset};

    /// Two areas and their total, of which the first area has a small count.
    fn proof(hidden: &[usize]) -> Proof {
        let table = ProvedTable {
            at: 0,
            policy: Policy::of(Preset::Below5, vec![1], None),
            exact: vec![false; 3],
            columns: vec![(1, vec![Some(0), Some(1), Some(2)])],
            hidden: vec![(1, hidden.iter().copied().collect::<BTreeSet<usize>>())],
        };
        Proof {
            unknown: vec![Bounds::from(1); 3],
            widths: vec![2, 1, 1],
            equations: vec![Equation::total(2, [0, 1])],
            tables: vec![table],
        }
    }

    fn holds(hidden: &[usize], csv: &str) -> Result<(), Unproved> {
        proof(hidden).holds_for(&[csv.as_bytes().to_vec()])
    }

    #[test]
    fn what_is_published_keeps_what_it_hides() {
        assert_eq!(holds(&[0, 1], "area,n\nA,[c]\nB,[c]\nAll,40\n"), Ok(()));
        assert_eq!(holds(&[0], "area,n\nA,[c]\nB,37\nAll,40\n"), Err(Unproved::Narrow), "3 is the difference");
        assert_eq!(holds(&[0, 1], "area,n\nA,[c]\nB,37\nAll,40\n"), Err(Unproved::Shown), "B was to be hidden");
        assert_eq!(holds(&[], "area,n\nA,3\nB,37\nAll,40\n"), Err(Unproved::Shown), "3 is small");
        assert_eq!(holds(&[0], "area,n\nA,[c]\nB,50\nAll,40\n"), Err(Unproved::Contradiction), "a part above its total");
    }

    #[test]
    fn rows_in_another_order_are_proved_in_that_order() {
        let mut proof = proof(&[0, 1]);
        proof.reorder(0, &[2, 1, 0]);
        assert_eq!(proof.holds_for(&[b"area,n\nAll,40\nB,[c]\nA,[c]\n".to_vec()]), Ok(()));
        assert_eq!(proof.holds_for(&[b"area,n\nAll,[c]\nB,[c]\nA,40\n".to_vec()]), Err(Unproved::Shown));
    }
}
