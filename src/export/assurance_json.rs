//! `assurance.json`.

use serde_json::{Value, json};

use super::assurance::{Coverage, assurance, dpia_state, is_approved};
use super::checklist::checklist;
use crate::catalogue::Catalogue;
use crate::measure::Card;
use crate::model::ApprovalRole;

/// The portal's own KPIs, and what each dataset contributes to them.
#[must_use]
pub fn assurance_json(catalogue: &Catalogue) -> Vec<u8> {
    let figures = assurance(catalogue);
    let coverage = |coverage: Coverage| json!({"met": coverage.met, "of": coverage.of, "percent": coverage.percent()});
    let datasets: Vec<Value> =
        catalogue.titled().map(|(_, dataset)| dataset_json(dataset, &catalogue.settings.portal.policy.roles)).collect();
    super::document(&json!({
        "as_of": catalogue.as_of,
        "dpia_stated": coverage(figures.dpia),
        "dpia_not_required": figures.dpia_not_required,
        "checklist_complete": coverage(figures.checklist),
        "checklist_complete_without_waivers": figures.checklist_without_waivers,
        "columns_documented": coverage(figures.documented),
        "numbers_with_unit": coverage(figures.units),
        "up_to_date": coverage(figures.fresh),
        "checks_without_warning": coverage(figures.clean),
        "checklist": checklist(catalogue, &figures),
        "counts_hidden": figures.hidden,
        "cells_confidential_in_source": figures.hidden_before,
        "tables_protected": figures.protected_tables,
        "median_days_source_to_site": figures.source_to_site,
        "median_days_request_to_live": figures.request_to_live,
        "waivers": catalogue.settings.portal.waivers.iter().map(|waiver| json!({
            "rule": *waiver.rule, "until": *waiver.until, "reason": waiver.reason, "approved_by": waiver.approved_by,
        })).collect::<Vec<_>>(),
        "datasets": datasets,
    }))
}

fn dataset_json(dataset: &Card, roles: &[ApprovalRole]) -> Value {
    let tables: Vec<Value> = dataset
        .tables
        .iter()
        .map(|table| {
            let protection = &table.protection;
            json!({
                "table": table.name,
                "preset": protection.policy.preset.word(),
                "reason": protection.policy.reason,
                "hidden": protection.hidden,
                "hidden_by_column": protection.hidden_in,
                "not_counts_of_people": protection.other_numbers,
                "not_compared_with_releases_to": protection.not_compared,
                "confidential_in_source": protection.hidden_before,
                "rows": table.rows,
                "sha256": table.csv.sha256,
            })
        })
        .collect();
    json!({
        "id": dataset.id.as_str(),
        "owner": dataset.owner,
        "dpia": dataset.dpia,
        "dpia_state": dpia_state(dataset),
        "approvals": dataset.approvals.iter().map(|approval| json!({
            "role": approval.role.word(), "by": approval.by, "on": approval.on, "reference": approval.reference, "is_of_this": approval.is_of_this,
        })).collect::<Vec<_>>(),
        "content": dataset.content,
        "approved": is_approved(dataset, roles),
        "modified": dataset.freshness.modified,
        "status": dataset.freshness.status.word(),
        "warnings": dataset.warnings,
        "tables": tables,
        "waivers": dataset.waivers.iter().map(|waiver| json!({
            "rule": waiver.rule, "until": waiver.until, "reason": waiver.reason, "approved_by": waiver.approved_by,
        })).collect::<Vec<_>>(),
    })
}
