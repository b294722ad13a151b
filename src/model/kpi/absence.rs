//! Members that have no rows in a period, although they had before: a provider that has not sent its figures.
//!
//! In: the rows of a series. Out: for each period that lacks somebody, who it is and how much they were of the last total.
//! Invariant: a figure from which somebody is known to be missing never looks complete.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Calculation, Cell, Column, Decimal, KpiSpec, Period, SeriesRows, Stage, Table, TableSpec, UnitKind, Value, row_meanings,
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
            // Of columns that say the same, one is enough.
            let before: BTreeSet<usize> = missing.keys().copied().collect();
            for member in sizes.members.keys() {
                let name = column.pool[*member as usize].published().trim();
                if name.is_empty() || total == Some(name) {
                    continue;
                }
                for (at, last) in self.missed(name, *member, &sizes) {
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
        }
        let share = |at: usize| values.get(&at).copied().filter(|_| !unknown.contains(&at));
        missing.into_iter().map(|(at, members)| Absence { at, members, share: share(at) }).collect()
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
    fn missed(&self, name: &str, member: u32, sizes: &Sizes) -> Vec<(usize, usize)> {
        let there = &sizes.members[&member];
        let (Some(first), Some(last)) = (sizes.first(member), sizes.last(member)) else { return Vec::new() };
        let newest = self.periods.len() - 1;
        let has_ended = last < newest && (self.is_small(member, sizes) || sizes.is_replaced(last));
        let end = if has_ended { last } else { newest };
        let declared = self.spec.ends.iter().find(|(member, _)| member.as_str() == name);
        let is_open = |at: &usize| declared.is_none_or(|(_, end)| !end.is_before(&self.periods[*at]));
        let before = |at: usize| there.range(..at).next_back().map_or(first, |(there, _)| *there);
        let is_missed = |at: usize, before: usize| {
            // What was nothing is not missed.
            let was_nothing = there[&before].is_some_and(|size| size.is_zero());
            !was_nothing
                && (self.is_regular(there) || self.is_large(member, before, sizes) && sizes.has_others(member, before, at))
        };
        let absent = (first..=end).filter(|at| !there.contains_key(at) && sizes.totals.contains_key(at)).filter(is_open);
        absent.map(|at| (at, before(at))).filter(|(at, before)| is_missed(*at, *before)).collect()
    }

    /// Whether a member was there in nearly every period of its time. Others come and go.
    fn is_regular(&self, there: &BTreeMap<usize, Option<Decimal>>) -> bool {
        let (Some((first, _)), Some((last, _))) = (there.first_key_value(), there.last_key_value()) else { return false };
        let span = last - first + 1;
        (span - there.len()) * 5 <= span.max(5) && (there.len() >= 3 || there.len() + 1 >= self.periods.len())
    }

    /// Whether a member that is not there in every period was so large that none of it at all is hard to believe: enough of the
    /// total to refuse the figure, and never few. Money comes in pieces.
    fn is_large(&self, member: u32, last: usize, sizes: &Sizes) -> bool {
        let is_money = self.spec.format.unit.as_ref().is_some_and(|unit| matches!(unit.kind(), UnitKind::Money(..)));
        let is_many = |size: &Option<Decimal>| size.is_some_and(|size| size >= Self::NEVER_FEW);
        !is_money
            && sizes.share(member, last).is_some_and(|share| share >= Absence::REFUSED_FROM)
            && sizes.members[&member].values().all(is_many)
    }

    /// A place that had so many in each period in which it was there is not without any by chance.
    const NEVER_FEW: Decimal = Decimal::from_parts(30, 0, 0, false, 0);

    /// Whether a member is one of the small ones that close and merge all the time: less than 1% of the total, gone for a while,
    /// and not together with so many others that the figure would be refused.
    fn is_small(&self, member: u32, sizes: &Sizes) -> bool {
        let share = |member: &u32| sizes.share(*member, sizes.last(*member)?).filter(|share| *share < Decimal::ONE);
        let (Some(last), Some(_)) = (sizes.last(member), share(&member)) else { return false };
        let (newest, patience) = (self.periods.len() - 1, patience(&self.periods[last]));
        let with = sizes
            .members
            .keys()
            .filter(|other| sizes.last(**other).is_some_and(|other| other < newest && other.abs_diff(last) <= patience));
        newest - last > patience && with.filter_map(share).sum::<Decimal>() < Absence::REFUSED_FROM
    }

    /// How much each member of a column was in each period.
    fn sizes(&self, column: &Column<S::Cell>, rows: &SeriesRows) -> Sizes {
        let meanings = row_meanings(column);
        let mut sizes = Sizes { members: BTreeMap::new(), totals: BTreeMap::new() };
        for (at, rows) in rows.iter().enumerate().filter_map(|(at, rows)| Some((at, rows.as_ref()?))) {
            let mut own: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
            for row in rows {
                own.entry(meanings[*row]).or_default().push(*row);
            }
            for (member, rows) in own {
                sizes.members.entry(member).or_default().insert(at, self.size(&rows));
            }
            sizes.totals.insert(at, self.size(rows));
        }
        sizes
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

/// For how many periods a small member is missed. Small providers close and merge all the time.
fn patience(period: &Period) -> usize {
    match period {
        Period::Day(_) => 7,
        Period::Week(_) | Period::WeekEnding(_) => 12,
        Period::Month(..) => 3,
        _ => 1,
    }
}

/// How much each member of a column was in each period, and all together. `None` if a figure is hidden or missing.
struct Sizes {
    members: BTreeMap<u32, BTreeMap<usize, Option<Decimal>>>,
    totals: BTreeMap<usize, Option<Decimal>>,
}

impl Sizes {
    fn first(&self, member: u32) -> Option<usize> {
        self.members.get(&member)?.keys().next().copied()
    }

    fn last(&self, member: u32) -> Option<usize> {
        self.members.get(&member)?.keys().next_back().copied()
    }

    /// How much of the total a member was, in percent.
    fn share(&self, member: u32, at: usize) -> Option<Decimal> {
        let own = self.members.get(&member)?.get(&at).copied()??;
        own.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(self.totals.get(&at).copied()??)
    }

    /// Whether some other member was there in both periods.
    fn has_others(&self, member: u32, before: usize, at: usize) -> bool {
        self.members.iter().any(|(other, there)| *other != member && there.contains_key(&before) && there.contains_key(&at))
    }

    /// Whether new members of about the same size began just after others had ended: age bands that were cut anew, places that
    /// merged or were given another name.
    fn is_replaced(&self, last: usize) -> bool {
        let Some((next, _)) = self.totals.range(last + 1..).next() else { return false };
        let size = |is_one: &dyn Fn(u32) -> bool, at: usize| {
            let members = self.members.iter().filter(|(member, _)| is_one(**member));
            members
                .map(|(_, there)| there.get(&at).copied().flatten())
                .try_fold(Decimal::ZERO, |sum, size| sum.checked_add(size?))
        };
        let ended = size(&|member| self.last(member) == Some(last), last);
        let begun = size(&|member| self.first(member) == Some(*next), *next);
        let (Some(ended), Some(begun)) = (ended, begun) else { return false };
        let double = |size: Decimal| size.checked_mul(Decimal::TWO).unwrap_or(Decimal::MAX);
        !begun.is_zero() && double(begun) >= ended && begun <= double(ended)
    }
}
