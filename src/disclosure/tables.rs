//! Tables of counts as one model: which cells are the same count, and which are totals of which.
//!
//! In: tables, each with its dimensions, what adds up in them, and a count for each cell. Out: a [`Model`] and where each cell
//! stands in it.
//! Invariant: two cells are one count if they count the same in the same universe and agree in all dimensions except those in
//! which they stand for all. Every equation of the model holds for the true numbers.

mod margins;
mod sum_at;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::facts::{Bounds, Equation};
use super::model::{Count, Model, Standing};

pub use sum_at::SumAt;

/// A table of counts.
pub struct CountTable {
    /// The people that are counted. Tables of one universe share counts.
    pub universe: String,
    /// What breaks the counts down.
    pub dimensions: Vec<Dimension>,
    /// For each row, the position of its value in each dimension.
    pub keys: Vec<Vec<u32>>,
    /// The columns of counts.
    pub measures: Vec<Measure>,
    /// What it means that a row is not there.
    pub absent: Absent,
}

impl CountTable {
    /// Whether it is of an earlier release.
    fn is_earlier(&self) -> bool {
        matches!(self.absent, Absent::AsNow(_))
    }
}

/// What breaks counts down.
pub struct Dimension {
    /// Its name.
    pub name: String,
    /// Its values.
    pub values: Vec<String>,
    /// The value that stands for all.
    pub total: Option<u32>,
    /// Each value that is the sum of others, with those. If there are several ways, each place takes those that come out.
    pub sums: Vec<(u32, Vec<u32>)>,
    /// Whether one person can be counted under several values, so that the total is no more than their sum.
    pub overlaps: bool,
}

/// A column of counts.
pub struct Measure {
    /// What it counts.
    pub name: String,
    /// The count in each row. `None` where the cell has none.
    pub counts: Vec<Option<Count>>,
    /// The dimensions along which it adds up, by their positions. What counts each person once, however often they come, adds up
    /// along none in which a person can come twice.
    pub adds_up_along: Vec<usize>,
}

/// What it means that a row is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// That there is nobody, as everyone knows.
    Nobody,
    /// That nobody is told.
    Untold,
    /// The table is of an earlier release, which has this number, and some of its counts may be others now. A row that it does not
    /// have is taken to count those who are counted now, or else nobody; and of its sums, those hold that come out with the numbers
    /// of now.
    AsNow(usize),
}

/// Tables as one model.
pub struct Assembled {
    /// The model.
    pub model: Model,
    /// Where each cell stands in it: by table, measure and row.
    pub places: Vec<Vec<Vec<Option<usize>>>>,
    /// What each equation of the model says.
    pub sources: Vec<SumAt>,
    /// The sums that do not come out, each with the counts in it.
    pub uneven: Vec<(SumAt, Vec<usize>)>,
    /// Cells that are the same count and differ: for each, its table, measure and row.
    pub unequal: Vec<(usize, usize, usize)>,
    /// How often two cells were the same count.
    pub shared: usize,
}

/// A universe, a measure and a place in the dimensions.
type CountKey = (u32, u32, Key);

/// A dimension and a value, by their names.
type Key = Vec<(u32, u32)>;

/// Names as numbers.
#[derive(Default)]
struct Names(HashMap<String, u32>);

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.0.get(name) {
            return *number;
        }
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.insert(name.to_owned(), next);
        next
    }
}

/// Brings tables together in one model.
#[must_use]
pub fn assemble(tables: &[CountTable]) -> Assembled {
    let mut builder = Builder {
        model: Model::default(),
        names: Names::default(),
        known: HashMap::new(),
        apart: HashMap::new(),
        sources: Vec::new(),
        uneven: Vec::new(),
        unequal: Vec::new(),
        shared: 0,
        printed_in: BTreeSet::new(),
        of_now: 0,
    };
    let mut places: Vec<Vec<Vec<Option<usize>>>> = Vec::with_capacity(tables.len());
    for (at, table) in tables.iter().enumerate() {
        places.push(builder.cells(at, table));
        if let Absent::AsNow(release) = table.absent {
            let printed = places[at].iter().flatten().flatten();
            builder.printed_in.extend(printed.map(|count| (release, *count)));
        }
        if !table.is_earlier() {
            builder.of_now = builder.model.counts.len();
        }
    }
    for (at, table) in tables.iter().enumerate() {
        let rows: HashMap<&[u32], usize> = table.keys.iter().enumerate().map(|(row, key)| (key.as_slice(), row)).collect();
        for dimension in 0..table.dimensions.len() {
            builder.sums(at, table, dimension, &rows, &places[at]);
        }
    }
    for (at, table) in tables.iter().enumerate() {
        for dimension in 0..table.dimensions.len() {
            builder.margins(at, table, dimension, &places[at]);
        }
    }
    if tables.len() > 1 {
        builder.far_margins(tables, &places);
        builder.common_margins(tables, &places);
    }
    let Builder { model, sources, uneven, unequal, shared, .. } = builder;
    Assembled { model, places, sources, uneven, unequal, shared }
}

