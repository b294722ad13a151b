//! KPIs: series over periods, overall and for each value of the breakdown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::compare::{Change, Scale, change};
use super::evaluate::evaluate;
use super::series::Reading;
use super::spc::{self, Spc};
use crate::model::{
    Absence, Chart, Date, DaySpacing, Decimal, Dictionary, Frequency, Gap, KpiFigures, KpiSpec, MissingRule, PerSeries, Period,
    Series, SeriesRows, Table, TableSpec, ValueSpec, float, gaps, is_month_end, kpi_figures, period_names,
};
use crate::protect::{ProtectedTable, Public};

/// How many of the newest readings a sparkline shows.
pub const RECENT: usize = 36;

/// A KPI with its figures.
pub struct Kpi {
    /// The KPI as the author declared it.
    pub spec: KpiSpec,
    /// The periods as in the table, oldest first; empty for a KPI without periods.
    pub periods: Vec<Period>,
    /// The same periods as readers call them: days that stand for a longer time are called by it.
    pub named: Vec<Period>,
    /// The series of all rows together. `None` if rows cannot be combined (`latest` with `by`).
    pub overall: Option<Measure>,
    /// A series for each value of `by`.
    pub breakdown: BTreeMap<String, Measure>,
}

impl Kpi {
    /// How many of the newest periods the author declares provisional.
    #[must_use]
    pub fn provisional(&self) -> usize {
        self.spec.provisional.as_ref().map_or(0, |newest| **newest)
    }

    /// The kind of its periods, by an example, if readers can count them as such: `20 months`.
    #[must_use]
    pub fn step(&self) -> Option<&Period> {
        step(&self.named)
    }

    /// Whether the figures of a period can still change.
    #[must_use]
    pub fn standing(&self, at: usize) -> Standing {
        Standing::of(at, self.periods.len(), self.provisional())
    }

    /// Whether the period at a position is provisional.
    #[must_use]
    pub fn is_provisional(&self, at: usize) -> bool {
        self.standing(at) == Standing::Provisional
    }

    /// The position of the newest period with a reading, in the overall series or else in any series of the breakdown.
    #[must_use]
    pub fn newest(&self) -> usize {
        let overall = self.overall.as_ref().map(|measure| measure.latest);
        overall.or_else(|| self.breakdown.values().map(|measure| measure.latest).max()).unwrap_or(0)
    }

    /// Whether there is anything to draw: a series over time, or figures side by side.
    #[must_use]
    pub fn has_chart(&self) -> bool {
        let has_figure = |measure: &Measure| measure.readings.iter().any(|reading| reading.value().is_some());
        let is_series = !self.named.is_empty() || !self.breakdown.is_empty();
        is_series && self.overall.iter().chain(self.breakdown.values()).any(has_figure)
    }
}

/// Whether the figures of a period can still change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// They stand, unless somebody revises them.
    Final,
    /// They will change as late records arrive.
    Provisional,
}

impl Standing {
    /// The standing of the period at a position, where the last `provisional` of `all` periods are provisional.
    #[must_use]
    pub fn of(at: usize, all: usize, provisional: usize) -> Self {
        if at < all && at + provisional >= all { Self::Provisional } else { Self::Final }
    }
}

/// One series, and what is calculated from it.
#[derive(Clone, Debug)]
pub struct Measure {
    /// A reading for each of the KPI's periods, or a single one for a KPI without periods.
    pub readings: Vec<Reading>,
    /// The position of the newest reading.
    pub latest: usize,
    /// Where periods are missing between its readings.
    pub gaps: Vec<Gap>,
    /// The periods from which members are missing.
    pub absences: Vec<Absence>,
    /// The change since the previous reading.
    pub since_previous: Option<Change>,
    /// The change since the same period a year before.
    pub since_year_before: Option<Change>,
    /// The target, in the unit of the figure.
    pub target: Option<Decimal>,
    /// The planned trajectory: a value for each period.
    pub trajectory: Vec<Option<Decimal>>,
    /// The `XmR` chart, if the KPI has one.
    pub spc: Option<Spc>,
}

