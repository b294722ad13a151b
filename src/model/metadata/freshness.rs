//! Whether a dataset is up to date on a given day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::{Announced, Date, Metadata};

/// The number of days after which an update is overdue. One that is announced for a month is overdue when the month has ended.
fn grace(expected: Announced) -> i64 {
    i64::from(matches!(expected, Announced::Day(_)))
}

/// Whether a dataset is up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FreshnessStatus {
    /// The next update is still to come, or none is expected.
    Current,
    /// The next update is due today or was due yesterday.
    Due,
    /// The next update is more than a day late.
    Overdue,
    /// The next update is still to come, but the data has not moved on for much longer than the time between two updates.
    Behind,
    /// No further update is planned.
    Retired,
}

impl FreshnessStatus {
    /// The word used in machine-readable data and style sheets.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Due => "due",
            Self::Overdue => "overdue",
            Self::Behind => "behind",
            Self::Retired => "retired",
        }
    }
}

/// Whether a dataset is up to date, and the dates that decide it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freshness {
    /// The date the data last changed.
    pub modified: Date,
    /// When the next update is expected: as stated, or calculated from the frequency.
    pub expected: Option<Announced>,
    /// The last day of the newest period in the data, if that is longer ago than the frequency allows.
    pub data_to: Option<Date>,
    /// The status on the day of the build.
    pub status: FreshnessStatus,
}

impl Freshness {
    /// The freshness of a dataset on the day `as_of`, where the newest period in its data ended on `newest`.
    #[must_use]
    pub fn of(metadata: &Metadata, as_of: Date, newest: Option<NaiveDate>) -> Self {
        let modified = *metadata.modified;
        let retired = metadata.is_closed();
        let stated = metadata.next_update.as_ref().map(|next| next.0);
        let expected = if retired { None } else { stated.or_else(|| metadata.frequency.after(modified).map(Announced::Day)) };
        let allowed = if retired { None } else { metadata.frequency.longest_lag() };
        let data_to = newest.zip(allowed).filter(|(newest, allowed)| (as_of.0 - *newest).num_days() > *allowed);
        let data_to = data_to.map(|(newest, _)| Date(newest));
        let status = match expected {
            _ if retired => FreshnessStatus::Retired,
            Some(expected) if as_of > expected.last_day().plus_days(grace(expected)) => FreshnessStatus::Overdue,
            _ if data_to.is_some() => FreshnessStatus::Behind,
            Some(expected) if as_of >= expected.first_day() => FreshnessStatus::Due,
            _ => FreshnessStatus::Current,
        };
        Self { modified, expected, data_to, status }
    }
}
