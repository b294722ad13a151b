//! Rules about the protection of small numbers.

pub(super) mod count_as_text;
pub(super) mod given_away;
pub(super) mod hidden_limit;
pub(super) mod looser;
pub(super) mod names;
pub(super) mod no_policy;
pub(super) mod small_counts;
pub(super) mod undecided;
pub(super) mod whole_group;
