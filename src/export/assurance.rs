//! The portal's own KPIs: what can be told of its datasets by counting.

use serde_json::{Value, json};

use crate::catalogue::Catalogue;
use crate::measure::Measured;
use crate::model::{ApprovalRole, FreshnessStatus, Preset};

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Those that fulfil it.
    pub met: usize,
    /// All that could.
    pub of: usize,
}

impl Coverage {
    /// The share in percent; none of nothing.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    pub fn percent(self) -> Option<f64> {
        (self.of > 0).then(|| self.met as f64 / self.of as f64 * 100.0)
    }

    fn count(items: impl Iterator<Item = bool>) -> Self {
        items.fold(Self::default(), |sum, met| Self { met: sum.met + usize::from(met), of: sum.of + 1 })
    }
}

/// The portal's own KPIs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AssuranceFigures {
    /// Datasets that state a DPIA.
    pub dpia: Coverage,
    /// Datasets with all three approvals.
    pub checklist: Coverage,
    /// Columns with a title, a type and a description.
    pub documented: Coverage,
    /// Columns of numbers with a unit.
    pub units: Coverage,
    /// Datasets with a cadence that are current or due.
    pub fresh: Coverage,
    /// Datasets without a warning.
    pub clean: Coverage,
    /// Counts that policies hid.
    pub hidden: usize,
    /// Cells that were confidential in their sources.
    pub hidden_before: usize,
    /// Tables with a policy that hides counts.
    pub protected_tables: usize,
    /// Median days from the last day covered to publication, of datasets with a cadence.
    pub source_to_site: Option<f64>,
    /// Median days from request to go-live.
    pub request_to_live: Option<f64>,
}

/// Counts what the assurance page shows.
#[must_use]
pub fn assurance(catalogue: &Catalogue) -> AssuranceFigures {
    let datasets = || catalogue.datasets.iter().map(AsRef::as_ref);
    let tables = || datasets().flat_map(|dataset| &dataset.tables);
    let fields = || tables().flat_map(|table| &table.dictionary.fields);
    let cadence = datasets().filter(|dataset| dataset.freshness.expected.is_some());
    let up_to_date = |dataset: &Measured| matches!(dataset.freshness.status, FreshnessStatus::Current | FreshnessStatus::Due);
    AssuranceFigures {
        dpia: Coverage::count(
            datasets().map(|dataset| dataset.metadata.governance.as_ref().is_some_and(|governance| governance.dpia.is_some())),
        ),
        checklist: Coverage::count(datasets().map(is_approved)),
        documented: Coverage::count(fields().map(|field| !field.title.is_empty() && !field.description.is_empty())),
        units: Coverage::count(fields().filter(|field| field.kind.is_numeric()).map(|field| field.unit.is_some())),
        fresh: Coverage::count(cadence.map(up_to_date)),
        clean: Coverage::count(datasets().map(|dataset| dataset.warnings == 0)),
        hidden: tables().map(|table| table.protection.hidden).sum(),
        hidden_before: tables().map(|table| table.protection.hidden_before).sum(),
        protected_tables: tables().filter(|table| table.protection.policy.preset != Preset::None).count(),
        source_to_site: median(datasets().filter(|dataset| dataset.freshness.expected.is_some()).filter_map(|dataset| {
            let covered = dataset.metadata.covers.as_ref()?.to.as_ref()?;
            Some((dataset.metadata.modified.0 - covered.0).num_days())
        })),
        request_to_live: median(datasets().filter_map(|dataset| {
            let journey = dataset.metadata.journey.as_ref()?;
            Some((journey.go_live?.0 - journey.requested?.0).num_days())
        })),
    }
}

fn is_approved(dataset: &Measured) -> bool {
    let approvals = dataset.metadata.governance.as_ref().map_or(&[][..], |governance| governance.approvals.as_slice());
    let needed = [ApprovalRole::InformationGovernance, ApprovalRole::StatisticalControl, ApprovalRole::BusinessOwner];
    needed.iter().all(|role| approvals.iter().any(|approval| approval.role == *role))
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

/// The portal's own KPIs, and each dataset's part in them.
#[must_use]
pub fn assurance_json(catalogue: &Catalogue) -> Vec<u8> {
    let figures = assurance(catalogue);
    let coverage = |coverage: Coverage| json!({"met": coverage.met, "of": coverage.of, "percent": coverage.percent()});
    let datasets: Vec<Value> = catalogue.titled().map(|(_, dataset)| dataset_json(dataset)).collect();
    super::document(&json!({
        "as_of": catalogue.as_of,
        "dpia_stated": coverage(figures.dpia),
        "checklist_complete": coverage(figures.checklist),
        "columns_documented": coverage(figures.documented),
        "numbers_with_unit": coverage(figures.units),
        "up_to_date": coverage(figures.fresh),
        "checks_without_warning": coverage(figures.clean),
        "counts_hidden": figures.hidden,
        "cells_confidential_in_source": figures.hidden_before,
        "tables_protected": figures.protected_tables,
        "median_days_source_to_site": figures.source_to_site,
        "median_days_request_to_live": figures.request_to_live,
        "datasets": datasets,
    }))
}

fn dataset_json(dataset: &Measured) -> Value {
    let governance = dataset.metadata.governance.as_ref();
    let tables: Vec<Value> = dataset
        .tables
        .iter()
        .map(|table| {
            let protection = &table.protection;
            json!({
                "table": *table.spec.name,
                "preset": protection.policy.preset.word(),
                "reason": protection.policy.reason,
                "hidden": protection.hidden,
                "confidential_in_source": protection.hidden_before,
                "rows": table.download.rows,
                "sha256": table.download.sha256,
            })
        })
        .collect();
    json!({
        "id": dataset.id.as_str(),
        "dpia": governance.and_then(|governance| governance.dpia.as_deref()),
        "approved": is_approved(dataset),
        "modified": *dataset.metadata.modified,
        "status": dataset.freshness.status.word(),
        "warnings": dataset.warnings,
        "tables": tables,
        "waivers": dataset.metadata.waivers.iter().map(|waiver| json!({
            "rule": *waiver.rule, "until": *waiver.until, "reason": waiver.reason, "approved_by": waiver.approved_by,
        })).collect::<Vec<_>>(),
    })
}
