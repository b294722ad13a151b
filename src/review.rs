//! Findings that show only in the figures, across all datasets or in a planned site.
//!
//! In: measured datasets, a catalogue and a site. Out: findings. Each rule has its own file.
//! Invariant: this stage judges what readers will see, so it looks at figures after small numbers have been suppressed.

mod absent_named;
mod address;
mod approval;
mod bounds;
mod dead_link;
mod duplicate_id;
mod duplicate_title;
mod folded;
mod shown_cell;
mod shown_elsewhere;
mod spc_fit;

pub use absent_named::{AbsentNames, absent_named};
pub use address::{clashes, clashes_after};
pub use approval::{RULE as APPROVAL_OUTDATED, outdated_approvals};
pub use bounds::out_of_bounds;
pub use dead_link::{PlacedLink, dead_links, links_of_dataset, links_of_settings};
pub use duplicate_id::duplicate_ids;
pub use duplicate_title::duplicate_titles;
pub use shown_cell::HiddenCells;
pub use shown_elsewhere::shown_elsewhere;
pub use spc_fit::misfits;

use crate::diagnostic::Rule;

/// The rules of this stage. The rule `links/broken` belongs to [`check`](crate::check), which finds links that are wrong in
/// themselves.
pub static RULES: [&Rule; 9] = [
    &absent_named::RULE,
    &address::LONG,
    &address::RULE,
    &approval::RULE,
    &bounds::RULE,
    &duplicate_id::RULE,
    &duplicate_title::RULE,
    &shown_elsewhere::RULE,
    &spc_fit::RULE,
];
