//! Whether a dataset is up to date on a given day.

use serde::{Deserialize, Serialize};

use crate::model::{Date, Metadata};

/// The number of days after which a late update is overdue.
const GRACE: i64 = 1;

/// Whether a dataset is up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FreshnessStatus {
    /// The next update is still to come, or none is expected.
    Current,
    /// The next update is due today or was due yesterday.
    Due,
    /// The next update is more than a day late.
    Overdue,
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
    pub expected: Option<Date>,
    /// The status on the day of the build.
    pub status: FreshnessStatus,
}

impl Freshness {
    /// The freshness of a dataset on the day `as_of`.
    #[must_use]
    pub fn of(metadata: &Metadata, as_of: Date) -> Self {
        let modified = *metadata.modified;
        let retired = metadata.is_closed();
        let stated = metadata.next_update.as_ref().map(|date| **date);
        let expected = if retired { None } else { stated.or_else(|| metadata.frequency.after(modified)) };
        let status = match expected {
            _ if retired => FreshnessStatus::Retired,
            Some(expected) if as_of > expected.plus_days(GRACE) => FreshnessStatus::Overdue,
            Some(expected) if as_of >= expected => FreshnessStatus::Due,
            _ => FreshnessStatus::Current,
        };
        Self { modified, expected, status }
    }
}