impl Measure {
    /// The newest readings, at most [`RECENT`]. A missing reading stands for each gap.
    #[must_use]
    pub fn recent(&self) -> Vec<Reading> {
        let is_gap = |at: usize| self.gaps.iter().any(|gap| gap.before == at);
        let readings = self.readings.iter().enumerate();
        let mut all: Vec<Reading> = readings
            .flat_map(|(at, reading)| is_gap(at).then_some(Reading::Missing(None)).into_iter().chain([*reading]))
            .collect();
        all.split_off(all.len().saturating_sub(RECENT))
    }

    /// Who is missing from a period.
    #[must_use]
    pub fn absence(&self, at: usize) -> Option<&Absence> {
        self.absences.iter().find(|absence| absence.at == at)
    }

    /// The names of those who are missing from a period.
    #[must_use]
    pub fn absent(&self, at: usize) -> Vec<String> {
        self.absence(at).map_or_else(Vec::new, |absence| absence.members.keys().cloned().collect())
    }

    /// The newest reading.
    #[must_use]
    pub fn reading(&self) -> Reading {
        self.readings.get(self.latest).copied().unwrap_or(Reading::Absent)
    }
}

/// Calculates a KPI from a table that is updated with this frequency.
pub(super) fn measure_kpi(spec: &KpiSpec, table: &ProtectedTable, frequency: Frequency) -> Kpi {
    let figures = kpi_figures(spec, &table.spec, &table.data);
    let periods = figures.as_ref().map_or_else(Vec::new, |figures| figures.periods.clone());
    let named = period_names(&periods, &heading(spec, &table.dictionary), frequency).named;
    let (mut overall, mut breakdown) = (None, BTreeMap::new());
    if let Some(figures) = &figures {
        let builder = Builder { spec, table_spec: &table.spec, table: &table.data, figures, named: &named };
        overall = figures.overall.as_ref().and_then(|rows| builder.series(None, rows));
        let members = figures.breakdown.iter();
        breakdown.extend(members.filter_map(|(name, rows)| Some((name.clone(), builder.series(Some(name), rows)?))));
    }
    Kpi { spec: spec.clone(), periods, named, overall, breakdown }
}

/// The name and the title of the column that says what the periods are.
fn heading(spec: &KpiSpec, dictionary: &Dictionary) -> String {
    let name = spec.period.as_ref().map_or("", |columns| columns.heading());
    dictionary.field(name).map_or_else(|| name.to_owned(), |field| format!("{name} {}", field.title))
}

/// The number of days from one period to the next, taken as the smallest in the series.
fn spacing(periods: &[Period]) -> i64 {
    let days = periods.windows(2).map(|pair| (pair[1].start() - pair[0].start()).num_days());
    days.min().unwrap_or(0)
}

/// The first period, if the periods are no further apart than they are long. Days on which weeks end are not counted as days, nor
/// are months that are a quarter apart counted as months.
fn step(periods: &[Period]) -> Option<&Period> {
    let first = periods.first()?;
    let longest = match first {
        Period::Day(_) => 1,
        Period::Week(_) | Period::WeekEnding(_) => 7,
        Period::Month(..) => 31,
        Period::Quarter(..) | Period::FinancialQuarter(..) => 92,
        Period::Year(_) | Period::YearEnding(..) | Period::FinancialYear(_) | Period::AcademicYear(_) => 366,
        Period::YearRange(..) | Period::Text(..) => return None,
    };
    (periods.len() == 1 || (1..=longest).contains(&spacing(periods))).then_some(first)
}

struct Builder<'a> {
    spec: &'a KpiSpec,
    table_spec: &'a TableSpec,
    table: &'a Table<Public>,
    figures: &'a KpiFigures,
    named: &'a [Period],
}

