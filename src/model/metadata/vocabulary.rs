//! Fixed lists of words in `dataset.yaml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Date;

/// How often a dataset is updated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Frequency {
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every two weeks.
    Fortnightly,
    /// Every month.
    Monthly,
    /// Every three months.
    Quarterly,
    /// Twice a year.
    Biannual,
    /// Once a year.
    Annual,
    /// Every two years.
    Biennial,
    /// Every five years.
    #[serde(alias = "every five years", alias = "five-yearly")]
    Quinquennial,
    /// All the time.
    Continuous,
    /// On no fixed schedule.
    Irregular,
    /// No further update is planned.
    None,
}

impl Frequency {
    /// The word of `frequency:`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Fortnightly => "fortnightly",
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::Biannual => "biannual",
            Self::Annual => "annual",
            Self::Biennial => "biennial",
            Self::Quinquennial => "quinquennial",
            Self::Continuous => "continuous",
            Self::Irregular => "irregular",
            Self::None => "none",
        }
    }

    /// How many days ago the newest period may have ended: twice the time between two updates, and what it takes to publish, which
    /// is that time and a month, but no more than three months. `None` if there is no schedule.
    #[must_use]
    pub fn longest_lag(self) -> Option<i64> {
        let first = Date(chrono::NaiveDate::default());
        let apart = (self.after(first)?.0 - first.0).num_days();
        Some(2 * apart + (apart + 31).min(92))
    }

    /// When the next update is due after one on `day`. `None` if there is no schedule.
    #[must_use]
    pub fn after(self, day: Date) -> Option<Date> {
        match self {
            Self::Daily => Some(day.plus_days(1)),
            Self::Weekly => Some(day.plus_days(7)),
            Self::Fortnightly => Some(day.plus_days(14)),
            Self::Monthly => Some(day.plus_months(1)),
            Self::Quarterly => Some(day.plus_months(3)),
            Self::Biannual => Some(day.plus_months(6)),
            Self::Annual => Some(day.plus_months(12)),
            Self::Biennial => Some(day.plus_months(24)),
            Self::Quinquennial => Some(day.plus_months(60)),
            Self::Continuous | Self::Irregular | Self::None => None,
        }
    }
}

/// The kind of statistics in a dataset, shown as text and never as a badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Reviewed by the Office for Statistics Regulation.
    AccreditedOfficialStatistics,
    /// Official statistics.
    OfficialStatistics,
    /// Official statistics with methods still under test.
    OfficialStatisticsInDevelopment,
    /// Figures used to run an organisation.
    ManagementInformation,
    /// Published once, on request.
    AdHoc,
    /// Artificial data, not about real people.
    Synthetic,
}

/// The role of the person or team that approved a publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ApprovalRole {
    /// Information governance.
    InformationGovernance,
    /// Statistical disclosure control.
    StatisticalControl,
    /// The business area that owns the data.
    BusinessOwner,
    /// The Caldicott Guardian.
    CaldicottGuardian,
}

impl ApprovalRole {
    /// The word that authors write.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::InformationGovernance => "information-governance",
            Self::StatisticalControl => "statistical-control",
            Self::BusinessOwner => "business-owner",
            Self::CaldicottGuardian => "caldicott-guardian",
        }
    }
}

/// The stage of a dataset on its way to publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum JourneyStage {
    /// The dataset has been requested.
    Requested,
    /// The requirements are being established.
    Discovery,
    /// Documents are being prepared and signed off.
    Validation,
    /// The data flow is being built and tested.
    Pipeline,
    /// The dataset is ready for the business area to review.
    Staging,
    /// The dataset is published.
    Live,
    /// The dataset is no longer updated.
    Retired,
}

impl JourneyStage {
    /// The word that authors write.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Discovery => "discovery",
            Self::Validation => "validation",
            Self::Pipeline => "pipeline",
            Self::Staging => "staging",
            Self::Live => "live",
            Self::Retired => "retired",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, Frequency};

    #[test]
    fn a_month_after_the_last_of_january_is_the_last_of_february() {
        let date = |text| Date::parse(text).unwrap();
        assert_eq!(Frequency::Monthly.after(date("2026-01-31")), Some(date("2026-02-28")));
        assert_eq!(Frequency::None.after(date("2026-01-31")), None);
    }
}
