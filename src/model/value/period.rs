//! Periods of time: where they begin and end, their order, and how a machine writes them.

use std::fmt;
use std::sync::Arc;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The period that a figure is about. Periods in one column sort by time; texts sort in file order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Period {
    /// A day.
    Day(NaiveDate),
    /// The week that starts on this day.
    Week(NaiveDate),
    /// The week that ends on this day.
    WeekEnding(NaiveDate),
    /// A calendar month.
    Month(i32, u32),
    /// A calendar year and quarter, 1 to 4.
    Quarter(i32, u32),
    /// A quarter, 1 to 4, of the financial year that starts in this year: `2025/26 Q1` is April to June 2025.
    FinancialQuarter(i32, u32),
    /// A calendar year.
    Year(i32),
    /// The twelve months that end with this month: `year ending March 2025`.
    YearEnding(i32, u32),
    /// April to March, named by the year it starts in: `2010/11`.
    FinancialYear(i32),
    /// September to August, named by the year it starts in: `201617`.
    AcademicYear(i32),
    /// Several calendar years, including both ends: `2003-05`.
    YearRange(i32, i32),
    /// Any other text, with its place in the file: `Rolling 7 days (01 Dec - 07 Dec)`.
    Text(u32, Arc<str>),
}

/// How the days of a series follow each other, which decides which day is a year earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DaySpacing {
    /// The usual number of days from one to the next.
    Days(i64),
    /// Each is the last day of its month.
    MonthEnds,
}

impl Period {
    /// The first day. For a text, the earliest possible date.
    #[must_use]
    pub fn start(&self) -> NaiveDate {
        let first = |year, month| NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(NaiveDate::MIN);
        match self {
            Self::Day(day) | Self::Week(day) => *day,
            Self::WeekEnding(day) => day.checked_sub_days(Days::new(6)).unwrap_or(NaiveDate::MIN),
            Self::Month(year, month) => first(*year, *month),
            Self::Quarter(year, quarter) => first(*year, quarter * 3 - 2),
            Self::FinancialQuarter(year, quarter) => first(year + i32::from(*quarter == 4), quarter % 4 * 3 + 1),
            Self::Year(year) | Self::YearRange(year, _) => first(*year, 1),
            Self::YearEnding(year, month) => first(year - i32::from(*month < 12), month % 12 + 1),
            Self::FinancialYear(year) => first(*year, 4),
            Self::AcademicYear(year) => first(*year, 9),
            Self::Text(..) => NaiveDate::MIN,
        }
    }