impl Builder<'_> {
    /// The series for some rows. `None` if no period has a row.
    fn series(&self, name: Option<&str>, rows: &SeriesRows) -> Option<Measure> {
        let spec = self.spec;
        let scale = if spec.format.is_percent() { Scale::Percent } else { Scale::Other };
        let figure = |rows: &[usize]| evaluate(&self.figures.calculation, self.table, rows, spec.missing);
        let series = Series {
            spec,
            table_spec: self.table_spec,
            table: self.table,
            periods: &self.figures.periods,
            calculation: &self.figures.calculation,
            member: name,
        };
        let absences = series.absences(rows);
        let is_refused = |at: usize| absences.iter().any(|absence| absence.at == at && absence.is_refused());
        let reading = |(at, rows): (usize, &Option<Vec<usize>>)| match rows {
            None => Reading::Absent,
            Some(_) if is_refused(at) => Reading::Missing(None),
            Some(rows) => figure(rows),
        };
        let readings: Vec<Reading> = rows.iter().enumerate().map(reading).collect();
        // What is known to be incomplete is neither compared nor judged.
        let is_whole = |at: &usize| absences.iter().all(|absence| absence.at != *at);
        let compare =
            |from: usize, to: usize| [from, to].iter().all(is_whole).then(|| change(&readings, from, to, scale)).flatten();
        let latest = readings.iter().rposition(|reading| *reading != Reading::Absent)?;
        let previous = readings[..latest].iter().rposition(|reading| *reading != Reading::Absent);
        let year_before = self.year_before(latest);
        // The target of a sum is for the sum, and not for each of its parts.
        let is_part = name.is_some() && matches!(spec.value, ValueSpec::Sum(_));
        let target = spec.target.as_ref().filter(|target| !is_part || matches!(***target, PerSeries::Each(_)));
        let target = target.and_then(|target| target.of(name)).map(|figure| figure.value);
        let trajectory = self.trajectory(rows);
        let whole =
            readings.iter().enumerate().map(|(at, reading)| if is_whole(&at) { *reading } else { reading.without_value() });
        let xmr = (spec.chart == Chart::Spc).then(|| self.xmr(name, &whole.collect::<Vec<_>>(), target.map(float)));
        Some(Measure {
            since_previous: previous.and_then(|from| compare(from, latest)),
            since_year_before: year_before.and_then(|from| compare(from, latest)),
            absences,
            readings,
            latest,
            gaps: self.gaps(rows),
            target,
            trajectory,
            spc: xmr,
        })
    }

    /// The gaps between the periods of a series, with their positions among those of the KPI.
    fn gaps(&self, rows: &SeriesRows) -> Vec<Gap> {
        let present: Vec<usize> = (0..self.named.len()).filter(|at| rows[*at].is_some()).collect();
        let periods: Vec<Period> = present.iter().map(|at| self.named[*at].clone()).collect();
        gaps(&periods).into_iter().map(|gap| Gap { before: present[gap.before], ..gap }).collect()
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

    fn xmr(&self, name: Option<&str>, readings: &[Reading], target: Option<f64>) -> Spc {
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
        spc::xmr(&spc::Input { at, values, rebased: starts }, &options)
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::step;
    use crate::model::Period;

    #[test]
    fn periods_are_counted_by_their_kind_only_if_they_follow_each_other() {
        let day = |day| Period::Day(NaiveDate::from_ymd_opt(2024, 1, day).unwrap());
        let month = |month| Period::Month(2024, month);
        assert_eq!(step(&[day(1), day(2), day(4)]), Some(&day(1)));
        assert_eq!(step(&[day(5), day(12), day(19)]), None, "weeks that end on these days");
        assert_eq!(step(&[month(1), month(2), month(6)]), Some(&month(1)));
        assert_eq!(step(&[month(1), month(4), month(7)]), None, "quarters");
        assert_eq!(step(&[]), None);
    }
}
