//! The checklist of information governance, answered from what the portal knows.

use serde::Serialize;

use super::assurance::{AssuranceFigures, Coverage};
use crate::catalogue::Catalogue;

/// One line of the checklist.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChecklistLine {
    /// Its name.
    pub line: &'static str,
    /// Whether it is met.
    pub state: ChecklistState,
    /// How many datasets, columns or tables meet it, if it is counted.
    #[serde(skip)]
    pub coverage: Option<Coverage>,
    /// Where somebody says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// Whether a line of the checklist is met, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChecklistState {
    /// The site would not have been made otherwise.
    Proved,
    /// Somebody says so, and readers can see who.
    Declared,
    /// Nobody says so.
    Open,
}

/// The checklist, in the order of the classification of data, security, and what is published.
#[must_use]
pub fn checklist(catalogue: &Catalogue, figures: &AssuranceFigures) -> Vec<ChecklistLine> {
    let datasets = || catalogue.datasets.iter();
    let portal = &catalogue.settings.portal;
    let is_waived = |group: &str| {
        let of_datasets = datasets().flat_map(|card| &card.waivers).map(|waiver| waiver.rule.as_str());
        of_datasets.chain(portal.waivers.iter().map(|waiver| waiver.rule.as_str())).any(|rule| rule.starts_with(group))
    };
    // An error of these rules stops the site. A waiver of one is somebody's word.
    let proved = |line, group: &str| {
        let state = if is_waived(group) { ChecklistState::Declared } else { ChecklistState::Proved };
        ChecklistLine { line, state, coverage: None, link: None }
    };
    let counted = |line, coverage: Coverage, met: ChecklistState| {
        let state = if coverage.met == coverage.of { met } else { ChecklistState::Open };
        ChecklistLine { line, state, coverage: Some(coverage), link: None }
    };
    let declared = |line, key: &str| {
        let link = portal.declarations.get(key).map(|link| link.to_string());
        let state = if link.is_some() { ChecklistState::Declared } else { ChecklistState::Open };
        ChecklistLine { line, state, coverage: None, link }
    };
    let retention = Coverage::count(datasets().map(|card| card.retention.is_some()));
    // Where a policy shows small counts, its reason is somebody's word too.
    let policies = datasets().flat_map(|card| &card.tables).map(|table| &table.protection.policy);
    let hide = Coverage::count(policies.filter(|policy| !policy.counts.is_empty()).map(|policy| !policy.shows_small()));
    let small_numbers = match proved("small-numbers", "protect/") {
        line if hide.met == hide.of => line,
        line => ChecklistLine { state: ChecklistState::Declared, coverage: Some(hide), ..line },
    };
    vec![
        proved("identifiers", "privacy/"),
        counted("dpia", figures.dpia, ChecklistState::Declared),
        counted("dictionary", figures.documented, ChecklistState::Proved),
        proved("secrets", "secrets/"),
        declared("access", "access"),
        declared("audit-log", "audit-log"),
        small_numbers,
        proved("aggregated", "privacy/"),
        counted("retention", retention, ChecklistState::Declared),
        counted("approvals", figures.checklist, ChecklistState::Declared),
    ]
}
