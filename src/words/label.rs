//! Labels: words for values from fixed vocabularies.

use super::Words;
use chrono::Datelike;

use crate::locale::Arg;
use crate::measure::spc::{Assurance, Cause, Reason, Variation};
use crate::model::{
    Access, ApprovalRole, Frequency, Freshness, FreshnessStatus, JourneyStage, Marker, NoteKind, Period, Status, Zeros,
};
use crate::protect::Protection;

impl Words {
    /// A label for how often a dataset is updated.
    #[must_use]
    pub fn frequency(&self, frequency: Frequency) -> &str {
        self.text(match frequency {
            Frequency::Daily => "frequency-daily",
            Frequency::Weekly => "frequency-weekly",
            Frequency::Fortnightly => "frequency-fortnightly",
            Frequency::Monthly => "frequency-monthly",
            Frequency::Quarterly => "frequency-quarterly",
            Frequency::Biannual => "frequency-biannual",
            Frequency::Annual => "frequency-annual",
            Frequency::Biennial => "frequency-biennial",
            Frequency::Quinquennial => "frequency-quinquennial",
            Frequency::Continuous => "frequency-continuous",
            Frequency::Irregular => "frequency-irregular",
            Frequency::None => "frequency-none",
        })
    }

    /// A label for the kind of statistics in a dataset.
    #[must_use]
    pub fn status(&self, status: Status) -> &str {
        self.text(match status {
            Status::AccreditedOfficialStatistics => "status-accredited",
            Status::OfficialStatistics => "status-official",
            Status::OfficialStatisticsInDevelopment => "status-in-development",
            Status::ManagementInformation => "status-management",
            Status::AdHoc => "status-ad-hoc",
            Status::Synthetic => "status-synthetic",
        })
    }

    /// A label for the role in which somebody approved a publication.
    #[must_use]
    pub fn role(&self, role: ApprovalRole) -> &str {
        self.text(match role {
            ApprovalRole::InformationGovernance => "role-information-governance",
            ApprovalRole::StatisticalControl => "role-statistical-control",
            ApprovalRole::BusinessOwner => "role-business-owner",
            ApprovalRole::CaldicottGuardian => "role-caldicott-guardian",
        })
    }

    /// Those who approve in a role, as they follow "approved by".
    #[must_use]
    pub fn approver(&self, role: ApprovalRole) -> &str {
        self.text(match role {
            ApprovalRole::InformationGovernance => "approver-information-governance",
            ApprovalRole::StatisticalControl => "approver-statistical-control",
            ApprovalRole::BusinessOwner => "approver-business-owner",
            ApprovalRole::CaldicottGuardian => "approver-caldicott-guardian",
        })
    }

    /// A label for how far a dataset is on its way to publication.
    #[must_use]
    pub fn stage(&self, stage: JourneyStage) -> &str {
        self.text(match stage {
            JourneyStage::Requested => "stage-requested",
            JourneyStage::Discovery => "stage-discovery",
            JourneyStage::Validation => "stage-validation",
            JourneyStage::Pipeline => "stage-pipeline",
            JourneyStage::Staging => "stage-staging",
            JourneyStage::Live => "stage-live",
            JourneyStage::Retired => "stage-retired",
        })
    }

    /// A label for a step towards publication, by its key in `dataset.yaml`.
    #[must_use]
    pub fn step(&self, key: &str) -> &str {
        self.text(match key {
            "requested" => "stage-requested",
            "discovery" => "stage-discovery",
            "validation" => "stage-validation",
            "pipeline" => "stage-pipeline",
            "staging" => "stage-staging",
            _ => "step-go-live",
        })
    }

    /// A label for who may read a dataset.
    #[must_use]
    pub fn access(&self, access: Access) -> &str {
        self.text(match access {
            Access::Public => "access-public",
            Access::Internal => "access-internal",
        })
    }

    /// A label for whether a dataset is up to date.
    #[must_use]
    pub fn freshness(&self, status: FreshnessStatus) -> &str {
        self.text(match status {
            FreshnessStatus::Current => "freshness-current",
            FreshnessStatus::Due => "freshness-due",
            FreshnessStatus::Overdue => "freshness-overdue",
            FreshnessStatus::Behind => "freshness-behind",
            FreshnessStatus::Retired => "freshness-retired",
        })
    }

