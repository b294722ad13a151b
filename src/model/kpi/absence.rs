//! Members that have no rows in a period, although they had before: a provider that has not sent its figures.
//!
//! In: the rows of a series. Out: for each period that lacks somebody, who it is and how much they were of the last total.
//! Invariant: a figure from which somebody is known to be missing never looks complete.

mod sizes;

use std::collections::{BTreeMap, BTreeSet};

use sizes::Sizes;

use crate::model::{
    Calculation, Cell, Column, Decimal, KpiSpec, Period, SeriesRows, Stage, Table, TableSpec, UnitKind, Value, groups,
    matching_rows, row_meanings,
};

/// Who is missing from a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// The position of the period.
    pub at: usize,
    /// The members without rows, with the position of the last period in which each had some.
    pub members: BTreeMap<String, usize>,
    /// How much of the total they were when they last had rows, in percent. `None` if a figure is hidden or missing.
    pub share: Option<Decimal>,
}

impl Absence {
    /// The share of the last total from which on a figure is refused. Below it, the figure says who is missing.
    pub const REFUSED_FROM: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

    /// Whether the figure is refused, because so much is missing that it would mislead.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.share.is_none_or(|share| share >= Self::REFUSED_FROM)
    }
}

/// The rows of a series and what they are for.
pub struct Series<'a, S: Stage> {
    /// The KPI.
    pub spec: &'a KpiSpec,
    /// The table's entry in `dataset.yaml`.
    pub table_spec: &'a TableSpec,
    /// The table.
    pub table: &'a Table<S>,
    /// The periods, oldest first.
    pub periods: &'a [Period],
    /// How a figure comes from its rows.
    pub calculation: &'a Calculation,
    /// The member that the series is of. `None` for the overall series.
    pub member: Option<&'a str>,
}

