//! Datasets on their way to publication, however little there is of them.

use serde_json::Value;

use super::edition::Head;
use super::{Root, Settings};
use crate::model::{ApprovalRole, DatasetId, Date, JourneyCard, JourneyStage, Need, is_said};

/// A dataset that is not live yet. `None` if it is, or if nothing sensible can be read of it.
#[must_use]
pub fn load_journey(root: &Root, id: &DatasetId, settings: &Settings) -> Option<JourneyCard> {
    let head = Head::read(root, id)?;
    let stage = head.stage()?;
    if stage >= JourneyStage::Live {
        return None;
    }
    let roles = &settings.portal.policy.roles;
    let lacks = |need: &Need| !is_met(*need, &head, root, id);
    let next = JourneyStage::TO_LIVE.iter().find(|other| **other > stage);
    let title = head.0["title"].as_str().unwrap_or_default();
    Some(JourneyCard {
        id: id.clone(),
        title: if title.is_empty() { id.to_string() } else { title.to_owned() },
        stage,
        since: Date::parse(head.0["journey"][stage.word()].as_str().unwrap_or_default()).ok(),
        go_live: head.go_live().ok().flatten(),
        lacks: Need::up_to(stage, roles).filter(lacks).collect(),
        next: next.map_or_else(Vec::new, |stage| Need::of(*stage, roles).into_iter().filter(lacks).collect()),
        is_shown: false,
    })
}

fn is_met(need: Need, head: &Head, root: &Root, id: &DatasetId) -> bool {
    let folder = format!("datasets/{id}");
    let states = |value: &Value| match value {
        Value::String(text) => is_said(text),
        Value::Null => false,
        _ => true,
    };
    let tables = || head.0["tables"].as_array().into_iter().flatten();
    let has_file =
        |table: &Value, key: &str, otherwise: &str| root.has(&format!("{folder}/{}", table[key].as_str().unwrap_or(otherwise)));
    match need {
        Need::Day(stage) => states(&head.0["journey"][stage.word()]),
        Need::Contact => states(&head.0["journey"]["contact"]),
        Need::TermsOfReference => states(&head.0["journey"]["terms_of_reference"]),
        Need::TestData => states(&head.0["journey"]["test_data"]),
        Need::Dpia => states(&head.0["governance"]["dpia"]),
        Need::LawfulBasis => states(&head.0["governance"]["lawful_basis"]),
        Need::Retention => states(&head.0["governance"]["retention"]),
        Need::Data => tables().next().is_some() && tables().all(|table| has_file(table, "file", "")),
        Need::Dictionary => tables().next().is_some() && tables().all(|table| has_file(table, "dictionary", "dictionary.csv")),
        Need::Guidance => root.has(&format!("{folder}/guidance.md")),
        Need::GoLive => head.go_live().ok().flatten().is_some(),
        Need::ReleaseNote => !root.files(&format!("{folder}/releases/"), ".md").is_empty(),
        Need::Approval(role) => approved(head, role),
    }
}

fn approved(head: &Head, role: ApprovalRole) -> bool {
    let approvals = head.0["governance"]["approvals"].as_array().into_iter().flatten();
    approvals.into_iter().any(|approval| approval["role"].as_str() == Some(role.word()))
}
