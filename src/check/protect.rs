//! Rules about the protection of small numbers.

pub(super) mod no_policy;
