//! Finds the longer time that a column's days stand for, from their places in months and years and the steps between them.

use chrono::{Datelike, NaiveDate, Weekday};

use super::period::Period;
use super::period_format::PeriodFormat;

/// What the column's heading or the dataset's frequency says about its days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// The time that each figure is about.
    pub time: Option<LongerTime>,
    /// Which day of it is written. Only weeks need it, as the place of a day in its month tells it for the others.
    pub edge: Option<Edge>,
}

/// A time that is longer than a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongerTime {
    /// Seven days.
    Week,
    /// A calendar month.
    Month,
    /// Three months.
    Quarter,
    /// A calendar or financial year.
    Year,
}

/// The day by which a longer time is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The first: `week commencing`.
    Starting,
    /// The last: `week ending`.
    Ending,
}

/// The longer time that distinct, sorted days stand for. `None` if they are days, or if it is not sure.
///
/// At least two days tell it by themselves: all are first or last days of such a time, and most steps are as long as it is.
/// With a hint, the place of even one day is enough.
#[must_use]
pub fn usual_place_in_time(days: &[NaiveDate], hint: Hint) -> Option<PeriodFormat> {
    const PLACES: [(PeriodFormat, LongerTime, i64); 8] = [
        (PeriodFormat::MonthStart, LongerTime::Month, 1),
        (PeriodFormat::MonthEnd, LongerTime::Month, 1),
        (PeriodFormat::QuarterStart, LongerTime::Quarter, 3),
        (PeriodFormat::QuarterEnd, LongerTime::Quarter, 3),
        (PeriodFormat::YearStart, LongerTime::Year, 12),
        (PeriodFormat::YearEnd, LongerTime::Year, 12),
        (PeriodFormat::FinancialYearStart, LongerTime::Year, 12),
        (PeriodFormat::FinancialYearEnd, LongerTime::Year, 12),
    ];
    let first = days.first()?;
    let is_same_weekday = days.iter().all(|day| day.weekday() == first.weekday());
    let week = if is_same_weekday { week_by(first.weekday(), hint.edge) } else { None };
    if hint.time == Some(LongerTime::Week) && week.is_some() {
        return week;
    }
    let month = |day: &NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    let fits = |format: PeriodFormat| days.iter().all(|day| format.period_of(*day).is_some());
    let is_hinted = |time| hint.time == Some(time);
    let is_usual = |months| days.len() >= 2 && is_usual_step(days, months, |from, to| month(to) - month(from));
    let place = |accepts: &dyn Fn(LongerTime, i64) -> bool| {
        PLACES.iter().find(|(format, time, months)| accepts(*time, *months) && fits(*format)).map(|(format, ..)| *format)
    };
    let is_weekly = days.len() >= 2 && is_usual_step(days, 7, |from, to| to.signed_duration_since(*from).num_days());
    place(&|time, _| is_hinted(time)).or_else(|| place(&|_, months| is_usual(months))).or(week.filter(|_| is_weekly))
}

/// Whether a day starts or ends its week. Weeks in official statistics start on a Monday, or end on a Friday, a Saturday or a
/// Sunday; of other days, only the heading can tell.
fn week_by(weekday: Weekday, edge: Option<Edge>) -> Option<PeriodFormat> {
    match (edge, weekday) {
        (Some(Edge::Starting), _) | (None, Weekday::Mon) => Some(PeriodFormat::WeekStart),
        (Some(Edge::Ending), _) | (None, Weekday::Fri | Weekday::Sat | Weekday::Sun) => Some(PeriodFormat::WeekEnding),
        (None, Weekday::Tue | Weekday::Wed | Weekday::Thu) => None,
    }
}

/// Whether at least 7 in 10 of the steps between neighbours are of this size. The others are gaps in the series.
#[must_use]
pub fn is_usual_step(days: &[NaiveDate], step: i64, between: impl Fn(&NaiveDate, &NaiveDate) -> i64) -> bool {
    let steps = days.windows(2).filter_map(|pair| Some(between(pair.first()?, pair.last()?)));
    steps.filter(|other| *other == step).count() * 10 >= days.len().saturating_sub(1) * 7
}

/// The quarters that months stand for in a quarterly series: all are the first months of calendar quarters, or all the last.
#[must_use]
pub fn quarters_of_months(months: &[Period]) -> Option<Vec<Period>> {
    let quarters_by = |place: u32| -> Option<Vec<Period>> {
        let quarter = |period: &Period| match period {
            Period::Month(year, month) if month % 3 == place => Some(Period::Quarter(*year, month.div_ceil(3))),
            _ => None,
        };
        months.iter().map(quarter).collect()
    };
    quarters_by(1).or_else(|| quarters_by(0)).filter(|quarters| !quarters.is_empty())
}

#[cfg(test)]
mod tests {
    use chrono::{Months, NaiveDate};

    use super::{Edge, Hint, LongerTime, quarters_of_months, usual_place_in_time};
    use crate::model::{Period, PeriodFormat};

    const NO_HINT: Hint = Hint { time: None, edge: None };

    fn hint(time: LongerTime) -> Hint {
        Hint { time: Some(time), edge: None }
    }

    fn days(texts: &[&str]) -> Vec<NaiveDate> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    /// `count` days, so many months apart.
    fn monthly(first: &str, months: u32, count: u32) -> Vec<NaiveDate> {
        let first: NaiveDate = first.parse().unwrap();
        (0..count).map(|at| first + Months::new(at * months)).collect()
    }