    /// Up to when the data goes, if that is long ago: `data to December 2023`.
    #[must_use]
    pub fn data_to(&self, freshness: &Freshness) -> Option<String> {
        let day = freshness.data_to?.0;
        Some(self.fill("data-to", &[("month", &self.period(&Period::Month(day.year(), day.month())))]))
    }

    /// The text of a badge: when the data was last updated, and whether an update is overdue or there will be no more.
    #[must_use]
    pub fn badge(&self, freshness: &Freshness) -> String {
        let date = match self.data_to(freshness) {
            Some(data_to) => self.fill("badge-behind", &[("date", &self.date(freshness.modified)), ("data", &data_to)]),
            None => self.date(freshness.modified),
        };
        match freshness.status {
            FreshnessStatus::Overdue => self.fill("badge-overdue", &[("date", &date)]),
            FreshnessStatus::Retired => self.fill("badge-retired", &[("date", &date)]),
            FreshnessStatus::Current | FreshnessStatus::Due | FreshnessStatus::Behind => date,
        }
    }

    /// A label for the kind of change in a release.
    #[must_use]
    pub fn note_kind(&self, kind: NoteKind) -> &str {
        self.text(match kind {
            NoteKind::Data => "note-data",
            NoteKind::Correction => "note-correction",
            NoteKind::Schema => "note-schema",
            NoteKind::Metadata => "note-metadata",
        })
    }

    /// A label for the marker in place of a figure.
    #[must_use]
    pub fn marker(&self, marker: Marker) -> &str {
        self.text(match marker {
            Marker::Confidential => "marker-confidential",
            Marker::NotAvailable => "marker-not-available",
            Marker::NotApplicable => "marker-not-applicable",
            Marker::Low => "marker-low",
            Marker::Unreliable => "marker-unreliable",
            Marker::Provisional => "marker-provisional",
            Marker::Revised => "marker-revised",
            Marker::Estimated => "marker-estimated",
            Marker::Forecast => "marker-forecast",
            Marker::Break => "marker-break",
            Marker::Total => "marker-total",
            Marker::NoneRecorded => "marker-none-recorded",
            Marker::Average => "marker-average",
            Marker::NotSignificant => "marker-not-significant",
        })
    }

    /// A label for the SPC rule that applies to a point.
    #[must_use]
    pub fn cause(&self, cause: Cause) -> &str {
        self.text(match cause {
            Cause::Common => "cause-common",
            Cause::AboveLimit => "cause-above-limit",
            Cause::BelowLimit => "cause-below-limit",
            Cause::Rising => "cause-rising",
            Cause::Falling => "cause-falling",
            Cause::NearUpper => "cause-near-upper",
            Cause::NearLower => "cause-near-lower",
            Cause::RunAbove => "cause-run-above",
            Cause::RunBelow => "cause-run-below",
        })
    }

    /// What the newest point of an SPC chart means, as a sentence.
    #[must_use]
    pub fn variation(&self, variation: Variation) -> &str {
        self.text(match variation {
            Variation::CommonCause => "variation-common-cause",
            Variation::ImprovementHigh => "variation-improvement-high",
            Variation::ImprovementLow => "variation-improvement-low",
            Variation::ConcernHigh => "variation-concern-high",
            Variation::ConcernLow => "variation-concern-low",
            Variation::NeutralHigh => "variation-neutral-high",
            Variation::NeutralLow => "variation-neutral-low",
        })
    }

    /// Whether the process is able to meet its target, as a sentence.
    #[must_use]
    pub fn assurance(&self, assurance: Assurance) -> &str {
        self.text(match assurance {
            Assurance::ConsistentPass => "assurance-consistent-pass",
            Assurance::ConsistentFail => "assurance-consistent-fail",
            Assurance::Inconsistent => "assurance-inconsistent",
        })
    }