impl<S: Stage> Series<'_, S> {
    /// The periods in which members are missing that a figure adds over: values of `by` and of the columns of the key.
    ///
    /// A member that was there in nearly every period is missed, and so is a large one, unless others took its place. Small ones
    /// come and go: one that was less than 1% of the total has ended after three months. Others end when the author says so.
    #[must_use]
    pub fn absences(&self, rows: &SeriesRows) -> Vec<Absence> {
        if rows.len() < 2 || rows.len() != self.periods.len() {
            return Vec::new();
        }
        let mut missing: BTreeMap<usize, BTreeMap<String, usize>> = BTreeMap::new();
        let mut values: BTreeMap<usize, Decimal> = BTreeMap::new();
        let mut unknown: BTreeSet<usize> = BTreeSet::new();
        for column in self.columns() {
            let sizes = self.sizes(column, rows);
            let total = self.table_spec.total_of(&column.name);
            let name_of = |member: u32| column.pool[member as usize].published().trim();
            let is_declared = |member: u32| self.spec.ends.iter().any(|(other, _)| other.as_str() == name_of(member));
            let replaced = sizes.replaced(is_declared);
            // Of columns that say the same, one is enough.
            let before: BTreeSet<usize> = missing.keys().copied().collect();
            for member in sizes.members.keys() {
                let name = name_of(*member);
                if name.is_empty() || total == Some(name) {
                    continue;
                }
                for (at, last) in self.missed(name, *member, &sizes, &replaced) {
                    if before.contains(&at) {
                        continue;
                    }
                    missing.entry(at).or_default().insert(name.to_owned(), last);
                    match sizes.share(*member, last) {
                        Some(share) => *values.entry(at).or_default() += share,
                        None => drop(unknown.insert(at)),
                    }
                }
            }
            for (at, name, last, share) in self.without_total(column, rows) {
                if before.contains(&at) || missing.get(&at).is_some_and(|members| members.contains_key(&name)) {
                    continue;
                }
                missing.entry(at).or_default().insert(name, last);
                match share {
                    Some(share) => *values.entry(at).or_default() += share,
                    None => drop(unknown.insert(at)),
                }
            }
        }
        let share = |at: usize| values.get(&at).copied().filter(|_| !unknown.contains(&at));
        missing.into_iter().map(|(at, members)| Absence { at, members, share: share(at) }).collect()
    }

    /// Who is missing from periods in which the declared total of a column has no row, so that its parts are added up: parts that
    /// were there beside the last total, or the total itself, if its parts were not all of it. With the period in which they were
    /// there, and their share.
    fn without_total(&self, column: &Column<S::Cell>, rows: &SeriesRows) -> Vec<(usize, String, usize, Option<Decimal>)> {
        let Some(total) = self.table_spec.total_of(&column.name).filter(|_| self.member.is_none()) else { return Vec::new() };
        let meanings = row_meanings(column);
        let name = |member: u32| column.pool[member as usize].published().trim();
        let chosen = || rows.iter().enumerate().filter_map(|(at, rows)| Some((at, rows.as_ref()?)));
        let has_total = |rows: &[usize]| rows.iter().any(|row| name(meanings[*row]) == total);
        let (with, without): (Vec<_>, Vec<_>) = chosen().partition(|(_, rows)| has_total(rows));
        let with: BTreeSet<usize> = with.into_iter().map(|(at, _)| at).collect();
        let without: Vec<(usize, usize)> =
            without.into_iter().filter_map(|(at, _)| Some((at, *with.range(..at).next_back()?))).collect();
        if without.is_empty() {
            return Vec::new();
        }
        let all = groups(self.spec, self.table, &matching_rows(self.table, self.spec.filter.as_deref()), None);
        let parts = |at: usize| {
            let mut parts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for row in all.get(&(Some(self.periods[at].clone()), 0)).into_iter().flatten() {
                parts.entry(name(meanings[*row])).or_default().push(*row);
            }
            parts.remove(total);
            parts
        };
        let share = |size: Decimal, of: Decimal| size.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(of);
        let mut missing = Vec::new();
        for (at, last) in without {
            let (then, now) = (parts(last), parts(at));
            let sum = self.size(&then.values().flatten().copied().collect::<Vec<usize>>());
            let gone: Vec<&str> = then.keys().filter(|part| !part.is_empty() && !now.contains_key(*part)).copied().collect();
            for part in &gone {
                missing.push((
                    at,
                    (*part).to_owned(),
                    last,
                    self.size(&then[part]).zip(sum).and_then(|(own, sum)| share(own, sum)),
                ));
            }
            let whole = rows[last].as_ref().and_then(|rows| self.size(rows));
            let gap = whole.zip(sum).and_then(|(whole, sum)| share(whole.checked_sub(sum)?.abs(), whole));
            let is_only = self.table_spec.protect.iter().flat_map(|policy| policy.dimensions.values()).count() == 1;
            if gone.is_empty() && is_only && gap.is_some_and(|gap| gap >= Decimal::ONE) {
                let name = if total.is_empty() { "total" } else { total };
                missing.push((at, name.to_owned(), last, gap));
            }
        }
        missing
    }

    /// The columns over which figures add: that of `by`, and those of the key that neither give the period nor are filtered. In a
    /// table without a key, columns of names.
    fn columns(&self) -> Vec<&Column<S::Cell>> {
        let by = self.spec.by.as_ref().filter(|_| self.member.is_none()).map(|by| by.as_str());
        let is_added = |name: &&str| {
            !self.spec.period_columns().any(|period| period == *name)
                && !self.spec.filters(name)
                && self.spec.by.as_ref().is_none_or(|by| by.as_str() != *name)
        };
        let has_names = |column: &&Column<S::Cell>| {
            let is_text = |cell: &S::Cell| !matches!(cell.value(), Value::Number(_) | Value::Period(_) | Value::Unreadable);
            column.pool.len() * 2 <= column.cells.len() && column.pool.iter().all(is_text)
        };
        let of_key = self.table_spec.key.iter().map(|key| key.as_str());
        let of_table = self.table.columns.iter().filter(has_names).map(|column| column.name.as_str());
        let others: Vec<&str> = if self.table_spec.key.is_empty() { of_table.collect() } else { of_key.collect() };
        let names = by.into_iter().chain(others.into_iter().filter(is_added));
        let is_name = |column: &&Column<S::Cell>| !column.pool.iter().any(|cell| matches!(cell.value(), Value::Period(_)));
        names.filter_map(|name| self.table.column(name)).filter(is_name).collect()
    }

    /// The periods from which a member is missing, each with the last in which it was there.
    fn missed(&self, name: &str, member: u32, sizes: &Sizes, replaced: &BTreeSet<usize>) -> Vec<(usize, usize)> {
        let there = &sizes.members[&member];
        let (Some(first), Some(last)) = (sizes.first(member), sizes.last(member)) else { return Vec::new() };
        let newest = self.periods.len() - 1;
        let has_ended =
            last < newest && (sizes.is_small(member, newest, patience(&self.periods[last])) || replaced.contains(&last));
        let end = if has_ended { last } else { newest };
        let declared = self.spec.ends.iter().find(|(member, _)| member.as_str() == name);
        let is_open = |at: &usize| declared.is_none_or(|(_, end)| !end.is_before(&self.periods[*at]));
        let is_missed = |at: usize, before: usize| {
            // What was next to nothing is not missed; nor is a hidden number after small ones.
            let was_something = match sizes.share(member, before) {
                Some(share) => share >= NEXT_TO_NOTHING,
                None => sizes.known_share(member, before).is_none_or(|share| share >= Decimal::ONE),
            };
            was_something
                && (self.is_regular(there) || self.is_large(member, before, sizes) && sizes.has_others(member, before, at))
                && !self.is_rare(there)
                && !sizes.is_seasonal(member, at, self.periods)
        };
        let absent = (first..=end).filter(|at| !there.contains_key(at) && sizes.totals.contains_key(at)).filter(is_open);
        absent
            .filter_map(|at| Some((at, sizes.last_before(member, at)?)))
            .filter(|(at, before)| is_missed(*at, *before))
            .collect()
    }

    /// Whether a member was there in nearly every period of its time. Others come and go.
    fn is_regular(&self, there: &BTreeMap<usize, Option<Decimal>>) -> bool {
        let (Some((first, _)), Some((last, _))) = (there.first_key_value(), there.last_key_value()) else { return false };
        let span = last - first + 1;
        (span - there.len()) * 5 <= span.max(5) && (there.len() >= 3 || there.len() + 1 >= self.periods.len())
    }

    /// Whether a member counts so few that none at all is no surprise: rows of 0 are often left out.
    fn is_rare(&self, there: &BTreeMap<usize, Option<Decimal>>) -> bool {
        let known: Vec<Decimal> = there.values().flatten().copied().collect();
        let sum: Option<Decimal> = known.iter().try_fold(Decimal::ZERO, |sum, size| sum.checked_add(*size));
        let mean = sum.and_then(|sum| sum.checked_div(known.len().into()));
        matches!(self.calculation, Calculation::Sum(_)) && known.len() == there.len() && mean.is_some_and(|mean| mean < RARE)
    }

    /// Whether a member that is not there in every period was so large that none of it at all is hard to believe: enough of the
    /// total to refuse the figure, and never few. Money comes in pieces.
    fn is_large(&self, member: u32, last: usize, sizes: &Sizes) -> bool {
        let is_money = self.spec.format.unit.as_ref().is_some_and(|unit| matches!(unit.kind(), UnitKind::Money(..)));
        let is_many = |size: &Option<Decimal>| size.is_some_and(|size| size >= NEVER_FEW);
        !is_money
            && sizes.share(member, last).is_some_and(|share| share >= Absence::REFUSED_FROM)
            && sizes.members[&member].values().all(is_many)
    }

    /// How much each member of a column was in each period.
    fn sizes(&self, column: &Column<S::Cell>, rows: &SeriesRows) -> Sizes {
        let meanings = row_meanings(column);
        let mut members: BTreeMap<u32, BTreeMap<usize, Option<Decimal>>> = BTreeMap::new();
        let mut totals = BTreeMap::new();
        for (at, rows) in rows.iter().enumerate().filter_map(|(at, rows)| Some((at, rows.as_ref()?))) {
            let mut own: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
            for row in rows {
                own.entry(meanings[*row]).or_default().push(*row);
            }
            for (member, rows) in own {
                members.entry(member).or_default().insert(at, self.size(&rows));
            }
            totals.insert(at, self.size(rows));
        }
        Sizes::of(members, totals)
    }

    /// How much some rows weigh: their sum, the sum that they are divided by, or how many they are.
    fn size(&self, rows: &[usize]) -> Option<Decimal> {
        let terms = match self.calculation {
            Calculation::Sum(terms) => terms,
            Calculation::Ratio { to, .. } => to,
            Calculation::Weighted { weight, .. } => weight,
            Calculation::Mean(_) => return Some(rows.len().into()),
        };
        let number = |row: &usize| {
            terms.iter().try_fold(Decimal::ZERO, |sum, (coefficient, column)| {
                match self.table.columns[*column].cell(*row).value() {
                    Value::Number(number) => sum.checked_add(coefficient.checked_mul(*number)?),
                    _ => None,
                }
            })
        };
        rows.iter().try_fold(Decimal::ZERO, |sum, row| sum.checked_add(number(row)?)).map(|sum| sum.abs())
    }
}

/// A place that had so many in each period in which it was there is not without any by chance.
const NEVER_FEW: Decimal = Decimal::from_parts(30, 0, 0, false, 0);
/// With fewer than this in most periods, a period without any is no surprise.
const RARE: Decimal = Decimal::from_parts(8, 0, 0, false, 0);
/// The share of the total, in percent, below which nobody is missed.
const NEXT_TO_NOTHING: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// For how many periods a small member is missed. Small providers close and merge all the time.
fn patience(period: &Period) -> usize {
    match period {
        Period::Day(_) => 7,
        Period::Week(_) | Period::WeekEnding(_) => 12,
        Period::Month(..) => 3,
        _ => 1,
    }
}
