//! How a column writes its periods, and the longer times that days in a column can stand for.

use chrono::{Datelike, NaiveDate};

use super::period::{Period, is_month_end};

/// How a column writes its periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodFormat {
    /// `2010/11`, April to March.
    FinancialYear,
    /// `201617`, September to August.
    AcademicYear,
    /// `2003-05`, both years included.
    YearRange,
    /// `2023-Q1`, `Jan to Mar 2023`.
    Quarter,
    /// `2025/26 Q3`, of a year from April to March.
    FinancialQuarter,
    /// `2026-W02`, an ISO week.
    Week,
    /// `year ending December 2025`.
    YearEnding,
    /// The first day of a week, which may be any day.
    WeekStart,
    /// The last day of a week.
    WeekEnding,
    /// The first day of a month.
    MonthStart,
    /// The last day of a month.
    MonthEnd,
    /// The first day of a calendar quarter.
    QuarterStart,
    /// The last day of a calendar quarter.
    QuarterEnd,
    /// 1 January.
    YearStart,
    /// 31 December.
    YearEnd,
    /// 1 April.
    FinancialYearStart,
    /// 31 March.
    FinancialYearEnd,
    /// `2023-04`, `Apr-23`.
    YearMonth,
    /// `2023`.
    Year,
    /// Anything; ordered as in the file.
    Text,
}

impl PeriodFormat {
    /// The formats by the word that stands in the dictionary for type `period`.
    pub const WORDS: [(&'static str, Self); 18] = [
        ("financial-year", Self::FinancialYear),
        ("academic-year", Self::AcademicYear),
        ("year-range", Self::YearRange),
        ("quarter", Self::Quarter),
        ("financial-quarter", Self::FinancialQuarter),
        ("week", Self::Week),
        ("year-ending", Self::YearEnding),
        ("week-start", Self::WeekStart),
        ("week-ending", Self::WeekEnding),
        ("month-start", Self::MonthStart),
        ("month-end", Self::MonthEnd),
        ("quarter-start", Self::QuarterStart),
        ("quarter-end", Self::QuarterEnd),
        ("year-start", Self::YearStart),
        ("year-end", Self::YearEnd),
        ("financial-year-start", Self::FinancialYearStart),
        ("financial-year-end", Self::FinancialYearEnd),
        ("text", Self::Text),
    ];

    /// Whether the column holds days that stand for a longer time.
    #[must_use]
    pub fn is_of_days(self) -> bool {
        matches!(
            self,
            Self::WeekStart
                | Self::WeekEnding
                | Self::MonthStart
                | Self::MonthEnd
                | Self::QuarterStart
                | Self::QuarterEnd
                | Self::YearStart
                | Self::YearEnd
                | Self::FinancialYearStart
                | Self::FinancialYearEnd
        )
    }

    /// The longer time that a day stands for in this format. `None` if it is not the first or last day of one, or if the format
    /// is not one of days.
    #[must_use]
    pub fn period_of(self, day: NaiveDate) -> Option<Period> {
        let (year, month) = (day.year(), day.month());
        let (is_first, is_last) = (day.day() == 1, is_month_end(day));
        match self {
            Self::WeekStart => Some(Period::Week(day)),
            Self::WeekEnding => Some(Period::WeekEnding(day)),
            Self::MonthStart => is_first.then_some(Period::Month(year, month)),
            Self::MonthEnd => is_last.then_some(Period::Month(year, month)),
            Self::QuarterStart => (is_first && month % 3 == 1).then_some(Period::Quarter(year, month.div_ceil(3))),
            Self::QuarterEnd => (is_last && month % 3 == 0).then_some(Period::Quarter(year, month / 3)),
            Self::YearStart => (is_first && month == 1).then_some(Period::Year(year)),
            Self::YearEnd => (is_last && month == 12).then_some(Period::Year(year)),
            Self::FinancialYearStart => (is_first && month == 4).then_some(Period::FinancialYear(year)),
            Self::FinancialYearEnd => (is_last && month == 3).then_some(Period::FinancialYear(year - 1)),
            Self::FinancialYear
            | Self::AcademicYear
            | Self::YearRange
            | Self::Quarter
            | Self::FinancialQuarter
            | Self::Week
            | Self::YearEnding
            | Self::YearMonth
            | Self::Year
            | Self::Text => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PeriodFormat;
    use crate::model::Period;

    #[test]
    fn days_stand_for_longer_times() {
        for (day, format, period) in [
            ("2024-02-29", PeriodFormat::MonthEnd, Some(Period::Month(2024, 2))),
            ("2024-02-28", PeriodFormat::MonthEnd, None),
            ("2024-02-01", PeriodFormat::MonthStart, Some(Period::Month(2024, 2))),
            ("2025-10-01", PeriodFormat::QuarterStart, Some(Period::Quarter(2025, 4))),
            ("2025-11-01", PeriodFormat::QuarterStart, None),
            ("2025-12-31", PeriodFormat::QuarterEnd, Some(Period::Quarter(2025, 4))),
            ("2025-12-31", PeriodFormat::YearEnd, Some(Period::Year(2025))),
            ("2025-01-01", PeriodFormat::YearStart, Some(Period::Year(2025))),
            ("2025-04-01", PeriodFormat::FinancialYearStart, Some(Period::FinancialYear(2025))),
            ("2025-03-31", PeriodFormat::FinancialYearEnd, Some(Period::FinancialYear(2024))),
            ("2025-03-31", PeriodFormat::FinancialYear, None),
        ] {
            assert_eq!(format.period_of(day.parse().unwrap()), period, "{day}");
        }
    }
}
