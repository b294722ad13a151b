//! Periods that are missing from an otherwise regular series.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::period::Period;
use super::period_place::{Hint, usual_place_in_time};

/// Neighbouring periods that are missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The position of the first period after the gap.
    pub before: usize,
    /// The first missing period.
    pub first: Period,
    /// The last missing period.
    pub last: Period,
    /// How many are missing.
    pub count: usize,
}

/// The number of days from one period to the next, taken as the smallest among sorted periods. 0 for fewer than two.
#[must_use]
pub fn spacing(periods: &[Period]) -> i64 {
    let days = periods.windows(2).map(|pair| (pair[1].start() - pair[0].start()).num_days());
    days.min().unwrap_or(0)
}

/// The gaps between sorted periods, if at least 7 in 10 of them follow each other at the same step. Three equal steps in a row
/// are a different frequency, not gaps. Fewer than four periods have none, and neither have texts and ranges of years.
#[must_use]
pub fn gaps(periods: &[Period]) -> Vec<Gap> {
    if periods.len() < 4 {
        return Vec::new();
    }
    let longer = longer_times(periods);
    let periods = longer.as_deref().unwrap_or(periods);
    let steps: Option<Vec<i64>> = periods.windows(2).map(|pair| units(&pair[0], &pair[1])).collect();
    let Some(steps) = steps else { return Vec::new() };
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for step in &steps {
        *counts.entry(*step).or_default() += 1;
    }
    let usual = counts.into_iter().max_by_key(|(_, count)| *count);
    let Some((step, _)) = usual.filter(|(step, count)| *step > 0 && count * 10 >= steps.len() * 7) else { return Vec::new() };
    let missing: Vec<i64> = steps.iter().map(|apart| if apart % step == 0 { apart / step - 1 } else { 0 }).collect();
    let gap = |at: usize| {
        let (first, last) = (plus(&periods[at], step)?, plus(&periods[at + 1], -step)?);
        Some(Gap { before: at + 1, first, last, count: usize::try_from(missing[at]).ok()? })
    };
    (0..missing.len()).filter(|at| is_gap(&missing, *at)).filter_map(gap).collect()
}

fn is_gap(missing: &[i64], at: usize) -> bool {
    let same = |other: &&i64| **other == missing[at];
    let run = missing[at..].iter().take_while(same).count() + missing[..at].iter().rev().take_while(same).count();
    missing[at] > 0 && run < 3
}

/// Months, quarters or years in place of the days that stand for them: months are not equally many days long.
fn longer_times(periods: &[Period]) -> Option<Vec<Period>> {
    let day = |period: &Period| if let Period::Day(day) = period { Some(*day) } else { None };
    let days: Vec<NaiveDate> = periods.iter().map(day).collect::<Option<_>>()?;
    let format = usual_place_in_time(&days, Hint::default())?;
    days.into_iter().map(|day| format.period_of(day)).collect()
}

/// How many periods of their kind lie from one to another. `None` if they are of two kinds, or of one that has no next.
fn units(from: &Period, to: &Period) -> Option<i64> {
    Some(match (from, to) {
        (Period::Day(from), Period::Day(to)) => (*to - *from).num_days(),
        (Period::Week(from), Period::Week(to)) | (Period::WeekEnding(from), Period::WeekEnding(to)) => {
            let days = (*to - *from).num_days();
            // A week that begins on another day than the one before is no whole number of weeks away.
            if days % 7 == 0 { days / 7 } else { return None }
        }
        (Period::Month(a, m), Period::Month(b, n)) | (Period::YearEnding(a, m), Period::YearEnding(b, n)) => {
            i64::from(b - a) * 12 + i64::from(*n) - i64::from(*m)
        }
        (Period::Quarter(a, p), Period::Quarter(b, q)) | (Period::FinancialQuarter(a, p), Period::FinancialQuarter(b, q)) => {
            i64::from(b - a) * 4 + i64::from(*q) - i64::from(*p)
        }
        (Period::Year(a), Period::Year(b))
        | (Period::FinancialYear(a), Period::FinancialYear(b))
        | (Period::AcademicYear(a), Period::AcademicYear(b)) => i64::from(b - a),
        _ => return None,
    })
}

