//! Sums that stand in no dimension: one table has the counts of another without one of its dimensions, or two tables break the same
//! people down in two ways.

use std::collections::{BTreeMap, BTreeSet};

use super::{Absent, Builder, CountKey, CountTable, Key, SumAt};
use crate::disclosure::Equation;

/// Counts that differ in some dimensions only, and the key of their sum.
struct Margin {
    source: SumAt,
    key: CountKey,
    parts: Vec<usize>,
}

/// The dimensions of two tables in which both break the same people down.
type Pair = [(usize, usize, usize); 2];

impl Builder {
    /// Where a dimension has no total, and another table has the counts without it: those are the sums.
    pub(super) fn margins(&mut self, at: usize, table: &CountTable, dimension: usize, places: &[Vec<Option<usize>>]) {
        if table.dimensions[dimension].values.len() < 2 {
            return;
        }
        for (measure, counts) in places.iter().enumerate() {
            let source = SumAt { table: at, dimension, measure, row: 0 };
            let margins = self.groups(table, &source, counts);
            self.add_sums(table, margins);
        }
    }

    /// What is printed of a key: for an earlier table by its release, or else by any.
    fn wholes(&self, key: &CountKey, table: &CountTable) -> Vec<usize> {
        let all = [&self.known, &self.apart].into_iter().filter_map(|map| map.get(key)).flatten().copied();
        let all: Vec<usize> = all.collect();
        let Absent::AsNow(release) = table.absent else { return all };
        let is_own = |whole: &usize| self.printed_in.contains(&(release, *whole)) && self.model.counts[*whole].number.is_some();
        let own: Vec<usize> = all.iter().copied().filter(is_own).collect();
        if own.is_empty() { all } else { own }
    }

    /// Adds the sums of a table that another prints, if they come out.
    fn add_sums(&mut self, table: &CountTable, margins: Vec<Margin>) {
        let mut sums: Vec<(SumAt, Equation, bool)> = Vec::new();
        for Margin { source, key, parts } in margins {
            for whole in self.wholes(&key, table).into_iter().filter(|whole| !parts.contains(whole)) {
                let is_of_now = whole < self.of_now && !table.is_earlier();
                sums.push((source.clone(), Equation::total(whole, parts.clone()), is_of_now));
            }
        }
        // One that does not come out shows that the other table counts something else; an earlier one was revised.
        let is_odd = |(_, sum, is_of_now): &(SumAt, Equation, bool)| *is_of_now && self.model.comes_out(sum) == Some(false);
        let is_other = sums.iter().any(is_odd);
        for (source, sum, is_of_now) in sums {
            let comes_out = self.model.comes_out(&sum).unwrap_or_else(|| is_of_now || self.model.can_come_out(&sum));
            if comes_out && !(is_of_now && is_other) {
                self.model.equations.push(sum);
                self.sources.push(source);
            }
        }
    }

    /// Where another table has the counts without two dimensions or more, and none has them without one of these: those are the
    /// sums.
    pub(super) fn far_margins(&mut self, tables: &[CountTable], places: &[Vec<Vec<Option<usize>>>]) {
        let names = |key: &Key| key.iter().map(|(dimension, _)| *dimension).collect::<Vec<u32>>();
        let is_within = |few: &[u32], many: &[u32]| few.iter().all(|name| many.contains(name));
        let sets: BTreeSet<Vec<u32>> = self.known.keys().map(|(.., key)| names(key)).collect();
        for (at, table) in tables.iter().enumerate() {
            let overlapping: Vec<&str> = table.dimensions.iter().filter(|of| of.overlaps).map(|of| of.name.as_str()).collect();
            let overlapping: Vec<u32> = overlapping.into_iter().map(|name| self.names.number(name)).collect();
            let mut rows: BTreeMap<Vec<u32>, Vec<(usize, Key)>> = BTreeMap::new();
            for (row, key) in table.keys.iter().enumerate() {
                let key = self.key(table, key);
                rows.entry(names(&key)).or_default().push((row, key));
            }
            for (full, rows) in rows {
                let is_between = |few: &Vec<u32>| {
                    // What stands between may have been revised since.
                    let is_sure = !table.is_earlier();
                    is_sure && sets.iter().any(|set| set.len() == few.len() + 1 && is_within(few, set) && is_within(set, &full))
                };
                let far = sets.iter().filter(|few| few.len() + 2 <= full.len() && is_within(few, &full) && !is_between(few));
                for few in far {
                    if overlapping.iter().any(|name| full.contains(name) && !few.contains(name)) {
                        continue;
                    }
                    for (measure, counts) in places[at].iter().enumerate() {
                        let margins = self.sums_over((at, table, measure), &rows, few, counts);
                        self.add_sums(table, margins);
                    }
                }
            }
        }
    }

