//! When a dataset is updated next: on a day, in a month or in a season.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use crate::model::{Date, Frequency, Period, PeriodFormat, is_month_end};

/// When the next update is announced for. UK statistics are announced for a month or a season until the day is certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Announced {
    /// A day.
    Day(Date),
    /// A calendar month.
    Month(i32, u32),
    /// A season, by the year in which it begins.
    Season(Season, i32),
}

/// A season of three months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Season {
    /// March to May.
    Spring,
    /// June to August.
    Summer,
    /// September to November.
    Autumn,
    /// December to February.
    Winter,
}

impl Season {
    const ALL: [(Self, &'static str, u32); 4] =
        [(Self::Spring, "spring", 3), (Self::Summer, "summer", 6), (Self::Autumn, "autumn", 9), (Self::Winter, "winter", 12)];

    fn first_month(self) -> u32 {
        Self::ALL.iter().find(|(season, ..)| *season == self).map_or(1, |(.., month)| *month)
    }

    /// The season in which a day is. January and February are of the winter that began the year before.
    fn of(day: Date) -> Announced {
        let (year, month) = (day.0.year(), day.0.month());
        let began = Self::ALL.into_iter().rfind(|(.., first)| *first <= month);
        began.map_or(Announced::Season(Self::Winter, year - 1), |(season, ..)| Announced::Season(season, year))
    }

    /// Its name in lower case.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(season, ..)| *season == self).map_or("", |(_, word, _)| word)
    }
}

impl Announced {
    /// Reads `2026-03-12`, `2026-03`, `March 2026`, `Spring 2026` or `Winter 2026/27`, with or without `(provisional)` behind it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(day) = Date::parse(text) {
            return Some(Self::Day(day));
        }
        if let Some(Period::Month(year, month)) = Period::parse(text, PeriodFormat::YearMonth) {
            return Some(Self::Month(year, month));
        }
        let lower = text.trim().to_lowercase();
        let lower = lower.strip_suffix("(provisional)").unwrap_or(&lower).trim();
        let (name, year) = lower.split_once(' ')?;
        let (season, ..) = Season::ALL.into_iter().find(|(_, word, _)| *word == name)?;
        let parsed = |format| Period::parse(year.trim(), format);
        match (parsed(PeriodFormat::Year), parsed(PeriodFormat::FinancialYear)) {
            (Some(Period::Year(year)), _) => Some(Self::Season(season, year)),
            (_, Some(Period::FinancialYear(year))) if season == Season::Winter => Some(Self::Season(season, year)),
            _ => None,
        }
    }

    /// The first day on which the update can come.
    #[must_use]
    pub fn first_day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(year, month) => Date(Period::Month(year, month).start()),
            Self::Season(season, year) => Date(Period::Month(year, season.first_month()).start()),
        }
    }

    /// The first update after this one that is later than `today`, at this frequency and announced in the same way: for a day, a
    /// month or a season. `None` if there is no schedule.
    #[must_use]
    pub fn following(self, frequency: Frequency, today: Date) -> Option<Self> {
        let mut day = self.first_day();
        while day <= today {
            day = frequency.after(day).filter(|next| *next > day)?;
        }
        let (year, month) = (day.0.year(), day.0.month());
        let by_days = matches!(frequency, Frequency::Daily | Frequency::Weekly | Frequency::Fortnightly);
        Some(match self {
            // What comes at the end of a month stays there, whether it has 28 days or 31.
            Self::Day(first) if is_month_end(first.0) && !by_days => Self::Day(Self::Month(year, month).last_day()),
            Self::Day(_) => Self::Day(day),
            Self::Month(..) => Self::Month(year, month),
            Self::Season(..) => Season::of(day),
        })
    }

    /// The last day on which the update can come. After it, it is overdue.
    #[must_use]
    pub fn last_day(self) -> Date {
        let end = |year: i32, month: u32| Date(Period::Month(year, month).end().unwrap_or(NaiveDate::MAX));
        match self {
            Self::Day(day) => day,
            Self::Month(year, month) => end(year, month),
            Self::Season(Season::Winter, year) => end(year + 1, 2),
            Self::Season(season, year) => end(year, season.first_month() + 2),
        }
    }
}

impl fmt::Display for Announced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(year, month) => write!(f, "{year}-{month:02}"),
            Self::Season(Season::Winter, year) => write!(f, "winter {year}/{:02}", (year + 1) % 100),
            Self::Season(season, year) => write!(f, "{} {year}", season.word()),
        }
    }
}

/// The text of `next_update:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextUpdate(pub Announced);

impl<'de> Deserialize<'de> for NextUpdate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let problem = || format!("`{text}` is not a day, a month or a season, like 2019-04-11, 2019-04 or Spring 2019");
        Announced::parse(&text).map(Self).ok_or_else(|| D::Error::custom(problem()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Announced, Season};
    use crate::model::{Date, Frequency};

    #[test]
    fn the_next_update_is_announced_as_the_last_one_was() {
        let today = Date::parse("2025-03-03").unwrap();
        for (before, frequency, after) in [
            ("2025-02-28", Frequency::Monthly, "2025-03-31"),
            ("2024-10-31", Frequency::Monthly, "2025-03-31"),
            ("2025-02-13", Frequency::Monthly, "2025-03-13"),
            ("2025-02-28", Frequency::Weekly, "2025-03-07"),
            ("2024-11", Frequency::Quarterly, "2025-05"),
            ("Spring 2024", Frequency::Quarterly, "summer 2025"),
            ("Winter 2024/25", Frequency::Biannual, "summer 2025"),
            ("Autumn 2023", Frequency::Annual, "autumn 2025"),
        ] {
            let next = Announced::parse(before).unwrap().following(frequency, today);
            assert_eq!(next.unwrap().to_string(), after, "{before}");
        }
        let announced = Announced::parse("2025-02-28").unwrap();
        assert_eq!(announced.following(Frequency::Irregular, today), None);
        let january = Date::parse("2026-01-15").unwrap();
        assert_eq!(Season::of(january), Announced::Season(Season::Winter, 2025));
    }

    #[test]
    fn days_months_and_seasons_are_announced() {
        for (text, announced, last) in [
            ("2026-03", Announced::Month(2026, 3), "2026-03-31"),
            ("November 2024 (provisional)", Announced::Month(2024, 11), "2024-11-30"),
            ("Autumn 2024", Announced::Season(Season::Autumn, 2024), "2024-11-30"),
            ("spring 2026", Announced::Season(Season::Spring, 2026), "2026-05-31"),
            ("Winter 2026/27", Announced::Season(Season::Winter, 2026), "2027-02-28"),
            ("Winter 2026 (provisional)", Announced::Season(Season::Winter, 2026), "2027-02-28"),
        ] {
            assert_eq!(Announced::parse(text), Some(announced), "{text}");
            assert_eq!(announced.last_day().to_string(), last, "{text}");
        }
        for text in ["2026", "soon", "Spring", "Spring 2026/27", "2026-13", "12/03/2026"] {
            assert_eq!(Announced::parse(text), None, "{text}");
        }
    }
}
