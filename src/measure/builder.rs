//! Builds one series of a KPI from its rows: readings, changes, targets, intervals and the control chart.

use std::collections::BTreeMap;

use super::compare::{Change, Scale, change};
use super::evaluate::{evaluate, figure_of};
use super::figures::Measure;
use super::series::Reading;
use super::small_figure::is_small;
use super::spc::{self, Range, Spc, TargetOverTime};
use crate::model::{
    Absence, Calculation, Cell, Chart, Date, DaySpacing, Decimal, Direction, Figure, Gap, KpiFigures, KpiSpec, Marker,
    MissingRule, Period, Policy, Series, SeriesRows, Table, TableSpec, TargetSpec, Value, ValueSpec, float, gaps, is_month_end,
    spacing,
};
use crate::protect::Public;

/// What all series of a KPI are made from.
pub(super) struct Builder<'a> {
    pub(super) spec: &'a KpiSpec,
    pub(super) table_spec: &'a TableSpec,
    pub(super) table: &'a Table<Public>,
    pub(super) figures: &'a KpiFigures,
    pub(super) named: &'a [Period],
    pub(super) labels: &'a BTreeMap<String, String>,
    pub(super) range: Range,
    pub(super) policy: &'a Policy,
    /// The column that names the unit of each row, if it does so for all numbers of the table.
    pub(super) units: Option<usize>,
}