/// A total in one place: the ways in which it may be made, and whether each comes out.
struct Place {
    total: u32,
    source: SumAt,
    equations: Vec<(usize, Equation, Option<bool>)>,
}

struct Builder {
    model: Model,
    names: Names,
    /// The counts of each universe and measure at a key. The first is that of now; others were printed earlier.
    known: HashMap<CountKey, Vec<usize>>,
    /// Those that earlier tables have hidden, and that may have been another number in each.
    apart: HashMap<CountKey, Vec<usize>>,
    sources: Vec<SumAt>,
    uneven: Vec<(SumAt, Vec<usize>)>,
    unequal: Vec<(usize, usize, usize)>,
    /// How often two cells were the same count.
    shared: usize,
    /// The counts that each earlier release has printed.
    printed_in: BTreeSet<(usize, usize)>,
    /// How many counts stand in the tables of now. Those of earlier ones come after them.
    of_now: usize,
}

impl Builder {
    /// The place of each cell of a table.
    fn cells(&mut self, at: usize, table: &CountTable) -> Vec<Vec<Option<usize>>> {
        let keys: Vec<Key> = table.keys.iter().map(|key| self.key(table, key)).collect();
        let measures = table.measures.iter().enumerate();
        measures
            .map(|(measure, of)| {
                let (universe, name) = (self.names.number(&table.universe), self.names.number(&of.name));
                let cells = of.counts.iter().zip(&keys).enumerate();
                cells
                    .map(|(row, (count, key))| {
                        let count = count.as_ref()?;
                        let key_of = || (universe, name, key.clone());
                        if count.number.is_none() && table.is_earlier() && !self.is_of_now(&key_of()) {
                            // What was hidden in a row that is gone may have been another number in each release.
                            self.apart.entry(key_of()).or_default().push(self.model.counts.len());
                            self.model.counts.push(count.clone());
                            self.model.keys.push(key.clone());
                            return Some(self.model.counts.len() - 1);
                        }
                        let (place, is_equal) = self.place(key_of(), count);
                        if !is_equal {
                            self.unequal.push((at, measure, row));
                        }
                        Some(place)
                    })
                    .collect()
            })
            .collect()
    }

    /// Whether a table of now has a count.
    fn is_of_now(&self, key: &CountKey) -> bool {
        self.known.get(key).is_some_and(|places| places[0] < self.of_now)
    }

    /// The key of a row without the dimensions in which it stands for all.
    fn key(&mut self, table: &CountTable, key: &[u32]) -> Key {
        let mut short: Key = table
            .dimensions
            .iter()
            .zip(key)
            .filter(|(dimension, value)| dimension.total != Some(**value))
            .map(|(dimension, value)| (self.names.number(&dimension.name), self.names.number(&dimension.values[*value as usize])))
            .collect();
        short.sort_unstable();
        short
    }

    fn place(&mut self, key: CountKey, count: &Count) -> (usize, bool) {
        if let Some(places) = self.known.get_mut(&key) {
            let is_gap = |count: &Count| count.standing == Standing::Gap;
            let is_equal = |place: &usize| {
                let known = &self.model.counts[*place];
                known.number.zip(count.number).is_none_or(|(one, other)| one == other) && is_gap(known) == is_gap(count)
            };
            let Some(place) = places.iter().copied().find(is_equal) else {
                // It counts somebody else, or was revised.
                places.push(self.model.counts.len());
                self.model.counts.push(count.clone());
                self.model.keys.push(key.2);
                return (self.model.counts.len() - 1, false);
            };
            let known = &mut self.model.counts[place];
            known.standing = known.standing.and(count.standing);
            known.shown = known.shown.and(count.shown);
            known.hidden = known.hidden.and(count.hidden);
            known.number = known.number.or(count.number);
            self.shared += 1;
            return (place, true);
        }
        self.model.keys.push(key.2.clone());
        self.known.insert(key, vec![self.model.counts.len()]);
        self.model.counts.push(count.clone());
        (self.model.counts.len() - 1, true)
    }

