//! Whether a dataset is up to date, as of a day.

use super::{Date, Metadata};

/// Days that an update may be late before it is called overdue.
const GRACE: i64 = 1;

/// Whether a dataset is up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FreshnessStatus {
    /// The next update is still ahead, or the dataset has no cadence.
    Current,
    /// The next update is due today, or was yesterday.
    Due,
    /// The next update has not come.
    Overdue,
    /// No further update is planned.
    Retired,
}

impl FreshnessStatus {
    /// The word for readers.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Current => "Current",
            Self::Due => "Due",
            Self::Overdue => "Overdue",
            Self::Retired => "No longer updated",
        }
    }

    /// The word for machines and style sheets.
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

/// The dates that freshness is told from, and what it is on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// Last change of the data.
    pub modified: Date,
    /// The day the next update is expected: stated, or told from the frequency.
    pub expected: Option<Date>,
    /// What it is as of the day of the build.
    pub status: FreshnessStatus,
}

impl Freshness {
    /// What a dataset's metadata comes to on a day.
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
