//! The portal's own KPIs, which count facts about its datasets.

use crate::catalogue::Catalogue;
use crate::measure::Card;
use crate::model::{ApprovalRole, FreshnessStatus};

/// How many items meet a condition, out of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The items that meet it.
    pub met: usize,
    /// All items it applies to.
    pub of: usize,
}

impl Coverage {
    /// The share in percent. `None` if there are no items.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    pub fn percent(self) -> Option<f64> {
        (self.of > 0).then(|| self.met as f64 / self.of as f64 * 100.0)
    }

    pub(super) fn count(items: impl Iterator<Item = bool>) -> Self {
        items.fold(Self::default(), |sum, met| Self { met: sum.met + usize::from(met), of: sum.of + 1 })
    }
}

/// The portal's own KPIs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AssuranceFigures {
    /// Datasets that state a data protection impact assessment (DPIA).
    pub dpia: Coverage,
    /// How many of these state that none was required.
    pub dpia_not_required: usize,
    /// Datasets approved in all roles that the portal names.
    pub checklist: Coverage,
    /// How many of these have no waiver in force.
    pub checklist_without_waivers: usize,
    /// Columns with a title, a type and a description.
    pub documented: Coverage,
    /// Columns of numbers with a unit.
    pub units: Coverage,
    /// Datasets updated regularly that are current or due.
    pub fresh: Coverage,
    /// Datasets without warnings.
    pub clean: Coverage,
    /// Counts suppressed by a policy.
    pub hidden: usize,
    /// Cells already marked confidential in their source.
    pub hidden_before: usize,
    /// Tables with a policy that suppresses counts.
    pub protected_tables: usize,
    /// The median number of days from the last day covered to publication, for datasets updated regularly.
    pub source_to_site: Option<f64>,
    /// The median number of days from request to go-live.
    pub request_to_live: Option<f64>,
}

/// Calculates the figures of the assurance page.
#[must_use]
pub fn assurance(catalogue: &Catalogue) -> AssuranceFigures {
    let datasets = || catalogue.datasets.iter().map(AsRef::as_ref);
    let roles = &catalogue.settings.portal.policy.roles;
    let tables = || datasets().flat_map(|dataset| &dataset.tables);
    let fields = || tables().flat_map(|table| &table.fields);
    let cadence = datasets().filter(|dataset| dataset.freshness.expected.is_some());
    let up_to_date = |dataset: &Card| matches!(dataset.freshness.status, FreshnessStatus::Current | FreshnessStatus::Due);
    AssuranceFigures {
        dpia: Coverage::count(datasets().map(|dataset| dataset.dpia.is_some())),
        dpia_not_required: datasets().filter(|dataset| dpia_state(dataset) == "not-required").count(),
        checklist: Coverage::count(datasets().map(|dataset| is_approved(dataset, roles))),
        checklist_without_waivers: datasets().filter(|dataset| is_approved(dataset, roles) && dataset.waivers.is_empty()).count(),
        documented: Coverage::count(fields().map(|field| !field.title.is_empty() && !field.description.is_empty())),
        units: Coverage::count(
            fields().filter(|field| field.kind.is_numeric()).map(|field| field.unit.is_some() || field.unit_column.is_some()),
        ),
        fresh: Coverage::count(cadence.map(up_to_date)),
        clean: Coverage::count(datasets().map(|dataset| dataset.warnings == 0)),
        hidden: tables().map(|table| table.protection.hidden).sum(),
        hidden_before: tables().map(|table| table.protection.hidden_before).sum(),
        protected_tables: tables().filter(|table| table.protection.policy.below > 0).count(),
        source_to_site: median(
            datasets()
                .filter(|dataset| dataset.freshness.expected.is_some())
                .filter_map(|dataset| Some((dataset.freshness.modified.0 - dataset.covers_to?.0).num_days())),
        ),
        request_to_live: median(datasets().filter_map(|dataset| Some((dataset.go_live?.0 - dataset.requested?.0).num_days()))),
    }
}

pub(super) fn is_approved(dataset: &Card, roles: &[ApprovalRole]) -> bool {
    roles.iter().all(|role| dataset.is_approved_by(*role))
}

/// Whether an assessment was made, or somebody decided that none was required.
pub(super) fn dpia_state(dataset: &Card) -> &'static str {
    let Some(dpia) = &dataset.dpia else { return "not-stated" };
    let stated = dpia.trim().to_lowercase();
    let is_not_required = ["not required", "not needed", "not applicable", "none required", "none needed", "no dpia"];
    if is_not_required.iter().any(|words| stated.starts_with(words)) { "not-required" } else { "completed" }
}

#[expect(clippy::cast_precision_loss, reason = "days are far below 2^53")]
fn median(days: impl Iterator<Item = i64>) -> Option<f64> {
    let mut days: Vec<i64> = days.collect();
    days.sort_unstable();
    let middle = days.len() / 2;
    match days.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(days[middle] as f64),
        _ => Some((days[middle - 1] + days[middle]) as f64 / 2.0),
    }
}