    /// The equations of a dimension.
    fn sums(
        &mut self,
        at: usize,
        table: &CountTable,
        dimension: usize,
        rows: &HashMap<&[u32], usize>,
        places: &[Vec<Option<usize>>],
    ) {
        let of = &table.dimensions[dimension];
        let mut sums: BTreeMap<u32, Vec<&Vec<u32>>> = BTreeMap::new();
        of.sums.iter().for_each(|(whole, parts)| sums.entry(*whole).or_default().push(parts));
        if sums.is_empty() {
            return;
        }
        let additive: Vec<usize> =
            (0..table.measures.len()).filter(|at| table.measures[*at].adds_up_along.contains(&dimension)).collect();
        let mut places_of_totals: Vec<Place> = Vec::new();
        // How often each way comes out, and how often it does not, for each total and measure.
        let mut tally: BTreeMap<(u32, usize, usize), (usize, usize)> = BTreeMap::new();
        for (row, key) in table.keys.iter().enumerate() {
            let Some(ways) = sums.get(&key[dimension]) else { continue };
            let ways: Vec<Vec<(u32, Option<usize>)>> = ways.iter().map(|parts| rows_of(parts, key, dimension, rows)).collect();
            for measure in additive.iter().copied() {
                let Some(whole) = places[measure][row] else { continue };
                let mut equations = Vec::with_capacity(ways.len());
                for (way, parts) in ways.iter().enumerate() {
                    let Some(equation) = self.equation(table, (whole, parts), measure, places, (key, dimension)) else {
                        continue;
                    };
                    let (equation, comes_out) = self.with_gaps(equation);
                    if let Some(comes_out) = comes_out {
                        let (even, uneven) = tally.entry((key[dimension], measure, way)).or_default();
                        *(if comes_out { even } else { uneven }) += 1;
                    }
                    equations.push((way, equation, comes_out));
                }
                places_of_totals.push(Place {
                    total: key[dimension],
                    source: SumAt { table: at, dimension, measure, row },
                    equations,
                });
            }
        }
        for Place { total, source, equations } in places_of_totals {
            let score = |way: usize| tally.get(&(total, source.measure, way)).copied().unwrap_or_default();
            // Where the source has hidden a count, the way is taken that comes out most often elsewhere.
            let usual = equations.iter().map(|(way, _, _)| *way).max_by_key(|way| (score(*way).0, std::cmp::Reverse(*way)));
            let first = equations.first().map(|(_, equation, _)| equation.terms.iter().map(|(count, _)| *count).collect());
            let mut is_even = equations.is_empty();
            for (way, equation, comes_out) in equations {
                // What may have been a total in an earlier table is one if it comes out elsewhere.
                let is_sure = !table.is_earlier() || of.total == Some(total) || matches!(score(way), (1.., 0));
                let is_taken = || usual == Some(way) && is_sure && (!table.is_earlier() || self.model.can_come_out(&equation));
                if comes_out.unwrap_or_else(is_taken) {
                    is_even = true;
                    self.model.equations.push(equation);
                    self.sources.push(source.clone());
                }
            }
            if let (false, Some(first)) = (is_even, first) {
                self.uneven.push((source, first));
            }
        }
    }

    /// Where a sum does not come out and a part is not there, the part is more than 0: the total is then no less than the others.
    fn with_gaps(&self, equation: Equation) -> (Equation, Option<bool>) {
        let comes_out = self.model.comes_out(&equation);
        let is_gap = |(count, _): &(usize, i64)| self.model.counts[*count].standing == Standing::Gap;
        if comes_out != Some(false) || !equation.terms.iter().any(is_gap) {
            return (equation, comes_out);
        }
        let terms = equation.terms.into_iter().filter(|term| !is_gap(term)).collect();
        let at_most = Equation { terms, least: None, most: Some(0) };
        let comes_out = self.model.comes_out(&at_most);
        (at_most, comes_out)
    }

    /// The equation of a total and its parts. `None` if a part has no count.
    fn equation(
        &mut self,
        table: &CountTable,
        (whole, parts): (usize, &[(u32, Option<usize>)]),
        measure: usize,
        places: &[Vec<Option<usize>>],
        (key, dimension): (&[u32], usize),
    ) -> Option<Equation> {
        let mut cells = Vec::with_capacity(parts.len());
        for (part, row) in parts {
            match (row, table.absent) {
                (Some(row), _) => cells.push(places[measure][*row]?),
                (None, Absent::Nobody) => {}
                (None, Absent::AsNow(_)) => {
                    let mut key = key.to_vec();
                    key[dimension] = *part;
                    cells.extend(self.known_at(table, &table.measures[measure].name, &key).first().copied());
                }
                (None, Absent::Untold) => {
                    let mut key = key.to_vec();
                    key[dimension] = *part;
                    cells.push(self.untold(table, &table.measures[measure].name, &key));
                }
            }
        }
        if cells.is_empty() || cells.contains(&whole) {
            return None;
        }
        let total = Equation::total(whole, cells);
        Some(if table.dimensions[dimension].overlaps { Equation { most: None, ..total } } else { total })
    }

    /// The counts of a key that tables have.
    fn known_at(&mut self, table: &CountTable, measure: &str, key: &[u32]) -> Vec<usize> {
        let key = self.key(table, key);
        let (universe, name) = (self.names.number(&table.universe), self.names.number(measure));
        self.known.get(&(universe, name, key)).cloned().unwrap_or_default()
    }

    /// A count that stands nowhere.
    fn untold(&mut self, table: &CountTable, measure: &str, key: &[u32]) -> usize {
        let key = self.key(table, key);
        let (universe, name) = (self.names.number(&table.universe), self.names.number(measure));
        let free = Bounds::from(0);
        let count = Count { number: None, shown: free, hidden: free, width: 0, standing: Standing::Unprinted, loss: 0 };
        self.place((universe, name, key), &count).0
    }
}

/// The rows of the parts of a total, if there are any.
fn rows_of(parts: &[u32], key: &[u32], dimension: usize, rows: &HashMap<&[u32], usize>) -> Vec<(u32, Option<usize>)> {
    let mut key = key.to_vec();
    let row_of = |part: &u32| {
        key[dimension] = *part;
        (*part, rows.get(key.as_slice()).copied())
    };
    parts.iter().map(row_of).collect()
}
