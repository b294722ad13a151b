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

impl Reading {
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
    const PERIODS: [(&str, Option<&str>); 9] = [
        ("year", None),
        ("period", Some("quarter")),
        ("period", Some("financial-quarter")),
        ("period", Some("financial-year")),
        ("period", Some("academic-year")),
        ("yearmonth", None),
        ("period", Some("year-range")),
        ("period", Some("week")),
        ("period", Some("year-ending")),
    ];

    /// All of them, the likeliest first. Formats for days that stand for longer times are left out.
    fn all() -> impl Iterator<Item = Self> {
        let dates = Self::PATTERNS.into_iter().map(|format| Self { kind: "date", format });
        dates.chain(Self::PERIODS.into_iter().map(|(kind, format)| Self { kind, format }))
    }

    /// The period in a text, if official statistics can be about it. Others are numbers that only look like times.
    pub(super) fn period(&self, text: &str) -> Option<Period> {
        let format = match self.kind {
            "date" => return date_of(text, self.format).map(Period::Day).filter(is_plausible),
            "year" => PeriodFormat::Year,
            "yearmonth" => PeriodFormat::YearMonth,
            _ => PeriodFormat::WORDS.into_iter().find(|(word, _)| self.format == Some(*word))?.1,
        };
        Period::parse(text, format).filter(is_plausible)
    }
}

fn is_plausible(period: &Period) -> bool {
    (1800..=2200).contains(&period.start().year())
}

/// The readings under which the most texts can be read, the likeliest first: all of them, or all but one in ten of four or more.
pub(super) fn nearly_all(texts: &[&str]) -> Vec<Reading> {
    let read = |reading: &Reading| texts.iter().filter(|text| reading.period(text).is_some()).count();
    let counts: Vec<(Reading, usize)> = Reading::all().map(|reading| (reading, read(&reading))).collect();
    let is_enough = |count: usize| {
        let odd = texts.len() - count;
        count > 0 && (odd == 0 || (texts.len() >= 4 && (odd == 1 || odd * 10 <= texts.len())))
    };
    let enough: Vec<(Reading, usize)> = counts.into_iter().filter(|(_, count)| is_enough(*count)).collect();
    // Any two years are a range, so a slip of the keyboard among months or financial years is one too.
    let is_range = |reading: &Reading| reading.format == Some("year-range");
    let most = |list: &[(Reading, usize)]| list.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let strict: Vec<(Reading, usize)> = enough.iter().copied().filter(|(reading, _)| !is_range(reading)).collect();
    let (of_strict, of_all) = (most(&strict), most(&enough));
    let is_chosen = |(reading, count): &(Reading, usize)| {
        *count == if of_strict > 0 { of_strict } else { of_all } || (is_range(reading) && of_strict == of_all)
    };
    enough.into_iter().filter(is_chosen).map(|(reading, _)| reading).collect()
}

/// A reading, and what to ask about it.
pub(super) struct Choice {
    pub(super) reading: Reading,
    /// A question with an example of each possibility. `None` if only one is possible.
    pub(super) question: Option<String>,
}

/// The likeliest of some readings. Where the heading, the columns beside it or regular steps do not settle it, a person is asked.
pub(super) fn choose(readings: &[Reading], texts: &[&str], heading: &str, beside: &str) -> Option<Choice> {
    let first = *readings.first()?;
    let find = |format: &str| readings.iter().copied().find(|reading| reading.format == Some(format));
    let sure = |reading| Some(Choice { reading, question: None });
    for (uk, us) in [("%d/%m/%Y", "%m/%d/%Y"), ("%d/%m/%y", "%m/%d/%y")] {
        let (Some(day_first), Some(month_first)) = (find(uk), find(us)) else { continue };
        let days = |reading: Reading| {
            texts.iter().filter_map(|text| reading.period(text)).map(|period| period.start()).collect::<Vec<NaiveDate>>()
        };
        let reading = match order_of_days(&days(day_first), &days(month_first)) {
            Some(DayOrder::MonthFirst) => month_first,
            _ => day_first,
        };
        let other = if reading == day_first { month_first } else { day_first };
        return Some(Choice { reading, question: Some(question("day/month or month/day", reading, other, texts)) });
    }
    let (heading, beside) = (heading.to_lowercase(), beside.to_lowercase());
    let says = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    if let Some(academic) = find("academic-year") {
        if says(&heading, &["academic", "school", "term"]) || says(&beside, &["academic year", "academic", "school", "term"]) {
            return sure(academic);
        }
        if let Some(financial) = find("financial-year") {
            let is_named = says(&heading, &["financial", "fiscal", "tax"])
                || heading.split(|c: char| !c.is_alphanumeric()).any(|word| word == "fy");
            if is_named || says(&beside, &["financial year"]) {
                return sure(financial);
            }
            return Some(Choice {
                reading: financial,
                question: Some(question("financial or academic year", financial, academic, texts)),
            });
        }
        return sure(academic);
    }
    let month = readings.iter().copied().find(|reading| reading.kind == "yearmonth");
    if let (Some(month), Some(range)) = (month, find("year-range")) {
        if says(&heading, &["month"]) {
            return sure(month);
        }
        if says(&heading, &["years", "range"]) {
            return sure(range);
        }
        return Some(Choice { reading: month, question: Some(question("a month or several years", month, range, texts)) });
    }
    sure(first)
}

/// `day/month or month/day? 02/01/2021 is read as 2021-01-02; with %m/%d/%Y it is 2021-02-01`.
fn question(which: &str, drafted: Reading, other: Reading, texts: &[&str]) -> String {
    let days = |reading: Reading, text: &str| {
        let period = reading.period(text)?;
        let (start, end) = (period.start(), period.end()?);
        Some(if start == end { start.to_string() } else { format!("{start} to {end}") })
    };
    let example = texts.iter().find_map(|text| {
        let (a, b) = (days(drafted, text)?, days(other, text)?);
        (a != b).then_some((text, a, b))
    });
    let name = |reading: Reading| reading.format.unwrap_or(reading.kind);
    example.map_or_else(
        || format!("{which}?"),
        |(text, a, b)| format!("{which}? {text} is read as {a}; with `{}` it is {b}", name(other)),
    )
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

    use super::{DayOrder, nearly_all, order_of_days};
    use crate::model::date_of;

    fn words(texts: &[&str]) -> Vec<String> {
        nearly_all(texts).iter().map(|reading| format!("{} {}", reading.kind, reading.format.unwrap_or("-"))).collect()
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
