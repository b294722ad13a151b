//! Rules about KPIs.

pub(super) mod ambiguous;
pub(super) mod bounds;
pub(super) mod definition;
pub(super) mod duplicate_id;
pub(super) mod no_rows;
pub(super) mod rebase;
pub(super) mod target;
pub(super) mod unplaced;