impl Builder<'_> {
    /// The series for some rows. `None` if no period has a row.
    pub(super) fn series(&self, name: Option<&str>, rows: &SeriesRows) -> Option<Measure> {
        let spec = self.spec;
        let scale = if spec.format.is_percent() { Scale::Percent } else { Scale::Other };
        let calculation = &self.figures.calculation;
        let figure = |rows: &[usize]| match calculation.counted_rows(self.table, rows, spec.missing) {
            Err(marker) => Reading::Missing(marker),
            Ok(rows) if is_small(calculation, self.table, &rows, self.policy, self.units) => {
                Reading::Missing(Some(Marker::Confidential))
            }
            Ok(rows) => figure_of(calculation, self.table, &rows),
        };
        let series = Series {
            spec,
            table_spec: self.table_spec,
            table: self.table,
            periods: &self.figures.periods,
            calculation,
            member: name,
        };
        let label = |name: String| self.labels.get(&name).cloned().unwrap_or(name);
        let labelled = |absence: Absence| Absence {
            members: absence.members.into_iter().map(|(name, last)| (label(name), last)).collect(),
            ..absence
        };
        let absences: Vec<Absence> = series.absences(rows).into_iter().map(labelled).collect();
        let is_refused = |at: usize| absences.iter().any(|absence| absence.at == at && absence.is_refused());
        let reading = |(at, rows): (usize, &Option<Vec<usize>>)| match rows {
            None => Reading::Absent,
            Some(_) if is_refused(at) => Reading::Missing(None),
            // The total less the other members is the one that is hidden.
            Some(_) if name.is_none() && self.is_told_by_total(at) => Reading::Missing(Some(Marker::Confidential)),
            Some(rows) => figure(rows),
        };
        let readings: Vec<Reading> = rows.iter().enumerate().map(reading).collect();
        // What is known to be incomplete is neither compared nor judged.
        let is_whole = |at: &usize| absences.iter().all(|absence| absence.at != *at);
        let intervals = self.intervals(rows);
        let interval = |at: usize| intervals.get(at).copied().flatten();
        let overlaps = |from: usize, to: usize| interval(from).zip(interval(to)).is_some_and(|(a, b)| a.0 <= b.1 && b.0 <= a.1);
        let compare = |from: usize, to: usize| {
            let change = [from, to].iter().all(is_whole).then(|| change(&readings, from, to, scale)).flatten()?;
            Some(Change { overlaps: overlaps(from, to), ..change })
        };
        let latest = readings.iter().rposition(|reading| *reading != Reading::Absent)?;
        let previous = readings[..latest].iter().rposition(|reading| *reading != Reading::Absent);
        let year_before = self.year_before(latest);
        let targets = self.targets(name, rows);
        let target = targets.get(latest).copied().flatten();
        let trajectory = self.trajectory(rows);
        let whole =
            readings.iter().enumerate().map(|(at, reading)| if is_whole(&at) { *reading } else { reading.without_value() });
        let xmr = (spec.chart == Chart::Spc).then(|| self.xmr(name, &whole.collect::<Vec<_>>(), &targets, target.map(float)));
        let xmr = xmr.map(|spc| if is_whole(&latest) { spc } else { spc.without_verdict() });
        Some(Measure {
            since_previous: previous.and_then(|from| compare(from, latest)),
            since_year_before: year_before.and_then(|from| compare(from, latest)),
            absences,
            readings,
            latest,
            gaps: self.gaps(rows),
            target,
            targets,
            intervals,
            trajectory,
            spc: xmr,
        })
    }

    /// Whether the total of a period gives away a member whose figure is a small count: one alone, or several that are small together.
    fn is_told_by_total(&self, at: usize) -> bool {
        let calculation = &self.figures.calculation;
        let of_period = self.figures.breakdown.values().filter_map(|rows| rows.get(at)?.as_ref());
        let counted = of_period.filter_map(|rows| calculation.counted_rows(self.table, rows, self.spec.missing).ok());
        let small: Vec<Vec<usize>> =
            counted.filter(|rows| is_small(calculation, self.table, rows, self.policy, self.units)).collect();
        match small.as_slice() {
            [] => false,
            [_] => true,
            _ => is_small(calculation, self.table, &small.concat(), self.policy, self.units),
        }
    }

    /// The gaps between the periods of a series, with their positions among those of the KPI.
    fn gaps(&self, rows: &SeriesRows) -> Vec<Gap> {
        let present: Vec<usize> = (0..self.named.len()).filter(|at| rows[*at].is_some()).collect();
        let periods: Vec<Period> = present.iter().map(|at| self.named[*at].clone()).collect();
        gaps(&periods).into_iter().map(|gap| Gap { before: present[gap.before], ..gap }).collect()
    }

    /// The target in force in each period.
    fn targets(&self, name: Option<&str>, rows: &SeriesRows) -> Vec<Option<Decimal>> {
        let none = || vec![None; rows.len()];
        let Some(target) = &self.spec.target else { return none() };
        // The target of a sum is for the sum, and not for each of its parts.
        let is_part = name.is_some() && matches!(self.spec.value, ValueSpec::Sum(_));
        if let TargetSpec::Column(column) = &**target {
            return self.table.position(column).map_or_else(none, |column| self.stated_targets(column, rows));
        }
        if let Some(times) = target.by_time(|key| self.figures.breakdown.contains_key(key)) {
            if is_part {
                return none();
            }
            let in_force = |at: usize| {
                let period = self.figures.periods.get(at);
                let started = |(from, _): &&(Period, Figure)| period.is_none_or(|period| from.start() <= period.start());
                times.iter().rev().find(started).map(|(_, figure)| figure.value)
            };
            return (0..rows.len()).map(in_force).collect();
        }
        let figure = match &**target {
            TargetSpec::All(figure) => Some(figure).filter(|_| !is_part),
            TargetSpec::Keyed(map) => name.and_then(|name| map.get(name)),
            TargetSpec::Column(_) => None,
        };
        vec![figure.map(|figure| figure.value); rows.len()]
    }

    /// The targets in a column. Rows that state different ones have none together.
    fn stated_targets(&self, column: usize, rows: &SeriesRows) -> Vec<Option<Decimal>> {
        let of_column = Calculation::Mean(vec![(Decimal::ONE, column)]);
        let stated = |rows: &Vec<usize>| {
            let mut values = rows.iter().map(|row| evaluate(&of_column, self.table, &[*row], MissingRule::Refuse).value());
            let first = values.next()??;
            values.all(|value| value == Some(first)).then_some(first)
        };
        rows.iter().map(|rows| rows.as_ref().and_then(stated)).collect()
    }

    /// The confidence interval of each figure that is made from one row. Those of several rows cannot be combined.
    fn intervals(&self, rows: &SeriesRows) -> Vec<Option<(Decimal, Decimal)>> {
        let Some(interval) = &self.spec.interval else { return Vec::new() };
        let ends = [&interval.lower, &interval.upper].map(|name| self.table.position(name));
        let end = |column: Option<usize>, row: usize| {
            if let Value::Number(number) = self.table.columns[column?].cell(row).value() { Some(*number) } else { None }
        };
        let of_row = |rows: &Vec<usize>| match rows[..] {
            [row] => end(ends[0], row).zip(end(ends[1], row)),
            _ => None,
        };
        rows.iter().map(|rows| rows.as_ref().and_then(of_row)).collect()
    }

    fn trajectory(&self, rows: &SeriesRows) -> Vec<Option<Decimal>> {
        let Some(trajectory) = &self.figures.trajectory else { return Vec::new() };
        let is_sum = matches!(self.spec.value, ValueSpec::Sum(_));
        // The plans of several rows can be added up if their figures are sums. Rates cannot be added up.
        let planned = |rows: &Vec<usize>| {
            let figure = || evaluate(trajectory, self.table, rows, MissingRule::Refuse);
            if rows.len() == 1 || is_sum { figure().value() } else { None }
        };
        rows.iter().map(|rows| rows.as_ref().and_then(planned)).collect()
    }

    fn year_before(&self, latest: usize) -> Option<usize> {
        let are_month_ends = self.named.iter().all(|period| matches!(period, Period::Day(day) if is_month_end(*day)));
        let spacing = if are_month_ends { DaySpacing::MonthEnds } else { DaySpacing::Days(spacing(self.named)) };
        let wanted = self.named.get(latest)?.year_before(spacing)?;
        self.named.binary_search(&wanted).ok()
    }

    fn xmr(&self, name: Option<&str>, readings: &[Reading], targets: &[Option<Decimal>], target: Option<f64>) -> Spc {
        let spec = &self.spec.spc;
        let rebase: &[Date] = spec.rebase.as_ref().and_then(|rebase| rebase.of(name)).map_or(&[], Vec::as_slice);
        let (at, values): (Vec<usize>, Vec<Option<f64>>) = readings
            .iter()
            .enumerate()
            .filter(|(_, reading)| **reading != Reading::Absent)
            .map(|(at, reading)| (at, reading.float()))
            .unzip();
        let begins = |at: &usize| self.figures.periods.get(*at).is_some_and(|period| rebase.contains(&Date(period.start())));
        let starts = at.iter().map(begins).collect();
        let options = spc::Options {
            screen: spec.screen,
            fix_after: spec.fix_after.as_ref().map(|points| **points),
            direction: self.spec.better,
            target,
        };
        let met = |at: &usize| {
            let (value, target) = (readings[*at].value()?, targets.get(*at).copied().flatten()?);
            Some(if self.spec.better == Direction::Lower { value <= target } else { value >= target })
        };
        let met: Vec<Option<bool>> = at.iter().map(met).collect();
        let changes = targets.iter().flatten().any(|other| Some(float(*other)) != target);
        let over_time = if changes { TargetOverTime::Changed } else { TargetOverTime::Constant };
        spc::xmr(&spc::Input { at, values, rebased: starts }, &options).for_readers(&self.range, &met, over_time)
    }
}
