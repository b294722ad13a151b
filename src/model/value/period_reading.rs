//! Reads the texts of periods. A column's declared format decides what its texts mean; nothing is guessed here.

use chrono::{NaiveDate, Weekday};

use super::day::{date_of, unambiguous_day};
use super::period::Period;
use super::period_format::PeriodFormat;
use super::period_text::{digits, month_name, plain, without_notes};

impl Period {
    /// Reads a day, a month, a quarter or a year as an author writes it in YAML: `2023-04-01`, `2023-04`, `2023-Q2`,
    /// `2022/23 Q4`, `2023` or `2022/23`.
    #[must_use]
    pub fn parse_usual(text: &str) -> Option<Self> {
        let formats = [
            PeriodFormat::YearMonth,
            PeriodFormat::Year,
            PeriodFormat::Quarter,
            PeriodFormat::FinancialQuarter,
            PeriodFormat::FinancialYear,
        ];
        let day = date_of(text.trim(), None).map(Self::Day);
        day.or_else(|| formats.into_iter().find_map(|format| Self::parse(text, format)))
    }

    /// Reads a period in the column's declared format. Capitals do not matter, nor do notes behind the period, such as
    /// `[Note 1]` or `(p)`. A free text is kept as it is.
    #[must_use]
    pub fn parse(text: &str, format: PeriodFormat) -> Option<Self> {
        let plain = plain(text);
        let plain = without_notes(&plain);
        match format {
            PeriodFormat::FinancialYear => financial_year(plain).map(Self::FinancialYear),
            PeriodFormat::AcademicYear => named_year(plain, ["academic year", "ay"]).map(Self::AcademicYear),
            PeriodFormat::YearRange => year_range(plain).map(|(from, to)| Self::YearRange(from, to)),
            PeriodFormat::Quarter => calendar_quarter(plain).map(|(year, quarter)| Self::Quarter(year, quarter)),
            PeriodFormat::FinancialQuarter => financial_quarter(plain),
            PeriodFormat::Week => week(plain).map(Self::Week),
            PeriodFormat::YearEnding => year_ending(plain).map(|(year, month)| Self::YearEnding(year, month)),
            PeriodFormat::YearMonth => month(plain).map(|(year, month)| Self::Month(year, month)),
            PeriodFormat::Year => year(plain).map(Self::Year),
            PeriodFormat::WeekStart
            | PeriodFormat::WeekEnding
            | PeriodFormat::MonthStart
            | PeriodFormat::MonthEnd
            | PeriodFormat::QuarterStart
            | PeriodFormat::QuarterEnd
            | PeriodFormat::YearStart
            | PeriodFormat::YearEnd
            | PeriodFormat::FinancialYearStart
            | PeriodFormat::FinancialYearEnd => format.period_of(unambiguous_day(plain)?),
            PeriodFormat::Text => Some(Self::Text(0, text.into())),
        }
    }
}

/// A year of four digits. A year that far away is a slip of the keyboard, or a number that is no year.
fn year(text: &str) -> Option<i32> {
    let year = digits(text).filter(|year| text.len() == 4 && (1000..=2999).contains(year))?;
    i32::try_from(year).ok()
}

/// A year of two digits, from 1970 to 2069, as `%y` reads it.
fn short_year(text: &str) -> Option<i32> {
    let year = i32::try_from(digits(text).filter(|_| text.len() == 2)?).ok()?;
    Some(if year < 70 { 2000 + year } else { 1900 + year })
}

/// `2010/11`, `2010-2011`, `2021 to 22`.
fn two_years(text: &str) -> Option<(&str, &str)> {
    text.split_once(" to ").or_else(|| text.split_once(['/', '-']))
}

/// A year and the next, by the first: `2010/11`, `2010-2011`, `201011`, `2021 to 22`.
fn consecutive_years(text: &str) -> Option<i32> {
    let (first, next) = two_years(text).or_else(|| text.split_at_checked(4))?;
    let first = year(first)?;
    is_next(first, next).then_some(first)
}

/// `25/26`, where the second year is the next. Alone, it could be much else.
fn short_consecutive_years(text: &str) -> Option<i32> {
    let (first, next) = two_years(text)?;
    let first = short_year(first)?;
    (next.len() == 2 && is_next(first, next)).then_some(first)
}

fn is_next(first: i32, next: &str) -> bool {
    match next.len() {
        2 => short_year(next).is_some_and(|next| next % 100 == (first + 1) % 100),
        _ => year(next) == Some(first + 1),
    }
}

/// A year and the next, which may be named before or after: `FY2021/22`, `FY21/22`, `2021/22 academic year`.
fn named_year(text: &str, names: [&str; 2]) -> Option<i32> {
    let rest = names.iter().find_map(|name| text.strip_prefix(name).or_else(|| text.strip_suffix(name))).map(str::trim);
    rest.and_then(short_consecutive_years).or_else(|| consecutive_years(rest.unwrap_or(text)))
}

const FINANCIAL: [&str; 2] = ["financial year", "fy"];

/// `2021/22`, `FY2021/22`, `year ending March 2022`, `financial year ending March 2022`.
fn financial_year(text: &str) -> Option<i32> {
    named_year(text, FINANCIAL).or_else(|| {
        let (year, month) = year_ending(text.strip_prefix("financial ").unwrap_or(text))?;
        (month == 3).then_some(year - 1)
    })
}