    fn weekly(first: &str, count: usize) -> Vec<NaiveDate> {
        first.parse::<NaiveDate>().unwrap().iter_weeks().take(count).collect()
    }

    #[test]
    fn place_and_steps_tell_the_longer_time() {
        for (days, place) in [
            (monthly("2021-01-01", 1, 24), Some(PeriodFormat::MonthStart)),
            (monthly("2021-01-31", 1, 24), Some(PeriodFormat::MonthEnd)),
            (monthly("2021-01-01", 3, 4), Some(PeriodFormat::QuarterStart)),
            (monthly("2021-12-31", 3, 4), Some(PeriodFormat::QuarterEnd)),
            (monthly("2018-01-01", 12, 5), Some(PeriodFormat::YearStart)),
            (monthly("2018-12-31", 12, 5), Some(PeriodFormat::YearEnd)),
            (monthly("2018-04-01", 12, 5), Some(PeriodFormat::FinancialYearStart)),
            (monthly("2018-03-31", 12, 5), Some(PeriodFormat::FinancialYearEnd)),
            (monthly("2018-09-01", 12, 5), None),
            (monthly("2018-08-01", 12, 5), None),
            (monthly("2021-02-01", 3, 4), None),
            (monthly("2021-01-15", 1, 24), None),
            (monthly("2021-01-01", 1, 2), Some(PeriodFormat::MonthStart)),
            (monthly("2021-01-01", 1, 1), None),
            (weekly("2026-01-04", 5), Some(PeriodFormat::WeekEnding)),
            (weekly("2026-01-02", 5), Some(PeriodFormat::WeekEnding)),
            (weekly("2026-01-03", 5), Some(PeriodFormat::WeekEnding)),
            (weekly("2026-01-05", 5), Some(PeriodFormat::WeekStart)),
            (weekly("2026-01-07", 5), None),
            (weekly("2026-01-05", 2), Some(PeriodFormat::WeekStart)),
            (weekly("2026-01-05", 1), None),
            ("2026-01-01".parse::<NaiveDate>().unwrap().iter_days().take(60).collect(), None),
            (days(&["2021-01-01", "2021-02-01", "2021-03-01", "2021-04-01", "2021-07-01"]), Some(PeriodFormat::MonthStart)),
            (days(&["2021-01-01", "2021-02-01", "2021-07-01"]), None),
            (days(&["2026-01-05", "2026-01-19", "2026-02-02"]), None),
            (Vec::new(), None),
        ] {
            assert_eq!(usual_place_in_time(&days, NO_HINT), place, "{days:?}");
        }
    }

    #[test]
    fn with_a_hint_one_day_is_enough() {
        for (texts, hint, place) in [
            (&["2025-12-01"][..], hint(LongerTime::Month), Some(PeriodFormat::MonthStart)),
            (&["2025-12-31"], hint(LongerTime::Month), Some(PeriodFormat::MonthEnd)),
            (&["2025-12-31"], hint(LongerTime::Quarter), Some(PeriodFormat::QuarterEnd)),
            (&["2025-07-01", "2025-10-01"], hint(LongerTime::Quarter), Some(PeriodFormat::QuarterStart)),
            (&["2025-04-01"], hint(LongerTime::Year), Some(PeriodFormat::FinancialYearStart)),
            (&["2025-12-31"], hint(LongerTime::Year), Some(PeriodFormat::YearEnd)),
            (&["2025-09-01"], hint(LongerTime::Year), None),
            (&["2025-12-02"], hint(LongerTime::Month), None),
            (&["2025-12-01"], NO_HINT, None),
            (&["2025-01-01", "2025-02-01", "2025-03-01"], hint(LongerTime::Quarter), Some(PeriodFormat::MonthStart)),
            (&["2026-01-05"], hint(LongerTime::Week), Some(PeriodFormat::WeekStart)),
            (&["2026-01-07"], hint(LongerTime::Week), None),
            (&["2026-01-05", "2026-01-06"], hint(LongerTime::Week), None),
        ] {
            assert_eq!(usual_place_in_time(&days(texts), hint), place, "{texts:?} {hint:?}");
        }
    }

    #[test]
    fn the_heading_tells_which_day_of_the_week_is_written() {
        let ending = Hint { time: Some(LongerTime::Week), edge: Some(Edge::Ending) };
        let starting = Hint { time: Some(LongerTime::Week), edge: Some(Edge::Starting) };
        assert_eq!(usual_place_in_time(&days(&["2026-01-05"]), ending), Some(PeriodFormat::WeekEnding));
        assert_eq!(usual_place_in_time(&days(&["2026-01-07"]), starting), Some(PeriodFormat::WeekStart));
        assert_eq!(usual_place_in_time(&weekly("2026-01-04", 4), starting), Some(PeriodFormat::WeekStart));
    }

    #[test]
    fn months_of_a_quarterly_series_are_quarters() {
        let months = |numbers: &[u32]| numbers.iter().map(|month| Period::Month(2025, *month)).collect::<Vec<_>>();
        let quarters = Some(vec![Period::Quarter(2025, 1), Period::Quarter(2025, 3)]);
        assert_eq!(quarters_of_months(&months(&[1, 7])), quarters);
        assert_eq!(quarters_of_months(&months(&[3, 9])), quarters);
        for others in [&[1, 2][..], &[3, 4], &[2, 5], &[]] {
            assert_eq!(quarters_of_months(&months(others)), None, "{others:?}");
        }
    }
}
