//! Rules about approvals, and about what must not be published yet.

pub(super) mod journey;
pub(super) mod not_live;
pub(super) mod owner;
pub(super) mod required;
pub(super) mod sensitive;
pub(super) mod two_roles;
pub(super) mod unsettled;