/// The period so many periods of its kind later, or earlier if the number is below zero. A year ending with a month is followed
/// by the year ending a month later.
fn plus(period: &Period, units: i64) -> Option<Period> {
    let day = |day: &NaiveDate, days: i64| {
        let by = Days::new(days.unsigned_abs());
        if days < 0 { day.checked_sub_days(by) } else { day.checked_add_days(by) }
    };
    let part = |year: i32, part: u32, parts: i64| {
        let all = i64::from(year) * parts + i64::from(part) - 1 + units;
        Some((i32::try_from(all.div_euclid(parts)).ok()?, u32::try_from(all.rem_euclid(parts) + 1).ok()?))
    };
    let year = |year: i32| Some(year + i32::try_from(units).ok()?);
    Some(match period {
        Period::Day(from) => Period::Day(day(from, units)?),
        Period::Week(from) => Period::Week(day(from, units * 7)?),
        Period::WeekEnding(from) => Period::WeekEnding(day(from, units * 7)?),
        Period::Month(from, month) => part(*from, *month, 12).map(|(year, month)| Period::Month(year, month))?,
        Period::YearEnding(from, month) => part(*from, *month, 12).map(|(year, month)| Period::YearEnding(year, month))?,
        Period::Quarter(from, quarter) => part(*from, *quarter, 4).map(|(year, quarter)| Period::Quarter(year, quarter))?,
        Period::FinancialQuarter(from, quarter) => {
            part(*from, *quarter, 4).map(|(year, quarter)| Period::FinancialQuarter(year, quarter))?
        }
        Period::Year(from) => Period::Year(year(*from)?),
        Period::FinancialYear(from) => Period::FinancialYear(year(*from)?),
        Period::AcademicYear(from) => Period::AcademicYear(year(*from)?),
        Period::YearRange(..) | Period::Text(..) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::gaps;
    use crate::model::{Period, PeriodFormat};

    fn of(texts: &[&str], format: PeriodFormat) -> Vec<(usize, String, String, usize)> {
        let periods: Vec<Period> = texts.iter().map(|text| Period::parse(text, format).unwrap()).collect();
        let told = |gap: super::Gap| (gap.before, gap.first.to_string(), gap.last.to_string(), gap.count);
        gaps(&periods).into_iter().map(told).collect()
    }

    fn days(texts: &[&str]) -> Vec<(String, usize)> {
        let periods: Vec<Period> = texts.iter().map(|text| Period::Day(text.parse().unwrap())).collect();
        gaps(&periods).into_iter().map(|gap| (gap.first.to_string(), gap.count)).collect()
    }

    #[test]
    fn what_is_missing_between_regular_periods() {
        let months = ["2025-01", "2025-02", "2025-03", "2025-08", "2025-09", "2025-10"];
        assert_eq!(of(&months, PeriodFormat::YearMonth), [(3, "2025-04".to_owned(), "2025-07".to_owned(), 4)]);
        let quarters = ["2024/25 Q2", "2024/25 Q3", "2025/26 Q1", "2025/26 Q2", "2025/26 Q3"];
        let gap = (2, "2024/25 Q4".to_owned(), "2024/25 Q4".to_owned(), 1);
        assert_eq!(of(&quarters, PeriodFormat::FinancialQuarter), [gap]);
        let firsts = ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-06-01"];
        assert_eq!(days(&firsts), [("2025-05".to_owned(), 1)]);
        let thursdays = ["2026-01-01", "2026-01-08", "2026-01-15", "2026-01-22", "2026-02-05"];
        assert_eq!(days(&thursdays), [("2026-01-29".to_owned(), 1)]);
    }

    #[test]
    fn what_is_regular_or_has_no_step_has_no_gaps() {
        assert!(of(&["2020", "2022", "2024", "2026"], PeriodFormat::Year).is_empty(), "every second year");
        assert!(of(&["2020", "2021", "2025"], PeriodFormat::Year).is_empty(), "too few to tell");
        assert!(of(&["2001", "2002", "2003", "2004", "2005", "2010", "2015", "2020"], PeriodFormat::Year).is_empty());
        assert!(of(&["a", "b", "c", "d"], PeriodFormat::Text).is_empty());
    }
}
