//! Rules about approvals.

pub(super) mod required;
