//! Calendar dates as written by authors.

use std::fmt;

use chrono::NaiveDate;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar date, always written like `2019-04-11` (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub NaiveDate);

impl Date {
    /// Reads a date like `2019-04-11`, and no other form.
    ///
    /// # Errors
    /// A sentence that explains the problem.
    pub fn parse(text: &str) -> Result<Self, String> {
        let strict = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            Ok(date) if strict => Ok(Self(date)),
            Err(_) if strict => Err(format!("there is no day `{text}`")),
            _ => Err(format!("`{text}` is not a date of the form YYYY-MM-DD, like 2019-04-11")),
        }
    }

    /// Adds a number of days.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0 + chrono::Duration::days(days))
    }

    /// Adds a number of months. Uses the last day of the month if the day does not exist.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        Self(self.0.checked_add_months(chrono::Months::new(months)).unwrap_or(self.0))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
