//! Guesses how a column writes its times. The caller decides whether the column is about time at all: `201011` may be a count.

use chrono::{Datelike, NaiveDate};

use crate::model::{Period, PeriodFormat, date_of, is_usual_step};

/// A type and format under which all texts of a column can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// The type as in the dictionary: `date`, `year`, `yearmonth` or `period`.
    pub(super) kind: &'static str,
    /// The strptime pattern of a date, or the word for the format of a period.
    pub(super) format: Option<&'static str>,
}

/// Every reading under which all of the texts can be read, the likeliest first.
///
/// There is none for no texts. Formats for days that stand for longer times are left out: `usual_place_in_time` finds those.
pub(super) fn readings_of(texts: &[&str]) -> Vec<Reading> {
    const PATTERNS: [Option<&str>; 14] = [
        None,
        Some("%d/%m/%Y"),
        Some("%m/%d/%Y"),
        Some("%d/%m/%y"),
        Some("%m/%d/%y"),
        Some("%d-%m-%Y"),
        Some("%d.%m.%Y"),
        Some("%Y/%m/%d"),
        Some("%Y%m%d"),
        Some("%d %B %Y"),
        Some("%d %b %Y"),
        Some("%d-%b-%y"),
        Some("%d-%b-%Y"),
        Some("%B %d, %Y"),
    ];
    const PERIODS: [(&str, Option<&str>, PeriodFormat); 9] = [
        ("year", None, PeriodFormat::Year),
        ("period", Some("quarter"), PeriodFormat::Quarter),
        ("period", Some("financial-quarter"), PeriodFormat::FinancialQuarter),
        ("period", Some("financial-year"), PeriodFormat::FinancialYear),
        ("period", Some("academic-year"), PeriodFormat::AcademicYear),
        ("yearmonth", None, PeriodFormat::YearMonth),
        ("period", Some("year-range"), PeriodFormat::YearRange),
        ("period", Some("week"), PeriodFormat::Week),
        ("period", Some("year-ending"), PeriodFormat::YearEnding),
    ];
    if texts.is_empty() {
        return Vec::new();
    }
    let is_date = |pattern: Option<&str>| texts.iter().all(|text| date_of(text, pattern).is_some_and(is_plausible));
    let is_period = |format: PeriodFormat| {
        texts.iter().all(|text| Period::parse(text, format).is_some_and(|period| is_plausible(period.start())))
    };
    let dates = PATTERNS.into_iter().filter(|pattern| is_date(*pattern)).map(|format| Reading { kind: "date", format });
    let periods = PERIODS.into_iter().filter(|(.., format)| is_period(*format));
    dates.chain(periods.map(|(kind, format, _)| Reading { kind, format })).collect()
}

/// Whether official statistics can be about that day. Others are numbers that only look like times.
fn is_plausible(day: NaiveDate) -> bool {
    (1800..=2200).contains(&day.year())
}

/// Which comes first in dates such as `01/02/2021`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayOrder {
    /// `%d/%m`, as in the United Kingdom.
    DayFirst,
    /// `%m/%d`, as in the United States.
    MonthFirst,
}

/// The order that gives the more regular steps, where a column can be read both ways. `None` if neither is clearly so.
///
/// If both can be read, no day is later than the 12th. So a daily series lies within one month, and read the other way it is
/// a day in each of many months. The first day of many months is the likelier of the two, any other day is not.
pub(super) fn order_of_days(uk: &[NaiveDate], us: &[NaiveDate]) -> Option<DayOrder> {
    match regularity(uk).cmp(&regularity(us)) {
        std::cmp::Ordering::Greater => Some(DayOrder::DayFirst),
        std::cmp::Ordering::Less => Some(DayOrder::MonthFirst),
        std::cmp::Ordering::Equal => None,
    }
}

/// How regular days are, the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Regularity {
    Scattered,
    /// The same day of each month, but not the first.
    SameDayOfMonth,
    /// Day by day or week by week, or the firsts of a few months, which may as well be a few days.
    Regular,
    /// The firsts of many months, of quarters or of years.
    FirstsOfMonths,
}

