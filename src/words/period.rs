//! Dates and periods: months in full, and `to` for ranges.

use chrono::{Datelike, NaiveDate};

use super::Words;
use crate::measure::Standing;
use crate::model::{Announced, Date, Period, Season};

/// The most members that are named as missing from a figure.
const NAMED: usize = 3;

impl Words {
    fn month(&self, date: NaiveDate) -> &str {
        const KEYS: [&str; 12] = [
            "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9", "month-10",
            "month-11", "month-12",
        ];
        self.text(KEYS[date.month0() as usize])
    }

    /// The first letters of a month's name.
    fn short_month(&self, date: NaiveDate) -> String {
        self.month(date).chars().take(3).collect()
    }

    /// A date: `6 August 2018`.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        let (day, year) = (date.0.day().to_string(), date.0.year().to_string());
        self.fill("date", &[("day", &day), ("month", self.month(date.0)), ("year", &year)])
    }

    /// When an update is announced for: `6 August 2018`, `August 2018`, `summer 2018`, `winter 2018 to 2019`.
    #[must_use]
    pub fn announced(&self, announced: Announced) -> String {
        match announced {
            Announced::Day(day) => self.date(day),
            Announced::Month(year, month) => self.period(&Period::Month(year, month)),
            Announced::Season(season, year) => {
                let key = match season {
                    Season::Spring => "season-spring",
                    Season::Summer => "season-summer",
                    Season::Autumn => "season-autumn",
                    Season::Winter => "season-winter",
                };
                let (year, next) = (year.to_string(), (year + 1).to_string());
                match season {
                    Season::Winter => self.fill(key, &[("year", &year), ("next", &next)]),
                    _ => self.fill(key, &[("year", &year)]),
                }
            }
        }
    }

    /// A period in words: `March 2019`, `July to September 2021`, `financial year ending March 2011`.
    #[must_use]
    pub fn period(&self, period: &Period) -> String {
        let year_of = |year: &i32| year.to_string();
        match period {
            Period::Day(day) => self.date(Date(*day)),
            Period::Week(day) => self.fill("period-week-beginning", &[("date", &self.date(Date(*day)))]),
            Period::WeekEnding(day) => self.fill("period-week-ending", &[("date", &self.date(Date(*day)))]),
            Period::Month(year, _) => {
                self.fill("period-month", &[("month", self.month(period.start())), ("year", &year_of(year))])
            }
            Period::Quarter(..) | Period::FinancialQuarter(..) => {
                let end = period.end().unwrap_or_else(|| period.start());
                let (first, last) = (self.month(period.start()), self.month(end));
                self.fill("period-quarter", &[("first", first), ("last", last), ("year", &year_of(&end.year()))])
            }
            Period::YearEnding(year, _) => {
                let end = period.end().unwrap_or_else(|| period.start());
                self.fill("period-year-ending", &[("month", self.month(end)), ("year", &year_of(year))])
            }
            Period::Year(year) => year_of(year),
            Period::FinancialYear(year) => self.fill("period-financial-year", &[("year", &year_of(&(year + 1)))]),
            Period::AcademicYear(year) => {
                self.fill("period-academic-year", &[("first", &year_of(year)), ("last", &year_of(&(year + 1)))])
            }
            Period::YearRange(from, to) => self.range(&year_of(from), &year_of(to)),
            Period::Text(_, text) => text.to_string(),
        }
    }

    /// Neighbouring periods, from the first to the last: `April to July 2025`.
    #[must_use]
    pub fn span(&self, first: &Period, last: &Period) -> String {
        match (first, last) {
            _ if first == last => self.period(first),
            (Period::Month(from, _), Period::Month(to, _)) if from == to => {
                let (first, last) = (self.month(first.start()), self.month(last.start()));
                self.fill("period-quarter", &[("first", first), ("last", last), ("year", &to.to_string())])
            }
            _ => self.from_to(first, last),
        }
    }

    /// The first and the last of many periods: `April 2023 to March 2024`, `2003 to 2005 until 2018 to 2020`.
    #[must_use]
    pub fn from_to(&self, first: &Period, last: &Period) -> String {
        let is_range = |period: &Period| {
            matches!(period, Period::Quarter(..) | Period::FinancialQuarter(..) | Period::AcademicYear(_) | Period::YearRange(..))
        };
        let key = if is_range(first) || is_range(last) { "range-of-ranges" } else { "range" };
        self.fill(key, &[("from", &self.period(first)), ("to", &self.period(last))])
    }

    /// A range of anything: `1 to 4`.
    #[must_use]
    pub fn range(&self, from: &str, to: &str) -> String {
        self.fill("range", &[("from", from), ("to", to)])
    }

    /// A period with its preposition: `in March 2019`, `on 3 April 2020`, `in the week ending 3 April 2020`.
    #[must_use]
    pub fn in_period(&self, period: &Period) -> String {
        let key = match period {
            Period::Day(_) => "in-day",
            Period::Week(_) | Period::WeekEnding(_) => "in-week",
            Period::FinancialYear(_) | Period::AcademicYear(_) | Period::YearEnding(..) => "in-named-year",
            _ => "in-period",
        };
        self.fill(key, &[("period", &self.period(period))])
    }

    /// From a period on: `from March 2019`.
    #[must_use]
    pub fn from_period(&self, period: &Period) -> String {
        self.fill("from-period", &[("period", &self.period(period))])
    }

    /// A number of periods of one kind: `20 months`.
    #[must_use]
    pub fn periods(&self, count: usize, kind: Option<&Period>) -> String {
        let key = match kind {
            Some(Period::Day(_)) => "count-days",
            Some(Period::Week(_) | Period::WeekEnding(_)) => "count-weeks",
            Some(Period::Month(..)) => "count-months",
            Some(Period::Quarter(..) | Period::FinancialQuarter(..)) => "count-quarters",
            Some(Period::Year(_) | Period::YearEnding(..) | Period::FinancialYear(_) | Period::AcademicYear(_)) => "count-years",
            Some(Period::YearRange(..) | Period::Text(..)) | None => "count-periods",
        };
        self.count(key, count)
    }

    /// The marks after a period whose figure is provisional, or lacks somebody. Every figure for it has them.
    #[must_use]
    pub fn marks(&self, standing: Standing, absent: &[String]) -> String {
        let provisional = match standing {
            Standing::Provisional => format!(" {}", self.text("provisional-mark")),
            Standing::Final => String::new(),
        };
        let without = match absent {
            [] => String::new(),
            few if few.len() <= NAMED => format!(" {}", self.fill("without-mark", &[("names", &self.and_all(few))])),
            many => format!(" {}", self.count("without-many-mark", many.len())),
        };
        provisional + &without
    }

    /// A short form of a period, for axes.
    #[must_use]
    pub fn short_period(&self, period: &Period) -> String {
        match period {
            Period::Day(day) | Period::Week(day) | Period::WeekEnding(day) => {
                let (number, year) = (day.day().to_string(), day.year().to_string());
                self.fill("date", &[("day", &number), ("month", &self.short_month(*day)), ("year", &year)])
            }
            Period::Month(year, _) => {
                let month = self.short_month(period.start());
                self.fill("period-month", &[("month", &month), ("year", &year.to_string())])
            }
            Period::YearEnding(year, _) => {
                let end = period.end().unwrap_or_else(|| period.start());
                self.fill("period-month", &[("month", &self.short_month(end)), ("year", &year.to_string())])
            }
            Period::FinancialYear(_) | Period::AcademicYear(_) | Period::Quarter(..) | Period::FinancialQuarter(..) => {
                period.to_string()
            }
            other => self.period(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Period;
    use crate::words::Words;

    #[test]
    fn periods_in_words() {
        let words = Words::of("en-GB").unwrap();
        assert_eq!(words.period(&Period::Quarter(2021, 3)), "July to September 2021");
        assert_eq!(words.period(&Period::FinancialYear(2010)), "financial year ending March 2011");
        assert_eq!(words.period(&Period::YearRange(2003, 2005)), "2003 to 2005");
        assert_eq!(words.periods(20, Some(&Period::Month(2021, 3))), "20 months");
    }
}
