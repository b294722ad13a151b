//! Whether a dataset is up to date, as of a day.

use crate::model::{Date, Frequency, JourneyStage, Metadata};

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

pub(super) fn freshness(metadata: &Metadata, as_of: Date) -> Freshness {
    let modified = *metadata.modified;
    let has_ended = metadata.journey.as_ref().is_some_and(|journey| journey.stage == JourneyStage::Retired);
    let retired = has_ended || *metadata.frequency == Frequency::None;
    let stated = metadata.next_update.as_ref().map(|date| **date);
    let expected = if retired { None } else { stated.or_else(|| after(modified, *metadata.frequency)) };
    let status = match expected {
        _ if retired => FreshnessStatus::Retired,
        Some(expected) if as_of > expected.plus_days(GRACE) => FreshnessStatus::Overdue,
        Some(expected) if as_of >= expected => FreshnessStatus::Due,
        _ => FreshnessStatus::Current,
    };
    Freshness { modified, expected, status }
}

/// The day of the update that follows one of a day.
fn after(modified: Date, frequency: Frequency) -> Option<Date> {
    match frequency {
        Frequency::Daily => Some(modified.plus_days(1)),
        Frequency::Weekly => Some(modified.plus_days(7)),
        Frequency::Fortnightly => Some(modified.plus_days(14)),
        Frequency::Monthly => Some(modified.plus_months(1)),
        Frequency::Quarterly => Some(modified.plus_months(3)),
        Frequency::Biannual => Some(modified.plus_months(6)),
        Frequency::Annual => Some(modified.plus_months(12)),
        Frequency::Biennial => Some(modified.plus_months(24)),
        Frequency::Irregular | Frequency::None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::after;
    use crate::model::{Date, Frequency};

    #[test]
    fn a_month_after_the_last_of_january_is_the_last_of_february() {
        let date = |text| Date::parse(text).unwrap();
        assert_eq!(after(date("2026-01-31"), Frequency::Monthly), Some(date("2026-02-28")));
        assert_eq!(after(date("2026-01-31"), Frequency::None), None);
    }
}