    /// Why an SPC chart has no icon, as a sentence.
    #[must_use]
    pub fn reason(&self, reason: Reason) -> String {
        let key = match reason {
            Reason::FewPoints { points, needed } => {
                let needed = needed.to_string();
                let count = self.whole(points);
                return self.say("reason-few-points", &[("count", Arg::Count(points, &count)), ("needed", Arg::Text(&needed))]);
            }
            Reason::Unfit { special, points } => {
                let points = self.count("count-points", points);
                return self.fill("reason-unfit", &[("special", &self.whole(special)), ("points", &points)]);
            }
            Reason::Contradicted { met, points } => {
                let points = self.count("count-points", points);
                return self.fill("reason-contradicted", &[("met", &self.whole(met)), ("points", &points)]);
            }
            Reason::NoData => "reason-no-data",
            Reason::NoVariation => "reason-no-variation",
            Reason::NoNeighbours => "reason-no-neighbours",
            Reason::NoWidth => "reason-no-width",
            Reason::LatestMissing => "reason-latest-missing",
            Reason::LatestIncomplete => "reason-latest-incomplete",
        };
        self.text(key).to_owned()
    }

    /// How a table's small numbers were protected, in one or two sentences.
    #[must_use]
    pub fn protection(&self, protection: &Protection) -> String {
        let policy = &protection.policy;
        let mut said = if policy.counts.is_empty() {
            self.text("protection-no-counts").to_owned()
        } else if policy.below == 0 {
            let reason = policy.reason.as_deref().unwrap_or_else(|| self.text("protection-no-reason")).trim_end_matches('.');
            self.fill("protection-none", &[("reason", reason)])
        } else {
            self.suppressed(protection)
        };
        if !protection.hidden_in.is_empty() {
            let columns = protection.hidden_in.iter().map(|(name, count)| format!("{name} ({})", self.whole(*count)));
            said.push(' ');
            said.push_str(&self.fill("protection-columns", &[("columns", &self.few(columns.collect()))]));
        }
        if !protection.other_numbers.is_empty() && !policy.counts.is_empty() && policy.below > 0 {
            said.push(' ');
            said.push_str(&self.fill("protection-others", &[("columns", &self.few(protection.other_numbers.clone()))]));
        }
        if protection.hidden_before > 0 {
            said.push(' ');
            said.push_str(&self.count("protection-before", protection.hidden_before));
        }
        if let Some((release, reason)) = &protection.not_compared {
            said.push(' ');
            said.push_str(&self.fill("protection-earlier", &[("release", release), ("reason", reason)]));
        }
        said
    }

    /// The first of some names, and how many more there are.
    fn few(&self, names: Vec<String>) -> String {
        const MOST: usize = 8;
        let more = names.len().saturating_sub(MOST);
        let list = names.into_iter().take(MOST).collect::<Vec<_>>().join(", ");
        if more == 0 { list } else { self.fill("protection-more", &[("columns", &list), ("more", &self.whole(more))]) }
    }

    fn suppressed(&self, protection: &Protection) -> String {
        let policy = &protection.policy;
        let (count, most) = (self.whole(protection.hidden), policy.below.saturating_sub(1).to_string());
        let least = if policy.zeros == Zeros::Hidden { "0" } else { "1" };
        let range = [("least", Arg::Text(least)), ("most", Arg::Text(&most))];
        let mut said =
            self.say("protection-suppressed", &[[("count", Arg::Count(protection.hidden, &count))].as_slice(), &range].concat());
        if let Some(reason) = policy.reason.as_deref().filter(|_| policy.shows_small()) {
            let reason = reason.trim_end_matches('.');
            said.push(' ');
            said.push_str(&self.fill("protection-shown", &[("counts", &policy.small_shown()), ("reason", reason)]));
        }
        if let Some(base) = policy.round_to {
            said.push(' ');
            said.push_str(&self.fill("protection-rounded", &[("base", &base.to_string())]));
        }
        if protection.hidden > 0 {
            let width = policy.width.to_string();
            said.push(' ');
            said.push_str(&self.say("protection-width", &[[("width", Arg::Text(&width))].as_slice(), &range].concat()));
        }
        said
    }
}
