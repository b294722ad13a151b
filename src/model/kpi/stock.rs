//! Words that say that a number is counted at a moment, such as a waiting list, and not over a time, such as visits.

use chrono::NaiveDate;

use crate::model::{Period, PeriodFormat, is_month_end};

/// The words of a text that say so. Arithmetic cannot tell what is there at a moment from what happens in a period.
#[must_use]
pub fn stock_words(text: &str) -> Option<String> {
    let text = text.to_lowercase().replace('_', " ");
    let known = STOCKS.into_iter().find(|words| text.contains(words)).map(ToOwned::to_owned);
    known.or_else(|| at_a_day(&text))
}

/// Whether days are moments for a figure with this title and unit: it gives the day of the year, or counts what was there on the
/// last days of quarters or years. The first day of a quarter may only be its name, and what was there at the end of a month is
/// usually called by the month.
#[must_use]
pub fn are_moments(periods: &[Period], title_and_unit: &str) -> bool {
    let day = |period: &Period| if let Period::Day(day) = period { Some(*day) } else { None };
    let Some(days) = periods.iter().map(day).collect::<Option<Vec<NaiveDate>>>() else { return false };
    let are_ends = days.iter().all(|day| is_month_end(*day)) && days.windows(2).all(|two| (two[1] - two[0]).num_days() > 31);
    at_a_day(&title_and_unit.to_lowercase()).is_some() || (are_ends && stock_words(title_and_unit).is_some())
}

/// `at 31 march`, `on 1 january`.
fn at_a_day(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_day = |word: &str| {
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        digits.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day))
    };
    words.windows(3).find_map(|three| {
        let is_month = || {
            three[2].chars().all(char::is_alphabetic)
                && Period::parse(&format!("{} 2000", three[2]), PeriodFormat::YearMonth).is_some()
        };
        let is_moment = matches!(three[0], "at" | "on") && is_day(three[1]) && is_month();
        is_moment.then(|| three.join(" "))
    })
}

const STOCKS: [&str; 27] = [
    "waiting list",
    "people waiting",
    "patients waiting",
    "still waiting",
    "waiting over",
    "waiting more",
    "incomplete pathways",
    "backlog",
    "headcount",
    "in post",
    "caseload",
    "population",
    "list size",
    "registered patients",
    "vacancies",
    "outstanding",
    "on the list",
    "beds open",
    "beds occupied",
    "looked after",
    "in care",
    "on roll",
    "open cases",
    "at month end",
    "at the end of",
    "at quarter end",
    "at year end",
];

#[cfg(test)]
mod tests {
    use super::{are_moments, stock_words};
    use crate::model::Period;

    #[test]
    fn what_is_counted_at_a_moment() {
        for text in ["Size of the waiting list", "children_looked_after", "Staff at 31 March", "Herd on 1st January 2024"] {
            assert!(stock_words(text).is_some(), "{text}");
        }
        for text in ["Visits", "Deaths in March", "Patients seen at 3 clinics", "Referrals"] {
            assert_eq!(stock_words(text), None, "{text}");
        }
    }

    #[test]
    fn the_last_day_of_a_year_is_a_moment_for_a_stock_and_a_year_for_what_happens_in_it() {
        let days = |days: [&str; 2]| days.map(|day| Period::Day(day.parse().unwrap()));
        assert!(are_moments(&days(["2024-03-31", "2025-03-31"]), "Headcount, people"));
        assert!(!are_moments(&days(["2024-03-31", "2025-03-31"]), "Visits, people"));
        assert!(!are_moments(&days(["2025-07-01", "2025-10-01"]), "Size of the waiting list"));
        assert!(!are_moments(&days(["2025-09-30", "2025-10-31"]), "Size of the waiting list"));
    }
}
