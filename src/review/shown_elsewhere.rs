//! A count that one dataset hides and another shows.
//!
//! In: the datasets of all editions. Out: a finding for each pair of tables with the same counts, of which one hides some that the other prints.
//! Invariant: only what is published is compared. Two tables hold the same counts if they have the same headings for what tells
//! rows apart and for the count, and if every count that both print is the same, in so many rows that it is no chance. Tables
//! that only look alike differ somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use foldhash::{HashMap, HashMapExt};

use crate::diagnostic::{Diagnostic, Findings, Rule, Severity, counted};
use crate::measure::{Body, Card, MeasuredTable};
use crate::model::{Cell, Decimal, Value};
use crate::protect::Proof;
use crate::source::Spanned;

/// A count that is hidden here and shown there.
pub(super) static RULE: Rule = Rule {
    id: "protect/shown-elsewhere",
    severity: Severity::Error,
    finds: "A count that one dataset hides and another shows: a copy of a table, or a part of it, with the same headings and a \
        weaker policy.",
    matters: "Who reads both has the count, also where two editions of the portal show one each: staff read the public one too.",
    example: "datasets/waits: protect: {preset: below-5}\ndatasets/waits-copy: protect: {preset: none, reason: ...}    (the same counts)",
    put_right: "Give both tables the same policy and the same rows, or keep one of them. If staff need the counts as \
        they are, give them the table in another way than in an edition of this portal.",
};

/// The fewest counts above 0 that both tables print for them to be the same. Where one of them rounds, twice as many.
const FEWEST: usize = 5;

/// So many rows of each table, those with the least fingerprints, are looked for in all others to find what may be the same.
const SKETCH: usize = 48;

/// What tells rows apart and the column that counts, as names without capitals and signs.
type Shape = (Vec<String>, String);

/// A column with hidden cells.
struct Hiding<'a> {
    place: Place,
    column: &'a str,
    rows: &'a BTreeSet<usize>,
}

/// The datasets that are compared.
type Datasets<'a> = &'a [(&'a Card, &'a Body)];

/// A table: the positions of its dataset and in it.
type Place = (usize, usize);

/// Reports counts that one dataset hides and another shows.
#[must_use]
pub fn shown_elsewhere(datasets: Datasets<'_>) -> Findings {
    let hiding = all_hiding(datasets);
    let mut by_heading: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    let counts: BTreeSet<&String> = hiding.keys().map(|(_, count)| count).collect();
    for place in tables(datasets) {
        let names: BTreeSet<String> = table(datasets, place).data.columns.iter().map(|column| plain(&column.name)).collect();
        for name in names.into_iter().filter(|name| counts.contains(name)) {
            by_heading.entry(name).or_default().push(place);
        }
    }
    let mut findings = Findings::new();
    for (shape, hiding) in &hiding {
        let others = by_heading.get(&shape.1).map_or(&[][..], Vec::as_slice);
        if others.iter().any(|(dataset, _)| hiding.iter().any(|one| one.place.0 != *dataset)) {
            compare(datasets, shape, hiding, others, &mut findings);
        }
    }
    findings
}

/// The columns with hidden cells, by their shapes.
fn all_hiding<'a>(datasets: Datasets<'a>) -> BTreeMap<Shape, Vec<Hiding<'a>>> {
    let mut found: BTreeMap<Shape, Vec<Hiding<'a>>> = BTreeMap::new();
    for (dataset, (card, body)) in datasets.iter().enumerate() {
        for (at, column, rows) in body.proof.iter().flat_map(Proof::hidden).filter(|(_, _, rows)| !rows.is_empty()) {
            let mut key: Vec<String> = card.tables[at].protection.row_key.iter().map(|name| plain(name)).collect();
            key.sort();
            let column = body.tables[at].data.columns[column].name.as_str();
            let hiding = Hiding { place: (dataset, at), column, rows };
            found.entry((key, plain(column))).or_default().push(hiding);
        }
    }
    found.retain(|(key, _), _| !key.is_empty());
    found
}

/// Compares the tables of one shape that may be the same.
fn compare(datasets: Datasets<'_>, shape: &Shape, hiding: &[Hiding<'_>], others: &[Place], findings: &mut Findings) {
    let printed: Vec<Option<Printed>> = others.iter().map(|place| Printed::of(table(datasets, *place), shape)).collect();
    // For each fingerprint, the tables with such a row, and whether it is one of those that stand for the table.
    let mut holders: HashMap<u64, Vec<(usize, bool)>> = HashMap::new();
    for (at, printed) in printed.iter().enumerate() {
        for (number, print) in printed.iter().flat_map(|printed| &printed.prints).enumerate() {
            holders.entry(*print).or_default().push((at, number < SKETCH));
        }
    }
    for one in hiding {
        let Some(at) = others.iter().position(|place| *place == one.place) else { continue };
        let Some(own) = &printed[at] else { continue };
        // A part of a table has all its rows in the whole one, and few of those that stand for the whole.
        let holders_of = |(number, print): (usize, &u64)| {
            let holders = holders.get(print).into_iter().flatten();
            holders.filter(move |(_, stands)| *stands || number < SKETCH).map(|(other, _)| *other)
        };
        let near: BTreeSet<usize> = own.prints.iter().enumerate().flat_map(holders_of).collect();
        for other in near.into_iter().filter(|other| others[*other].0 != one.place.0) {
            let bases = [one.place, others[other]].map(|place| rounding(datasets, place));
            let shown = printed[other].as_ref().map_or(0, |other| own.shown_by(one.rows, other, bases));
            if shown > 0 {
                findings.push(finding(datasets, one, others[other], shown));
            }
        }
    }
}

