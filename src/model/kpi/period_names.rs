//! What readers call the periods of a column: days that stand for a longer time are called by it.
//!
//! In: a column's periods, its heading and how often the dataset is updated. Out: the periods as readers know them.
//! Invariant: a figure for a quarter is never said to be for the day on which the quarter begins.

use chrono::{Datelike, NaiveDate};

use crate::model::{Edge, Frequency, Hint, LongerTime, Period, is_month_end, quarters_of_months, usual_place_in_time};

/// The names of a column's sorted periods, and whether they are certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodNames {
    /// The names, in the same order.
    pub named: Vec<Period>,
    /// Whether days stand for a longer time, but it is not certain for which. Their format should say so.
    pub is_unsure: bool,
}

/// Names the periods of a column by its heading, their places in the calendar, the steps between them and, where they are too
/// few to tell, by how often the dataset is updated.
#[must_use]
pub fn period_names(periods: &[Period], heading: &str, frequency: Frequency) -> PeriodNames {
    let heading = Heading::of(heading);
    let day = |period: &Period| if let Period::Day(day) = period { Some(*day) } else { None };
    let Some(days) = periods.iter().map(day).collect::<Option<Vec<NaiveDate>>>().filter(|days| !days.is_empty()) else {
        let is_quarterly = heading.time == Some(LongerTime::Quarter) || frequency == Frequency::Quarterly;
        let quarters = if is_quarterly { quarters_of_months(periods) } else { None };
        return PeriodNames { named: quarters.unwrap_or_else(|| periods.to_vec()), is_unsure: false };
    };
    // Two days of a daily table may be the first of two months by chance.
    if heading.is_moment || (frequency == Frequency::Daily && heading.time.is_none()) {
        return PeriodNames { named: periods.to_vec(), is_unsure: false };
    }
    let hint = Hint { time: heading.time.or_else(|| time_between(frequency)), edge: heading.edge };
    let place = usual_place_in_time(&days, hint);
    if let Some(named) = place.and_then(|place| days.iter().map(|day| place.period_of(*day)).collect()) {
        return PeriodNames { named, is_unsure: false };
    }
    // The heading says month, but these are no first or last days of months: the month they lie in is the best name.
    let around: Option<Vec<Period>> = days.iter().map(|day| around(*day, heading.time?)).collect();
    let is_weekly = days.len() > 1 && days.windows(2).all(|pair| (pair[1] - pair[0]).num_days() % 7 == 0);
    let is_unsure = heading.time.is_some() || is_weekly;
    let distinct = around.filter(|named| named.windows(2).all(|pair| pair[0] != pair[1]));
    PeriodNames { named: distinct.unwrap_or_else(|| periods.to_vec()), is_unsure }
}

/// What the words of a heading say about its days.
struct Heading {
    time: Option<LongerTime>,
    edge: Option<Edge>,
    /// Whether its figures are about a moment: `snapshot_date`, `as_at`. Such a day stands for itself.
    is_moment: bool,
}

impl Heading {
    fn of(heading: &str) -> Self {
        let lower = heading.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let has = |starts: &[&str]| words.iter().any(|word| starts.iter().any(|start| word.starts_with(start)));
        let is = |whole: &[&str]| words.iter().any(|word| whole.contains(word));
        let time = if has(&["week"]) || is(&["wk"]) {
            Some(LongerTime::Week)
        } else if has(&["month"]) {
            Some(LongerTime::Month)
        } else if has(&["quarter"]) || is(&["qtr"]) {
            Some(LongerTime::Quarter)
        } else if has(&["year"]) || is(&["fy"]) {
            Some(LongerTime::Year)
        } else {
            None
        };
        let is_ending = words.iter().any(|word| word.starts_with("end") || word.ends_with("end"));
        let edge = if is_ending {
            Some(Edge::Ending)
        } else if has(&["start", "begin", "commenc"]) || words.iter().any(|word| word.ends_with("start")) {
            Some(Edge::Starting)
        } else {
            None
        };
        let is_moment = has(&["snapshot", "census", "position", "counted"])
            || is(&["count"])
            || is(&["at", "asat"])
            || (time.is_none() && is(&["day"]));
        Self { time, edge, is_moment }
    }
}

fn time_between(frequency: Frequency) -> Option<LongerTime> {
    match frequency {
        Frequency::Weekly => Some(LongerTime::Week),
        Frequency::Monthly => Some(LongerTime::Month),
        Frequency::Quarterly => Some(LongerTime::Quarter),
        Frequency::Annual => Some(LongerTime::Year),
        _ => None,
    }
}

/// The longer time that a day lies in. `None` for weeks, which may begin on any day.
fn around(day: NaiveDate, time: LongerTime) -> Option<Period> {
    match time {
        LongerTime::Week => None,
        LongerTime::Month => Some(Period::Month(day.year(), day.month())),
        LongerTime::Quarter => Some(Period::Quarter(day.year(), day.month().div_ceil(3))),
        LongerTime::Year if is_month_end(day) => Some(Period::YearEnding(day.year(), day.month())),
        LongerTime::Year => Some(Period::Year(day.year())),
    }
}

#[cfg(test)]
mod tests {
    use super::period_names;
    use crate::model::{Frequency, Period};

    fn names(days: &[&str], heading: &str, frequency: Frequency) -> (Vec<Period>, bool) {
        let periods: Vec<Period> = days.iter().map(|day| Period::Day(day.parse().unwrap())).collect();
        let names = period_names(&periods, heading, frequency);
        (names.named, names.is_unsure)
    }

    #[test]
    fn days_are_called_by_the_time_that_they_stand_for() {
        let day = |text: &str| text.parse().unwrap();
        for (days, heading, frequency, named) in [
            (&["2025-07-01", "2025-10-01"][..], "quarter_start", Frequency::Irregular, Period::Quarter(2025, 4)),
            (&["2025-12-01"], "month", Frequency::Irregular, Period::Month(2025, 12)),
            (&["2025-12-01"], "date", Frequency::Monthly, Period::Month(2025, 12)),
            (&["2025-11-30", "2025-12-31"], "Month", Frequency::Irregular, Period::Month(2025, 12)),
            (&["2025-12-15"], "month", Frequency::Irregular, Period::Month(2025, 12)),
            (&["2024-04-01", "2025-04-01"], "year", Frequency::Annual, Period::FinancialYear(2025)),
            (&["2024-09-30", "2025-09-30"], "year", Frequency::Annual, Period::YearEnding(2025, 9)),
            (&["2020-03-27", "2020-04-03"], "week_ending", Frequency::Weekly, Period::WeekEnding(day("2020-04-03"))),
            (&["2020-03-23", "2020-03-30"], "week commencing", Frequency::Weekly, Period::Week(day("2020-03-30"))),
            (&["2025-03-31", "2025-04-30"], "snapshot_date", Frequency::Monthly, Period::Day(day("2025-04-30"))),
            (&["2025-03-30", "2025-03-31"], "date", Frequency::Monthly, Period::Day(day("2025-03-31"))),
        ] {
            let (all, is_unsure) = names(days, heading, frequency);
            assert_eq!(all.last(), Some(&named), "{days:?} {heading}");
            assert_eq!(is_unsure, ["2025-12-15", "2025-09-30"].contains(days.last().unwrap()), "{days:?} {heading}");
        }
    }

    #[test]
    fn weeks_named_by_a_tuesday_are_not_certain() {
        assert!(names(&["2026-01-06", "2026-01-13"], "date", Frequency::Irregular).1);
        assert!(!names(&["2026-01-06", "2026-01-07"], "date", Frequency::Irregular).1);
    }
}