    /// The last day. `None` for a text.
    #[must_use]
    pub fn end(&self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) | Self::WeekEnding(day) => Some(*day),
            Self::Week(day) => day.checked_add_days(Days::new(6)),
            Self::Month(year, month) | Self::YearEnding(year, month) => month_end(*year, *month),
            Self::Quarter(year, quarter) => month_end(*year, quarter * 3),
            Self::FinancialQuarter(year, quarter) => month_end(year + i32::from(*quarter == 4), quarter % 4 * 3 + 3),
            Self::Year(year) | Self::YearRange(_, year) => month_end(*year, 12),
            Self::FinancialYear(year) => month_end(year + 1, 3),
            Self::AcademicYear(year) => month_end(year + 1, 8),
            Self::Text(..) => None,
        }
    }

    /// The same period a year earlier, if it is shorter than a year or the year ending with a month.
    ///
    /// A year of weeks is 52 weeks, so that weeks match; so is a year of days that are 7 or 14 days apart. The last day of a
    /// month is compared with the last day of that month where the series is of month ends. For 29 February, it is 28 February.
    #[must_use]
    pub fn year_before(&self, spacing: DaySpacing) -> Option<Self> {
        Some(match self {
            Self::Day(day) => Self::Day(day_of_year_before(*day, spacing)?),
            Self::Week(day) => Self::Week(weeks_of_year_before(*day)?),
            Self::WeekEnding(day) => Self::WeekEnding(weeks_of_year_before(*day)?),
            Self::Month(year, month) => Self::Month(year - 1, *month),
            Self::Quarter(year, quarter) => Self::Quarter(year - 1, *quarter),
            Self::FinancialQuarter(year, quarter) => Self::FinancialQuarter(year - 1, *quarter),
            Self::YearEnding(year, month) => Self::YearEnding(year - 1, *month),
            Self::Year(_) | Self::FinancialYear(_) | Self::AcademicYear(_) | Self::YearRange(..) | Self::Text(..) => {
                return None;
            }
        })
    }

    /// The word for the kind of period, as in the column `period_type` of the machine-readable formats.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Day(_) => "day",
            // Which of its days a week is named by matters to people, who read it in words. It is a week all the same.
            Self::Week(_) | Self::WeekEnding(_) => "week",
            Self::Month(..) => "month",
            Self::Quarter(..) => "quarter",
            Self::FinancialQuarter(..) => "financial-quarter",
            Self::Year(_) => "year",
            Self::YearEnding(..) => "year-ending",
            Self::FinancialYear(_) => "financial-year",
            Self::AcademicYear(_) => "academic-year",
            Self::YearRange(..) => "year-range",
            Self::Text(..) => "text",
        }
    }

    /// The sort key for periods in one column: by time, the shorter first. The last part tells apart different kinds of period
    /// over the same days, such as the first quarter of 2026 and the last of 2025/26.
    fn key(&self) -> (NaiveDate, Option<NaiveDate>, u8) {
        let kind = match self {
            Self::Day(_) => 0,
            Self::Week(_) => 1,
            Self::WeekEnding(_) => 2,
            Self::Month(..) => 3,
            Self::Quarter(..) => 4,
            Self::FinancialQuarter(..) => 5,
            Self::Year(_) => 6,
            Self::YearEnding(..) => 7,
            Self::FinancialYear(_) => 8,
            Self::AcademicYear(_) => 9,
            Self::YearRange(..) => 10,
            Self::Text(..) => 11,
        };
        (self.start(), self.end(), kind)
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        match (self, other) {
            (Self::Day(a), Self::Day(b)) => a.cmp(b),
            (Self::Month(a, m), Self::Month(b, n)) => (a, m).cmp(&(b, n)),
            (Self::Text(a, s), Self::Text(b, t)) => (a, s).cmp(&(b, t)),
            _ => self.key().cmp(&other.key()),
        }
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The machine-readable form: ISO 8601 if it has one, otherwise the usual form. A week is written as the day that names it,
/// as it need not start on a Monday.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) | Self::Week(day) | Self::WeekEnding(day) => write!(f, "{day}"),
            Self::Month(year, month) => write!(f, "{year}-{month:02}"),
            Self::Quarter(year, quarter) => write!(f, "{year}-Q{quarter}"),
            Self::FinancialQuarter(year, quarter) => write!(f, "{year}/{:02} Q{quarter}", (year + 1) % 100),
            Self::Year(year) => write!(f, "{year}"),
            Self::YearEnding(year, month) => write!(f, "year ending {year}-{month:02}"),
            Self::FinancialYear(year) | Self::AcademicYear(year) => write!(f, "{year}/{:02}", (year + 1) % 100),
            Self::YearRange(from, to) if from / 100 == to / 100 => write!(f, "{from}-{:02}", to % 100),
            Self::YearRange(from, to) => write!(f, "{from}-{to}"),
            Self::Text(_, text) => f.write_str(text),
        }
    }
}

/// Whether the day is the last of its month.
#[must_use]
pub fn is_month_end(day: NaiveDate) -> bool {
    day.succ_opt().is_none_or(|next| next.day() == 1)
}

fn month_end(year: i32, month: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year + i32::from(month == 12), month % 12 + 1, 1)?.pred_opt()
}

fn day_of_year_before(day: NaiveDate, spacing: DaySpacing) -> Option<NaiveDate> {
    match spacing {
        DaySpacing::Days(7 | 14) => weeks_of_year_before(day),
        DaySpacing::MonthEnds if is_month_end(day) => month_end(day.year() - 1, day.month()),
        // Twelve months before 29 February is 28 February.
        DaySpacing::Days(_) | DaySpacing::MonthEnds => day.checked_sub_months(Months::new(12)),
    }
}

