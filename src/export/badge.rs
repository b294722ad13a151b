//! Badges in the format of shields.io endpoints.

use serde_json::json;

use crate::model::{Freshness, FreshnessStatus};
use crate::words::Words;

/// A badge: `{"schemaVersion": 1, "label", "message", "color"}`.
#[must_use]
pub fn badge_json(freshness: &Freshness, words: &Words) -> Vec<u8> {
    let status = freshness.status;
    let color = match status {
        FreshnessStatus::Current => "brightgreen",
        FreshnessStatus::Due => "yellow",
        FreshnessStatus::Overdue | FreshnessStatus::Behind => "orange",
        FreshnessStatus::Retired => "lightgrey",
    };
    super::document(&json!({
        "schemaVersion": 1,
        "label": words.text("badge-label"),
        "message": words.badge(freshness),
        "color": color,
        "isError": matches!(status, FreshnessStatus::Overdue | FreshnessStatus::Behind),
    }))
}
