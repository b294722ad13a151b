//! Findings that only figures, all datasets together or a planned site can tell.
//!
//! In: measured datasets, a catalogue, a site. Out: findings. One rule, one file.
//! Invariant: what a reader would see is judged, so a figure is looked at after its small numbers have been hidden.

mod address;
mod bounds;
mod dead_link;
mod duplicate_id;
mod duplicate_title;

pub use address::{clashes, clashes_after};
pub use bounds::out_of_bounds;
pub use dead_link::{PlacedLink, dead_links, links_of_dataset, links_of_settings};
pub use duplicate_id::duplicate_ids;
pub use duplicate_title::duplicate_titles;

use crate::diagnostic::Rule;

/// The rules of this stage. `links/broken` is that of [`check`](crate::check), which finds links that are wrong in themselves.
pub static RULES: [&Rule; 4] = [&address::RULE, &bounds::RULE, &duplicate_id::RULE, &duplicate_title::RULE];
