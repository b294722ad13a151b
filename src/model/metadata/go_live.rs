//! The moment at which a dataset is published.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::model::Date;

/// The hour of official statistics, where an author names none.
const HOUR: &str = "09:30";
/// The time zone, where an author names none.
const ZONE: Tz = Tz::Europe__London;

/// The moment at which a dataset is published: a day, at 9.30 in London unless the author names another time and zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoLive {
    /// The day, where the author is.
    pub day: Date,
    /// The moment.
    pub at: DateTime<Utc>,
    zone: Tz,
}

impl GoLive {
    /// Reads `2026-12-10`, `2026-12-10 07:00` or `2026-12-10 07:00 Europe/Paris`.
    ///
    /// # Errors
    /// A sentence that explains the problem.
    pub fn parse(text: &str) -> Result<Self, String> {
        // The ISO forms, with a T and with a Z for UTC.
        let spaced = match text.as_bytes().get(10) {
            Some(b'T') => text.replacen('T', " ", 1).replace('Z', " UTC"),
            _ => text.to_owned(),
        };
        let mut parts = spaced.split_whitespace();
        let day = Date::parse(parts.next().unwrap_or_default())?;
        let time = parts.next().unwrap_or(HOUR);
        let is_time = time.len() == 5 && time.as_bytes()[2] == b':';
        let hour = NaiveTime::parse_from_str(time, "%H:%M").ok().filter(|_| is_time);
        let hour = hour.ok_or_else(|| format!("`{time}` is not a time; write {day} 09:30, or {day} 09:30 Europe/London"))?;
        let zone = parts.next().map_or(Ok(ZONE), Tz::from_str);
        let zone = zone.map_err(|_| format!("there is no such time zone; write {day} {time} Europe/London, or UTC"))?;
        if parts.next().is_some() {
            return Err(format!("write a day, a time and a zone: {day} {time} {zone}"));
        }
        // When clocks go back, an hour comes twice. Nothing is published before the second.
        let at = zone.from_local_datetime(&day.0.and_time(hour)).latest();
        let at = at.ok_or_else(|| format!("clocks go forward on {day}, and there is no {time} in {zone}"))?;
        Ok(Self { day, at: at.with_timezone(&Utc), zone })
    }

    /// Whether it has come: by a moment, or by the end of a day.
    #[must_use]
    pub fn has_come(&self, day: Date, at: Option<DateTime<Utc>>) -> bool {
        at.map_or(self.day <= day, |at| self.at <= at)
    }
}

impl fmt::Display for GoLive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.at.with_timezone(&self.zone).format("%Y-%m-%d %H:%M"), self.zone)
    }
}

impl<'de> Deserialize<'de> for GoLive {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, GoLive};

    fn utc(text: &str) -> String {
        GoLive::parse(text).unwrap().at.to_rfc3339()
    }

    #[test]
    fn a_day_means_half_past_nine_in_london() {
        assert_eq!(utc("2026-12-10"), "2026-12-10T09:30:00+00:00");
        assert_eq!(utc("2026-07-09"), "2026-07-09T08:30:00+00:00");
        assert_eq!(utc("2026-07-09 07:00"), "2026-07-09T06:00:00+00:00");
        assert_eq!(utc("2026-12-10 07:00 Europe/Paris"), "2026-12-10T06:00:00+00:00");
        assert_eq!(utc("2026-12-10 07:00 UTC"), "2026-12-10T07:00:00+00:00");
        assert_eq!(utc("2026-12-10T07:00Z"), "2026-12-10T07:00:00+00:00");
        assert_eq!(utc("2026-07-09T07:00"), "2026-07-09T06:00:00+00:00");
    }

    #[test]
    fn of_an_hour_that_comes_twice_the_second_counts_and_one_that_never_comes_is_refused() {
        assert_eq!(utc("2026-10-25 01:30"), "2026-10-25T01:30:00+00:00");
        assert!(GoLive::parse("2026-03-29 01:30").unwrap_err().contains("clocks go forward"));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "tomorrow",
            "2026-13-01",
            "2026-12-10 9:30",
            "2026-12-10 9.30am",
            "2026-12-10 09:30 London",
            "2026-12-10 25:00",
            "2026-12-10 09:30 UTC now",
        ] {
            assert!(GoLive::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn by_the_day_it_has_come_on_its_day_and_by_the_moment_at_its_moment() {
        let live = GoLive::parse("2026-12-10").unwrap();
        let day = |text| Date::parse(text).unwrap();
        assert!(!live.has_come(day("2026-12-09"), None) && live.has_come(day("2026-12-10"), None));
        let before = live.at - chrono::Duration::seconds(1);
        assert!(!live.has_come(day("2026-12-10"), Some(before)) && live.has_come(day("2026-12-10"), Some(live.at)));
        assert_eq!(live.to_string(), "2026-12-10 09:30 Europe/London");
    }
}