    /// The sums of rows that agree in a few dimensions.
    fn sums_over(
        &mut self,
        (at, table, measure): (usize, &CountTable, usize),
        rows: &[(usize, Key)],
        few: &[u32],
        counts: &[Option<usize>],
    ) -> Vec<Margin> {
        let (universe, counted) = (self.names.number(&table.universe), self.names.number(&table.measures[measure].name));
        let mut groups: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
        for (row, key) in rows {
            groups.entry(key.iter().filter(|(name, _)| few.contains(name)).copied().collect()).or_default().push(*row);
        }
        let margin = |(key, rows): (Key, Vec<usize>)| {
            let parts: Vec<usize> = rows.iter().map(|row| counts[*row]).collect::<Option<_>>()?;
            let source = SumAt { table: at, dimension: usize::MAX, measure, row: rows[0] };
            (parts.len() > 1).then_some(Margin { source, key: (universe, counted, key), parts })
        };
        groups.into_iter().filter_map(margin).collect()
    }

    /// Two tables that break the same people down in two ways have the same sums, even if no table prints them.
    pub(super) fn common_margins(&mut self, tables: &[CountTable], places: &[Vec<Vec<Option<usize>>>]) {
        let mut margins: BTreeMap<CountKey, Vec<Margin>> = BTreeMap::new();
        for (at, table) in tables.iter().enumerate() {
            for (dimension, of) in table.dimensions.iter().enumerate() {
                if of.overlaps || !of.sums.is_empty() || of.values.len() < 2 {
                    continue;
                }
                for (measure, counts) in places[at].iter().enumerate() {
                    let source = SumAt { table: at, dimension, measure, row: 0 };
                    for margin in self.groups(table, &source, counts) {
                        if !self.is_of_now(&margin.key) {
                            margins.entry(margin.key.clone()).or_default().push(margin);
                        }
                    }
                }
            }
        }
        let mut found: BTreeMap<Pair, Vec<(SumAt, Equation)>> = BTreeMap::new();
        let place = |at: &SumAt| (at.table, at.dimension, at.measure);
        for sums in margins.into_values() {
            let Some((first, others)) = sums.split_first() else { continue };
            for other in others.iter().filter(|other| other.source.table != first.source.table) {
                let terms = first.parts.iter().map(|part| (*part, 1)).chain(other.parts.iter().map(|part| (*part, -1)));
                let shared = |count: &usize| first.parts.contains(count) && other.parts.contains(count);
                let terms: Vec<(usize, i64)> = terms.filter(|(count, _)| !shared(count)).collect();
                if !terms.is_empty() {
                    let equation = Equation { terms, least: Some(0), most: Some(0) };
                    found.entry([place(&first.source), place(&other.source)]).or_default().push((other.source.clone(), equation));
                }
            }
        }
        for ([(one, ..), (other, ..)], equations) in found {
            let is_earlier = [one, other].iter().any(|table| tables[*table].is_earlier());
            let comes_out = |(_, equation): &(SumAt, Equation)| {
                self.model.comes_out(equation).unwrap_or_else(|| self.model.can_come_out(equation))
            };
            let is_other = !is_earlier && !equations.iter().all(comes_out);
            let kept: Vec<(SumAt, Equation)> = equations.into_iter().filter(|found| !is_other && comes_out(found)).collect();
            for (source, equation) in kept {
                self.model.equations.push(equation);
                self.sources.push(source);
            }
        }
    }

    /// The counts of a table in groups that differ in one dimension only.
    fn groups(&mut self, table: &CountTable, source: &SumAt, places: &[Option<usize>]) -> Vec<Margin> {
        let dimension = source.dimension;
        let mut groups: BTreeMap<Vec<u32>, Vec<usize>> = BTreeMap::new();
        for (row, key) in table.keys.iter().enumerate() {
            let mut rest = key.clone();
            rest.remove(dimension);
            groups.entry(rest).or_default().push(row);
        }
        let (universe, counted) = (self.names.number(&table.universe), self.names.number(&table.measures[source.measure].name));
        let name = self.names.number(&table.dimensions[dimension].name);
        let mut all = Vec::with_capacity(groups.len());
        let total = table.dimensions[dimension].total;
        for rows in groups.into_values() {
            // Where a table has the total itself, others say nothing new.
            if rows.iter().any(|row| total == Some(table.keys[*row][dimension])) {
                continue;
            }
            let mut key = self.key(table, &table.keys[rows[0]]);
            key.retain(|(dimension, _)| *dimension != name);
            let parts: Option<Vec<usize>> = rows.iter().map(|row| places[*row]).collect();
            let Some(parts) = parts.filter(|parts| parts.len() > 1) else { continue };
            all.push(Margin { source: SumAt { row: rows[0], ..source.clone() }, key: (universe, counted, key), parts });
        }
        all
    }
}
