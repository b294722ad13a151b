//! Members that have no rows in a period, although they had before: a provider that has not sent its figures.
//!
//! In: the rows of a series. Out: for each period that lacks somebody, who it is and how much they were of the last total.
//! Invariant: a figure from which somebody is known to be missing never looks complete.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Calculation, Cell, Column, Decimal, KpiSpec, Period, SeriesRows, Stage, Table, TableSpec, Value, row_meanings,
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
    /// Only a member that was there in nearly every period is missed: others come and go. One that has been gone for more than a
    /// year has ended, and so has one whose end the author declares; one that was less than 1% of the total, after three months.
    #[must_use]
    pub fn absences(&self, rows: &SeriesRows) -> Vec<Absence> {
        if rows.len() < 2 || rows.len() != self.periods.len() {
            return Vec::new();
        }
        let mut missing: BTreeMap<usize, BTreeMap<String, usize>> = BTreeMap::new();
        let mut values: BTreeMap<usize, Decimal> = BTreeMap::new();
        let mut unknown: BTreeSet<usize> = BTreeSet::new();
        for column in self.columns() {
            let members = row_meanings(column);
            let total = self.table_spec.total_of(&column.name);
            let mut seen: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
            for (at, rows) in rows.iter().enumerate().filter_map(|(at, rows)| Some((at, rows.as_ref()?))) {
                let there: BTreeSet<u32> = rows.iter().map(|row| members[*row]).collect();
                for member in there {
                    seen.entry(member).or_default().push(at);
                }
            }
            // Of columns that say the same, one is enough.
            let before: BTreeSet<usize> = missing.keys().copied().collect();
            for (member, present) in seen {
                let name = column.pool[member as usize].published().trim();
                if name.is_empty() || total == Some(name) {
                    continue;
                }
                let share = |last: usize| {
                    let rows = rows[last].as_ref()?;
                    let own: Vec<usize> = rows.iter().copied().filter(|row| members[*row] == member).collect();
                    self.size(&own)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(self.size(rows)?)
                };
                for (at, last) in self.missed(name, &present, share) {
                    if before.contains(&at) {
                        continue;
                    }
                    missing.entry(at).or_default().insert(name.to_owned(), last);
                    match share(last) {
                        Some(share) => *values.entry(at).or_default() += share,
                        None => drop(unknown.insert(at)),
                    }
                }
            }
        }
        let share = |at: usize| values.get(&at).copied().filter(|_| !unknown.contains(&at));
        missing.into_iter().map(|(at, members)| Absence { at, members, share: share(at) }).collect()
    }

    /// The columns over which figures add: that of `by`, and those of the key that neither give the period nor are filtered. A
    /// column that only names another is left out.
    fn columns(&self) -> Vec<&Column<S::Cell>> {
        let by = self.spec.by.as_ref().filter(|_| self.member.is_none()).map(|by| by.as_str());
        let is_added = |name: &&str| {
            !self.spec.period_columns().any(|period| period == *name)
                && !self.spec.filters(name)
                && self.spec.by.as_ref().is_none_or(|by| by.as_str() != *name)
        };
        let names = by.into_iter().chain(self.table_spec.key.iter().map(|key| key.as_str()).filter(is_added));
        let is_name = |column: &&Column<S::Cell>| !column.pool.iter().any(|cell| matches!(cell.value(), Value::Period(_)));
        names.filter_map(|name| self.table.column(name)).filter(is_name).collect()
    }

    /// The periods from which a member is missing, each with the last in which it was there.
    fn missed(&self, name: &str, present: &[usize], share: impl Fn(usize) -> Option<Decimal>) -> Vec<(usize, usize)> {
        let (Some(first), Some(last)) = (present.first(), present.last()) else { return Vec::new() };
        let span = last - first + 1;
        let inside = span - present.len();
        let is_regular = inside * 5 <= span.max(5) && (present.len() >= 3 || present.len() + 1 >= self.periods.len());
        if !is_regular {
            return Vec::new();
        }
        let newest = self.periods.len() - 1;
        let gone = newest - last;
        let is_small = || share(*last).is_some_and(|share| share < Decimal::ONE);
        let has_ended = gone > year(&self.periods[*last]) || (gone > patience(&self.periods[*last]) && is_small());
        let end = if has_ended { *last } else { newest };
        let declared = self.spec.ends.iter().find(|(member, _)| member.as_str() == name);
        let is_open = |at: &usize| declared.is_none_or(|(_, end)| !end.is_before(&self.periods[*at]));
        let before = |at: usize| present.iter().rev().find(|there| **there < at).copied().unwrap_or(*first);
        (*first..=end).filter(|at| present.binary_search(at).is_err()).filter(is_open).map(|at| (at, before(at))).collect()
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

/// About how many of such periods make a year, at least two.
fn year(period: &Period) -> usize {
    match period {
        Period::Day(_) | Period::Week(_) | Period::WeekEnding(_) => 52,
        Period::Month(..) => 12,
        Period::Quarter(..) | Period::FinancialQuarter(..) => 4,
        _ => 2,
    }
}
