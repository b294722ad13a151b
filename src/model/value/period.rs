//! Periods of time, as written in tables.

use std::fmt;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// How a column writes its periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodFormat {
    /// `2010/11`, April to March.
    FinancialYear,
    /// `201617`, September to August.
    AcademicYear,
    /// `2003-05`, both years included.
    YearRange,
    /// `2023-Q1`.
    Quarter,
    /// `2023-04`, `Apr-23`.
    YearMonth,
    /// `2023`.
    Year,
    /// Anything; ordered as in the file.
    Text,
}

impl PeriodFormat {
    /// The formats by the word that stands in the dictionary for type `period`.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("financial-year", Self::FinancialYear),
        ("academic-year", Self::AcademicYear),
        ("year-range", Self::YearRange),
        ("quarter", Self::Quarter),
        ("text", Self::Text),
    ];
}

/// The period that a figure is about. Periods in one column sort by time; texts sort in file order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Period {
    /// A day, or the day that stands for a week or month.
    Day(NaiveDate),
    /// A week, named by its first or last day, as in the table.
    Week(NaiveDate),
    /// A calendar month.
    Month(i32, u32),
    /// A calendar year and quarter, 1 to 4.
    Quarter(i32, u32),
    /// A calendar year.
    Year(i32),
    /// April to March, named by the year it starts in: `2010/11`.
    FinancialYear(i32),
    /// September to August, named by the year it starts in: `201617`.
    AcademicYear(i32),
    /// Several calendar years, including both ends: `2003-05`.
    YearRange(i32, i32),
    /// Any other text, with its place in the file: `Rolling 7 days (01 Dec - 07 Dec)`.
    Text(u32, Arc<str>),
}

impl Period {
    /// The first day. For a text, the earliest possible date.
    #[must_use]
    pub fn start(&self) -> NaiveDate {
        let first = |year, month| NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(NaiveDate::MIN);
        match self {
            Self::Day(day) | Self::Week(day) => *day,
            Self::Month(year, month) => first(*year, *month),
            Self::Quarter(year, quarter) => first(*year, quarter * 3 - 2),
            Self::Year(year) | Self::YearRange(year, _) => first(*year, 1),
            Self::FinancialYear(year) => first(*year, 4),
            Self::AcademicYear(year) => first(*year, 9),
            Self::Text(..) => NaiveDate::MIN,
        }
    }

    /// The last day. `None` for a text.
    #[must_use]
    pub fn end(&self) -> Option<NaiveDate> {
        let before = |year, month| NaiveDate::from_ymd_opt(year, month, 1).and_then(|day| day.pred_opt());
        match self {
            Self::Day(day) | Self::Week(day) => Some(*day),
            Self::Month(year, month) => before(year + i32::from(*month == 12), month % 12 + 1),
            Self::Quarter(year, quarter) => before(year + i32::from(*quarter == 4), quarter % 4 * 3 + 1),
            Self::Year(year) | Self::YearRange(_, year) => before(year + 1, 1),
            Self::FinancialYear(year) => before(year + 1, 4),
            Self::AcademicYear(year) => before(year + 1, 9),
            Self::Text(..) => None,
        }
    }

    /// The same period a year earlier, for days, weeks, months and quarters. `days_apart` is the gap between the series' days:
    /// if it is 7 or 14, a year is 52 weeks, so that weeks match.
    #[must_use]
    pub fn year_before(&self, days_apart: i64) -> Option<Self> {
        Some(match self {
            Self::Day(day) if days_apart == 7 || days_apart == 14 => {
                Self::Day(day.checked_sub_signed(chrono::Duration::days(364))?)
            }
            Self::Day(day) => Self::Day(day.with_year(day.year() - 1)?),
            Self::Week(day) => Self::Week(day.checked_sub_signed(chrono::Duration::days(364))?),
            Self::Month(year, month) => Self::Month(year - 1, *month),
            Self::Quarter(year, quarter) => Self::Quarter(year - 1, *quarter),
            Self::Year(_) | Self::FinancialYear(_) | Self::AcademicYear(_) | Self::YearRange(..) | Self::Text(..) => {
                return None;
            }
        })
    }

    /// Reads a period in the column's declared format.
    #[must_use]
    pub fn parse(text: &str, format: PeriodFormat) -> Option<Self> {
        match format {
            PeriodFormat::FinancialYear => year_and_next(text).map(Self::FinancialYear),
            PeriodFormat::AcademicYear => year_and_next(text).map(Self::AcademicYear),
            PeriodFormat::YearRange => year_range(text),
            PeriodFormat::Quarter => quarter(text),
            PeriodFormat::YearMonth => month(text),
            PeriodFormat::Year => year(text).map(Self::Year),
            PeriodFormat::Text => Some(Self::Text(0, text.into())),
        }
    }

