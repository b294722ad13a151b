//! Rules about approvals.

pub(super) mod required;
pub(super) mod unsettled;
