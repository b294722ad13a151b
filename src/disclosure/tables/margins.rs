//! Sums that stand in no dimension: one table has the counts of another without one of its dimensions, or two tables break the same
//! people down in two ways.

use std::collections::BTreeMap;

use super::{Absent, Builder, CountKey, CountTable, SumAt};
use crate::disclosure::Equation;

/// Counts that differ in one dimension only, and the key of their sum.
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
        if table.dimensions[dimension].total.is_some() || table.dimensions[dimension].values.len() < 2 {
            return;
        }
        for (measure, counts) in places.iter().enumerate() {
            let mut equations = Vec::new();
            let source = SumAt { table: at, dimension, measure, row: 0 };
            for Margin { source, key, parts } in self.groups(table, &source, counts) {
                let wholes = self.known.get(&key).cloned().unwrap_or_default();
                for whole in wholes.into_iter().filter(|whole| !parts.contains(whole)) {
                    let is_of_now = whole < self.of_now && table.absent != Absent::AsNow;
                    equations.push((source.clone(), Equation::total(whole, parts.clone()), is_of_now));
                }
            }
            // One that does not come out shows that the other table counts something else; an earlier one was revised.
            let is_other =
                equations.iter().any(|(_, equation, is_of_now)| *is_of_now && self.model.comes_out(equation) == Some(false));
            for (source, equation, is_of_now) in equations {
                let comes_out =
                    self.model.comes_out(&equation).unwrap_or_else(|| is_of_now || self.model.can_come_out(&equation));
                if comes_out && !(is_of_now && is_other) {
                    self.model.equations.push(equation);
                    self.sources.push(source);
                }
            }
        }
    }

    /// Two tables that break the same people down in two ways have the same sums, even if no table prints them.
    pub(super) fn common_margins(&mut self, tables: &[CountTable], places: &[Vec<Vec<Option<usize>>>]) {
        let mut margins: BTreeMap<CountKey, Vec<Margin>> = BTreeMap::new();
        for (at, table) in tables.iter().enumerate() {
            for (dimension, of) in table.dimensions.iter().enumerate() {
                if of.total.is_some() || of.overlaps || !of.sums.is_empty() || of.values.len() < 2 {
                    continue;
                }
                for (measure, counts) in places[at].iter().enumerate() {
                    let source = SumAt { table: at, dimension, measure, row: 0 };
                    for margin in self.groups(table, &source, counts) {
                        if !self.known.contains_key(&margin.key) {
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
            let is_earlier = [one, other].iter().any(|table| tables[*table].absent == Absent::AsNow);
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
        for rows in groups.into_values() {
            let mut key = self.key(table, &table.keys[rows[0]]);
            key.retain(|(dimension, _)| *dimension != name);
            let parts: Option<Vec<usize>> = rows.iter().map(|row| places[*row]).collect();
            let Some(parts) = parts.filter(|parts| parts.len() > 1) else { continue };
            all.push(Margin { source: SumAt { row: rows[0], ..source.clone() }, key: (universe, counted, key), parts });
        }
        all
    }
}