fn regularity(days: &[NaiveDate]) -> Regularity {
    let mut days = days.to_vec();
    days.sort_unstable();
    days.dedup();
    if days.len() < 3 {
        return Regularity::Scattered;
    }
    let month = |day: &NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    let in_days = |from: &NaiveDate, to: &NaiveDate| to.signed_duration_since(*from).num_days();
    let months_apart = |months| is_usual_step(&days, months, |from, to| month(to) - month(from));
    let is_same_day = days.iter().all(|day| Some(day.day()) == days.first().map(Datelike::day));
    let is_first = days.first().is_some_and(|day| day.day() == 1);
    if is_same_day && is_first && (months_apart(3) || months_apart(12) || (months_apart(1) && days.len() >= 6)) {
        Regularity::FirstsOfMonths
    } else if is_same_day && is_first && months_apart(1) || is_usual_step(&days, 1, in_days) || is_usual_step(&days, 7, in_days) {
        Regularity::Regular
    } else if is_same_day && [1, 3, 12].into_iter().any(months_apart) {
        Regularity::SameDayOfMonth
    } else {
        Regularity::Scattered
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{DayOrder, order_of_days, readings_of};
    use crate::model::date_of;

    fn words(texts: &[&str]) -> Vec<String> {
        readings_of(texts).iter().map(|reading| format!("{} {}", reading.kind, reading.format.unwrap_or("-"))).collect()
    }

    #[test]
    fn all_readings_the_likeliest_first() {
        for (texts, expected) in [
            (&["2023-03-31", "2023-04-30T00:00:00"][..], &["date -"][..]),
            (&["31/03/2023 00:00", "1/4/2023"], &["date %d/%m/%Y"]),
            (&["07/15/2025", "07/01/2025"], &["date %m/%d/%Y"]),
            (&["01/02/2021"], &["date %d/%m/%Y", "date %m/%d/%Y"]),
            (&["01/02/21", "03/04/21"], &["date %d/%m/%y", "date %m/%d/%y"]),
            (&["31-03-2023"], &["date %d-%m-%Y"]),
            (&["31.03.2023"], &["date %d.%m.%Y"]),
            (&["2023/03/31"], &["date %Y/%m/%d"]),
            (&["20230331", "20230401"], &["date %Y%m%d"]),
            (&["31 March 2023", "1 Apr 2023"], &["date %d %B %Y"]),
            (&["31 Mar 2023"], &["date %d %B %Y", "date %d %b %Y"]),
            (&["31-Mar-23"], &["date %d-%b-%y"]),
            (&["31-Mar-2023 00:00:00"], &["date %d-%b-%Y"]),
            (&["March 31, 2023"], &["date %B %d, %Y"]),
            (&["2021", "2022"], &["year -"]),
            (&["2022 Q1"], &["period quarter"]),
            (&["Q1 2022/23", "2022-23 Q2"], &["period financial-quarter"]),
            (&["Jan to Mar 2022"], &["period quarter", "period financial-quarter"]),
            (&["2020/21", "2021/22 [p]"], &["period financial-year", "period academic-year", "period year-range"]),
            (&["201617"], &["period financial-year", "period academic-year"]),
            (&["2010-11"], &["period financial-year", "period academic-year", "yearmonth -", "period year-range"]),
            (&["FY2020/21", "2021/22"], &["period financial-year"]),
            (&["2003-05"], &["yearmonth -", "period year-range"]),
            (&["2019-APR"], &["yearmonth -"]),
            (&["04/2019"], &["yearmonth -"]),
            (&["2021-W01"], &["period week"]),
            (&["year ending December 2025"], &["period year-ending"]),
            (&["year ending March 2025"], &["period financial-year", "period year-ending"]),
            (&["2021", "2021/22"], &[]),
            (&["10230412", "1234"], &[]),
            (&["10230412"], &[]),
            (&["Winter 2025/26"], &[]),
            (&["2023-03-31 12:00"], &[]),
            (&[], &[]),
        ] {
            assert_eq!(words(texts), expected, "{texts:?}");
        }
    }

    fn order(texts: &[String]) -> Option<DayOrder> {
        let read = |format| texts.iter().map(|text| date_of(text, Some(format)).unwrap()).collect::<Vec<NaiveDate>>();
        order_of_days(&read("%d/%m/%Y"), &read("%m/%d/%Y"))
    }

    #[test]
    fn regular_steps_decide_which_comes_first() {
        let months = |years: &[i32], upto| {
            years.iter().flat_map(|year| (1..=upto).map(move |month| format!("{month:02}/01/{year}"))).collect::<Vec<_>>()
        };
        let turned = |texts: Vec<String>| {
            texts.iter().map(|text| format!("{}/{}/{}", &text[3..5], &text[..2], &text[6..])).collect::<Vec<_>>()
        };
        let march: Vec<String> = (3..=11).map(|day| format!("{day:02}/03/2021")).collect();
        let quarters: Vec<String> =
            [2021, 2022].iter().flat_map(|year| [1, 4, 7, 10].map(|month| format!("01/{month:02}/{year}"))).collect();
        let years: Vec<String> = (2018..=2023).map(|year| format!("01/04/{year}")).collect();
        let scattered: Vec<String> = ["05/02/2021", "11/03/2021", "02/09/2021"].map(str::to_owned).to_vec();
        for (texts, expected) in [
            (months(&[2021, 2022], 12), Some(DayOrder::MonthFirst)),
            (turned(months(&[2021, 2022], 12)), Some(DayOrder::DayFirst)),
            (months(&[2021], 12), Some(DayOrder::MonthFirst)),
            (months(&[2021], 4), None),
            (march.clone(), Some(DayOrder::DayFirst)),
            (turned(march), Some(DayOrder::MonthFirst)),
            (quarters.clone(), Some(DayOrder::DayFirst)),
            (turned(quarters), Some(DayOrder::MonthFirst)),
            (years, Some(DayOrder::DayFirst)),
            (scattered, None),
            (vec!["01/02/2021".to_owned()], None),
        ] {
            assert_eq!(order(&texts), expected, "{texts:?}");
        }
    }
}