fn weeks_of_year_before(day: NaiveDate) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(364))
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use chrono::NaiveDate;

    use super::{DaySpacing, Period};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Some of every kind, with different kinds over the same days.
    fn samples() -> Vec<Period> {
        let mut samples = vec![Period::Text(0, "a".into()), Period::Text(0, "b".into()), Period::Text(1, "a".into())];
        for year in [1999, 2023, 2024] {
            samples.extend([Period::Year(year), Period::FinancialYear(year), Period::AcademicYear(year)]);
            samples.extend([Period::YearRange(year, year), Period::YearRange(year, year + 2)]);
            for month in 1..=12 {
                samples.extend([Period::Month(year, month), Period::YearEnding(year, month)]);
                let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
                for day in first.iter_days().take(9) {
                    samples.extend([Period::Day(day), Period::Week(day), Period::WeekEnding(day)]);
                }
            }
            for quarter in 1..=4 {
                samples.extend([Period::Quarter(year, quarter), Period::FinancialQuarter(year, quarter)]);
            }
        }
        samples
    }

    #[test]
    fn the_first_and_last_day_of_each_kind() {
        for (period, start, end) in [
            (Period::Day(day("2024-02-29")), "2024-02-29", "2024-02-29"),
            (Period::Week(day("2025-12-29")), "2025-12-29", "2026-01-04"),
            (Period::WeekEnding(day("2026-01-04")), "2025-12-29", "2026-01-04"),
            (Period::Month(2023, 12), "2023-12-01", "2023-12-31"),
            (Period::Month(2024, 2), "2024-02-01", "2024-02-29"),
            (Period::Quarter(2023, 1), "2023-01-01", "2023-03-31"),
            (Period::Quarter(2023, 4), "2023-10-01", "2023-12-31"),
            (Period::FinancialQuarter(2025, 1), "2025-04-01", "2025-06-30"),
            (Period::FinancialQuarter(2025, 3), "2025-10-01", "2025-12-31"),
            (Period::FinancialQuarter(2025, 4), "2026-01-01", "2026-03-31"),
            (Period::Year(2023), "2023-01-01", "2023-12-31"),
            (Period::YearEnding(2025, 12), "2025-01-01", "2025-12-31"),
            (Period::YearEnding(2024, 2), "2023-03-01", "2024-02-29"),
            (Period::FinancialYear(2010), "2010-04-01", "2011-03-31"),
            (Period::AcademicYear(2016), "2016-09-01", "2017-08-31"),
            (Period::YearRange(2003, 2005), "2003-01-01", "2005-12-31"),
        ] {
            assert_eq!((period.start(), period.end()), (day(start), Some(day(end))), "{period:?}");
        }
    }

    #[test]
    fn periods_sort_by_time_and_only_equal_ones_compare_equal() {
        let mut samples = samples();
        for a in &samples {
            for b in &samples {
                assert_eq!(a.cmp(b) == Ordering::Equal, a == b, "{a:?} {b:?}");
                assert_eq!(a.cmp(b), b.cmp(a).reverse(), "{a:?} {b:?}");
                if a.start() < b.start() {
                    assert_eq!(a.cmp(b), Ordering::Less, "{a:?} {b:?}");
                }
            }
        }
        samples.sort();
        for (at, a) in samples.iter().enumerate() {
            assert!(samples.iter().skip(at + 1).all(|b| a < b), "{a:?}");
        }
    }

    #[test]
    fn a_year_earlier() {
        let before = |text: &str, spacing| Period::Day(day(text)).year_before(spacing).map(|period| period.to_string());
        for (text, spacing, expected) in [
            ("2025-06-30", DaySpacing::Days(1), "2024-06-30"),
            ("2024-02-29", DaySpacing::Days(1), "2023-02-28"),
            ("2025-02-28", DaySpacing::Days(1), "2024-02-28"),
            ("2025-06-30", DaySpacing::Days(7), "2024-07-01"),
            ("2025-06-30", DaySpacing::Days(14), "2024-07-01"),
            ("2025-02-28", DaySpacing::MonthEnds, "2024-02-29"),
            ("2024-02-29", DaySpacing::MonthEnds, "2023-02-28"),
            ("2025-06-30", DaySpacing::MonthEnds, "2024-06-30"),
            ("2025-06-29", DaySpacing::MonthEnds, "2024-06-29"),
        ] {
            assert_eq!(before(text, spacing).as_deref(), Some(expected), "{text} {spacing:?}");
        }
        for (period, expected) in [
            (Period::WeekEnding(day("2026-01-04")), Some(Period::WeekEnding(day("2025-01-05")))),
            (Period::FinancialQuarter(2025, 3), Some(Period::FinancialQuarter(2024, 3))),
            (Period::YearEnding(2025, 3), Some(Period::YearEnding(2024, 3))),
            (Period::Year(2025), None),
        ] {
            assert_eq!(period.year_before(DaySpacing::Days(1)), expected);
        }
    }

    #[test]
    fn the_machine_readable_form() {
        for (period, text, kind) in [
            (Period::WeekEnding(day("2026-01-04")), "2026-01-04", "week"),
            (Period::FinancialQuarter(2025, 3), "2025/26 Q3", "financial-quarter"),
            (Period::FinancialQuarter(1999, 1), "1999/00 Q1", "financial-quarter"),
            (Period::YearEnding(2025, 12), "year ending 2025-12", "year-ending"),
            (Period::YearRange(1998, 2002), "1998-2002", "year-range"),
        ] {
            assert_eq!((period.to_string().as_str(), period.kind()), (text, kind));
        }
    }
}