    /// The sort key for periods in one column.
    fn key(&self) -> (NaiveDate, Option<NaiveDate>, u32) {
        let order = if let Self::Text(order, _) = self { *order } else { 0 };
        (self.start(), self.end(), order)
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        match (self, other) {
            (Self::Day(a), Self::Day(b)) => a.cmp(b),
            (Self::Month(a, m), Self::Month(b, n)) => (a, m).cmp(&(b, n)),
            _ => self.key().cmp(&other.key()),
        }
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The machine-readable form: ISO 8601 if it has one, otherwise the usual form.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) | Self::Week(day) => write!(f, "{day}"),
            Self::Month(year, month) => write!(f, "{year}-{month:02}"),
            Self::Quarter(year, quarter) => write!(f, "{year}-Q{quarter}"),
            Self::Year(year) => write!(f, "{year}"),
            Self::FinancialYear(year) | Self::AcademicYear(year) => write!(f, "{year}/{:02}", (year + 1) % 100),
            Self::YearRange(from, to) if from / 100 == to / 100 => write!(f, "{from}-{:02}", to % 100),
            Self::YearRange(from, to) => write!(f, "{from}-{to}"),
            Self::Text(_, text) => f.write_str(text),
        }
    }
}

fn year(text: &str) -> Option<i32> {
    (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// A year and the next: `2010/11`, `2010-11`, `201011`, `2010/2011`, `2010-2011`.
fn year_and_next(text: &str) -> Option<i32> {
    let first = year(text.get(..4)?)?;
    let rest = text.get(4..)?.trim_start_matches(['/', '-']);
    let next = match rest.len() {
        2 => (first + 1) % 100 == rest.parse::<i32>().ok()?,
        4 => year(rest)? == first + 1,
        _ => false,
    };
    next.then_some(first)
}

/// `2003-05` or `2003-2005`.
fn year_range(text: &str) -> Option<Period> {
    let (from, to) = text.split_once(['-', '/', '\u{2013}'])?;
    let from = year(from.trim())?;
    let to = match to.trim() {
        short if short.len() == 2 => {
            let last: i32 = short.parse().ok()?;
            let century = from / 100 * 100;
            if last < from % 100 { century + 100 + last } else { century + last }
        }
        long => year(long)?,
    };
    (to >= from).then_some(Period::YearRange(from, to))
}

/// `2023-Q1`, `2023 Q1`, `2023Q1`.
fn quarter(text: &str) -> Option<Period> {
    let (at, number) = text.split_once(['Q', 'q'])?;
    let quarter: u32 = number.parse().ok()?;
    let year = year(at.trim_end_matches([' ', '-']))?;
    (1..=4).contains(&quarter).then_some(Period::Quarter(year, quarter))
}

/// `2023-04`, `2023/04`, `202304`, `April 2023`, `Apr-23`, `Apr 2023`.
fn month(text: &str) -> Option<Period> {
    let numeric = |text: &str| {
        let year = year(text.get(..4)?)?;
        let month: u32 = text.get(4..)?.trim_start_matches(['-', '/']).parse().ok()?;
        Some((year, month))
    };
    let named = |text: &str| {
        let (name, year_text) = text.rsplit_once([' ', '-'])?;
        let name = name.to_lowercase();
        let month = MONTHS.iter().position(|month| *month == name || (name.len() == 3 && month.starts_with(&name)))?;
        let year = if year_text.len() == 2 { 2000 + year_text.parse::<i32>().ok()? } else { year(year_text)? };
        Some((year, u32::try_from(month).ok()? + 1))
    };
    let (year, month) = numeric(text).or_else(|| named(text))?;
    (1..=12).contains(&month).then_some(Period::Month(year, month))
}

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

#[cfg(test)]
mod tests {
    use super::{Period, PeriodFormat};

    #[test]
    fn periods_of_the_wild_are_read_by_their_declared_format() {
        for (text, format, period) in [
            ("2010/11", PeriodFormat::FinancialYear, Period::FinancialYear(2010)),
            ("1999-00", PeriodFormat::FinancialYear, Period::FinancialYear(1999)),
            ("201617", PeriodFormat::AcademicYear, Period::AcademicYear(2016)),
            ("2003-05", PeriodFormat::YearRange, Period::YearRange(2003, 2005)),
            ("1998-02", PeriodFormat::YearRange, Period::YearRange(1998, 2002)),
            ("2003-05", PeriodFormat::YearMonth, Period::Month(2003, 5)),
            ("Apr-23", PeriodFormat::YearMonth, Period::Month(2023, 4)),
            ("April 2023", PeriodFormat::YearMonth, Period::Month(2023, 4)),
            ("2023 Q1", PeriodFormat::Quarter, Period::Quarter(2023, 1)),
        ] {
            assert_eq!(Period::parse(text, format), Some(period), "{text}");
        }
        assert_eq!(Period::parse("2010/12", PeriodFormat::FinancialYear), None);
        assert_eq!(Period::parse("2023-13", PeriodFormat::YearMonth), None);
    }

    #[test]
    fn the_last_day_of_each_kind() {
        let end = |period: Period| period.end().map(|day| day.to_string());
        assert_eq!(end(Period::Month(2023, 12)), Some("2023-12-31".to_owned()));
        assert_eq!(end(Period::Quarter(2023, 4)), Some("2023-12-31".to_owned()));
        assert_eq!(end(Period::Quarter(2023, 1)), Some("2023-03-31".to_owned()));
        assert_eq!(end(Period::FinancialYear(2010)), Some("2011-03-31".to_owned()));
    }
}
