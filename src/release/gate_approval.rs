//! Approvals of gates that became looser.

use super::facts::Facts;
use super::portal_gates::{Loosened, loosened_hash};
use crate::model::{GateApproval, PortalPolicy, is_beginning_of_hash};

/// Says of gates that became looser who approved it. An approval names exactly these changes, by their hash, and is not older than
/// the earlier site.
pub fn approve(loosened: &mut [Loosened], policy: &PortalPolicy, [before, now]: [&Facts; 2]) {
    let hash = loosened_hash(loosened);
    let holds = |approval: &&GateApproval| {
        is_beginning_of_hash(&approval.gates, &hash)
            && before.as_of.is_none_or(|day| approval.on >= day)
            && now.as_of.is_none_or(|day| approval.on <= day)
    };
    if let Some(approval) = policy.approvals.iter().find(holds) {
        let said = [approval.by.clone(), approval.on.to_string(), approval.reason.clone()];
        for gate in loosened {
            gate.approved = Some(said.clone());
        }
    }
}
