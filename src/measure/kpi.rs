//! KPIs: series over periods, overall and for each value of the breakdown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::builder::Builder;
use super::figures::Measure;
use super::range::range;
use super::spc::Range;
use crate::model::{
    Dictionary, Direction, Field, Frequency, KpiSpec, Order, Period, are_moments, kpi_figures, period_names, spacing,
};
use crate::protect::ProtectedTable;

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
    /// The values of `by` in the order in which readers see them.
    pub order: Vec<String>,
    /// Whether the author or the dictionary gives that order.
    pub has_order: bool,
    /// What readers call the values of `by`, where the dictionary says so.
    pub labels: BTreeMap<String, String>,
    /// What its figures can be.
    pub range: Range,
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

    /// The series of the breakdown, in the order in which readers see them.
    pub fn members(&self) -> impl Iterator<Item = (&str, &Measure)> {
        self.order.iter().filter_map(|name| Some((name.as_str(), self.breakdown.get(name)?)))
    }

    /// The series of the breakdown as files list them: in the order that the author or the dictionary gives, or by name.
    pub fn listed(&self) -> impl Iterator<Item = (&str, &Measure)> {
        let names: Vec<&String> = if self.has_order { self.order.iter().collect() } else { self.breakdown.keys().collect() };
        names.into_iter().filter_map(|name| Some((name.as_str(), self.breakdown.get(name)?)))
    }

    /// What readers call a value of `by`.
    #[must_use]
    pub fn label<'a>(&'a self, name: &'a str) -> &'a str {
        self.labels.get(name).map_or(name, String::as_str)
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

/// Calculates a KPI from a table that is updated with this frequency.
pub(super) fn measure_kpi(spec: &KpiSpec, table: &ProtectedTable, frequency: Frequency) -> Kpi {
    let figures = kpi_figures(spec, &table.spec, &table.data);
    let periods = figures.as_ref().map_or_else(Vec::new, |figures| figures.periods.clone());
    let unit = spec.format.unit.as_ref().map_or("", |unit| unit.text());
    let named = if are_moments(&periods, &format!("{}, {unit}", *spec.title)) {
        periods.clone()
    } else {
        period_names(&periods, &heading(spec, &table.dictionary), frequency).named
    };
    let (mut overall, mut breakdown) = (None, BTreeMap::new());
    let by = spec.by.as_ref().and_then(|by| table.dictionary.field(by));
    let labels = by.map_or_else(BTreeMap::new, |field| field.labels.clone());
    let range = figures.as_ref().map_or_else(Range::default, |figures| range(spec, &figures.calculation, table));
    if let Some(figures) = &figures {
        let builder = Builder {
            spec,
            table_spec: &table.spec,
            table: &table.data,
            figures,
            named: &named,
            labels: &labels,
            range,
            policy: &table.protection.policy,
            units: units(table),
        };
        overall = figures.overall.as_ref().and_then(|rows| builder.series(None, rows));
        let members = figures.breakdown.iter();
        breakdown.extend(members.filter_map(|(name, rows)| Some((name.clone(), builder.series(Some(name), rows)?))));
    }
    let order = order(spec, by, &breakdown);
    let has_order = spec.order.is_some() || by.is_some_and(|field| !field.allowed.is_empty());
    Kpi { spec: spec.clone(), periods, named, overall, breakdown, order, has_order, labels, range }
}

/// The column that names the unit of each row, unless some counts have a unit of their own.
fn units(table: &ProtectedTable) -> Option<usize> {
    let has_own = table.dictionary.fields.iter().any(|field| field.counts_people() && field.unit_column.is_none());
    table.spec.unit.as_ref().filter(|_| !has_own).and_then(|unit| table.data.position(&unit.column))
}

/// The values of `by` in their order. Those without a figure, and those that the dictionary does not list, come last.
fn order(spec: &KpiSpec, by: Option<&Field>, breakdown: &BTreeMap<String, Measure>) -> Vec<String> {
    let listed = by.map_or(&[][..], |field| &field.allowed);
    let order = spec.order.unwrap_or(if listed.is_empty() { Order::Value } else { Order::Dictionary });
    let value = |measure: &Measure| {
        let value = measure.reading().value()?;
        Some(if spec.better == Direction::Lower { value } else { -value })
    };
    let name = |name: &str| by.and_then(|field| field.labels.get(name)).cloned().unwrap_or_else(|| name.to_owned());
    let mut members: Vec<(&String, &Measure)> = breakdown.iter().collect();
    match order {
        Order::Value => members.sort_by_key(|(_, measure)| (value(measure).is_none(), value(measure))),
        Order::Name => members.sort_by_cached_key(|(code, _)| name(code)),
        Order::Dictionary => {
            members.sort_by_key(|(code, _)| listed.iter().position(|listed| listed == *code).unwrap_or(listed.len()));
        }
    }
    members.into_iter().map(|(name, _)| name.clone()).collect()
}

/// The name and the title of the column that says what the periods are.
fn heading(spec: &KpiSpec, dictionary: &Dictionary) -> String {
    let name = spec.period.as_ref().map_or("", |columns| columns.heading());
    dictionary.field(name).map_or_else(|| name.to_owned(), |field| format!("{name} {}", field.title))
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
