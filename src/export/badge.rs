//! Badges in the shape of shields.io endpoints.

use serde_json::json;

use crate::measure::Measured;
use crate::model::FreshnessStatus;
use crate::words::badge_value;

/// A badge: `{"schemaVersion": 1, "label", "message", "color"}`.
#[must_use]
pub fn badge_json(dataset: &Measured) -> Vec<u8> {
    let status = dataset.freshness.status;
    let color = match status {
        FreshnessStatus::Current => "brightgreen",
        FreshnessStatus::Due => "yellow",
        FreshnessStatus::Overdue => "orange",
        FreshnessStatus::Retired => "lightgrey",
    };
    super::document(&json!({
        "schemaVersion": 1,
        "label": "data last updated",
        "message": badge_value(&dataset.freshness),
        "color": color,
        "isError": status == FreshnessStatus::Overdue,
    }))
}