/// To what the counts of a table are rounded.
fn rounding(datasets: Datasets<'_>, (dataset, at): Place) -> Option<u32> {
    datasets[dataset].0.tables[at].protection.policy.round_to
}

fn finding(datasets: Datasets<'_>, one: &Hiding<'_>, other: Place, shown: usize) -> Diagnostic {
    let card = |(dataset, _): Place| datasets[dataset].0;
    let spec = |place: Place| &table(datasets, place).spec;
    let at = |place: Place| {
        let span = spec(place).protect.as_ref().map_or_else(|| spec(place).name.span(), Spanned::span);
        datasets[place.0].1.file.place(span)
    };
    let (other_id, other_table) = (&card(other).id, &*spec(other).name);
    let message = format!(
        "`{other_table}` of datasets/{other_id} shows {} of `{}` that this table hides; all other counts in both are the same",
        counted(shown, "count"),
        one.column
    );
    let found = RULE.finding(message).at(at(one.place), "hidden here").at(at(other), "shown here");
    found.help("give both tables the same policy and the same rows, or keep one of them")
}

/// The counts that a table prints, by a fingerprint of what tells their rows apart.
struct Printed {
    /// The fingerprint of each row.
    rows: Vec<u64>,
    counts: HashMap<u64, Decimal>,
    /// The fingerprints of its rows with their counts, the least first. Counts of 0 are the same in too many tables.
    prints: Vec<u64>,
}

impl Printed {
    /// `None` if the table does not have the shape.
    fn of(table: &MeasuredTable, (key, count): &Shape) -> Option<Self> {
        let data = &table.data;
        let position = |name: &String| data.columns.iter().position(|column| plain(&column.name) == *name);
        let places: Vec<usize> = key.iter().map(position).collect::<Option<_>>()?;
        let column = &data.columns[position(count)?];
        let hasher = FixedState::with_seed(0);
        let fingerprint = |row: usize| {
            let cells: Vec<_> = places.iter().map(|at| data.columns[*at].cell(row).published()).collect();
            hasher.hash_one(cells.iter().map(|cell| cell.trim()).collect::<Vec<_>>())
        };
        let rows: Vec<u64> = (0..data.rows).map(fingerprint).collect();
        let numbers = rows.iter().enumerate().filter_map(|(row, print)| match column.cell(row).value() {
            Value::Number(number) => Some((*print, *number)),
            _ => None,
        });
        let counts: HashMap<u64, Decimal> = numbers.collect();
        let hasher = FixedState::with_seed(1);
        let counted = counts.iter().filter(|(_, count)| !count.is_zero());
        let mut prints: Vec<u64> = counted.map(|(row, count)| hasher.hash_one((row, count.normalize()))).collect();
        prints.sort_unstable();
        Some(Self { rows, counts, prints })
    }

    /// How many of the hidden rows another table prints. None if the two are not the same.
    fn shown_by(&self, hidden: &BTreeSet<usize>, other: &Self, bases: [Option<u32>; 2]) -> usize {
        let is_printed = |row: &&usize| self.rows.get(**row).is_some_and(|print| other.counts.contains_key(print));
        let shown = hidden.iter().filter(is_printed).count();
        if shown == 0 {
            return 0;
        }
        let both = self.counts.iter().filter_map(|(row, count)| Some((count, other.counts.get(row)?)));
        let (mut rows, mut values) = (0, BTreeSet::new());
        for (own, others) in both {
            if !is_same_count(*own, *others, bases) {
                return 0;
            }
            if !own.is_zero() {
                rows += 1;
                values.insert(own);
            }
        }
        let fewest = if bases == [None, None] { FEWEST } else { 2 * FEWEST };
        let is_same = rows >= fewest && values.len() * 2 > fewest;
        if is_same { shown } else { 0 }
    }
}

/// Whether two counts are the same, or one is the other as its table rounds it.
fn is_same_count(own: Decimal, other: Decimal, bases: [Option<u32>; 2]) -> bool {
    let rounded = |count: Decimal, base: u32| (count / Decimal::from(base)).round() * Decimal::from(base);
    own == other || bases.into_iter().flatten().filter(|base| *base > 0).any(|base| rounded(own, base) == rounded(other, base))
}

fn tables(datasets: Datasets<'_>) -> impl Iterator<Item = Place> + '_ {
    let counts = datasets.iter().map(|(_, body)| body.tables.len());
    counts.enumerate().flat_map(|(dataset, count)| (0..count).map(move |at| (dataset, at)))
}

fn table(datasets: Datasets<'_>, (dataset, at): Place) -> &MeasuredTable {
    &datasets[dataset].1.tables[at]
}

/// A name without capitals and signs: `Late (all)` and `late_all` are the same.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