/// `2003-05`, `2003-2005`, `2021 to 2023`.
fn year_range(text: &str) -> Option<(i32, i32)> {
    let (from, to) = two_years(text)?;
    let from = year(from)?;
    let to = if to.len() == 2 {
        let last = short_year(to)? % 100;
        from / 100 * 100 + last + if last < from % 100 { 100 } else { 0 }
    } else {
        year(to)?
    };
    (to >= from).then_some((from, to))
}

/// `year ending December 2025`, `YE Dec-25`, `12 months to December 2025`, `year ending 31 December 2025`.
fn year_ending(text: &str) -> Option<(i32, u32)> {
    const STARTS: [&str; 6] = ["year ending ", "year ended ", "year to ", "ye ", "12 months ending ", "12 months to "];
    let rest = STARTS.iter().find_map(|start| text.strip_prefix(start))?;
    month(rest).or_else(|| match PeriodFormat::MonthEnd.period_of(unambiguous_day(rest)?)? {
        Period::Month(year, month) => Some((year, month)),
        _ => None,
    })
}

/// `2023-Q1`, `Quarter 1 2023`, `1st quarter 2023`, `Jan to Mar 2023`.
fn calendar_quarter(text: &str) -> Option<(i32, u32)> {
    with_year(text, |part| quarter_number(part).or_else(|| quarter_of_months(part)), year)
}

/// `2025/26 Q3`, `Q3 FY25/26`, `Oct to Dec 2025`. `Q3 2025` is refused, as nothing says that its year is a financial one.
fn financial_quarter(text: &str) -> Option<Period> {
    let financial_year = |text: &str| named_year(text, FINANCIAL).or_else(|| short_consecutive_years(text));
    if let Some((year, quarter)) = with_year(text, quarter_number, financial_year) {
        return Some(Period::FinancialQuarter(year, quarter));
    }
    let (year, quarter) = with_year(text, quarter_of_months, year)?;
    Some(if quarter == 1 { Period::FinancialQuarter(year - 1, 4) } else { Period::FinancialQuarter(year, quarter - 1) })
}

/// `Q1`, `Quarter 1`, `1st quarter`.
fn quarter_number(text: &str) -> Option<u32> {
    let number = match text.strip_suffix(" quarter") {
        Some(place) => ["1st", "2nd", "3rd", "4th"].iter().zip(1..).find(|(name, _)| **name == place)?.1,
        None => digits(text.strip_prefix("quarter ").or_else(|| text.strip_prefix('q'))?)?,
    };
    (1..=4).contains(&number).then_some(number)
}

/// The calendar quarter that `Jan to Mar` or `January-March` is. Other spans of months are no quarters.
fn quarter_of_months(text: &str) -> Option<u32> {
    let (from, to) = text.split_once(" to ").or_else(|| text.split_once('-'))?;
    let (from, to) = (month_name(from)?, month_name(to)?);
    (from % 3 == 1 && to == from + 2).then_some(to / 3)
}

/// The Monday of an ISO week: `2021-W01`, `2021 week 1`, `W01 2021`.
fn week(text: &str) -> Option<NaiveDate> {
    let number = |part: &str| {
        let number = part.strip_prefix("week ").or_else(|| part.strip_prefix('w'))?;
        digits(number).filter(|_| number.len() <= 2)
    };
    let (year, week) = with_year(text, number, year)?;
    NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)
}

/// `2023-04`, `2023/04`, `202304`, `04/2023`, `2023M04`, `April 2023`, `2023 Apr`, `Apr-23`.
fn month(text: &str) -> Option<(i32, u32)> {
    let numeric = || {
        let (before, after) = match text.split_once(['-', '/']) {
            Some(parts) => parts,
            None if text.len() == 6 => text.split_at_checked(4)?,
            None => return None,
        };
        year(before).zip(month_number(after)).or_else(|| year(after).zip(month_number(before)))
    };
    // Two digits before a name could be a day: `19 April`.
    let short = || {
        let (name, year) = text.rsplit_once([' ', '-'])?;
        short_year(year).zip(month_name(name))
    };
    let name = |part: &str| month_name(part).or_else(|| month_number(part.strip_prefix('m')?));
    numeric().or_else(|| with_year(text, name, year)).or_else(short)
}

fn month_number(text: &str) -> Option<u32> {
    digits(text).filter(|month| text.len() <= 2 && (1..=12).contains(month))
}

/// The year and the part of it, in either order. They part at a blank, at a hyphen, or where digits and letters meet.
fn with_year<T>(text: &str, part: impl Fn(&str) -> Option<T>, year: impl Fn(&str) -> Option<i32>) -> Option<(i32, T)> {
    let is_seam = |at: &usize| match text.as_bytes().get(at - 1..=*at) {
        Some([_, b' ' | b'-']) => true,
        Some([a, b]) => (a.is_ascii_digit() && b.is_ascii_alphabetic()) || (a.is_ascii_alphabetic() && b.is_ascii_digit()),
        _ => false,
    };
    (1..text.len()).filter(is_seam).find_map(|at| {
        let (before, after) = text.split_at_checked(at)?;
        let after = after.strip_prefix([' ', '-']).unwrap_or(after);
        let read = |year_text, part_text| year(year_text).zip(part(part_text));
        read(before, after).or_else(|| read(after, before))
    })
}
