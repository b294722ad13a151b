//! Texts as readers see them, and what can be wrong with one that looks right: accents read in the wrong encoding.

mod garbled;
mod looks;
mod spreadsheet;
mod unsettled;

pub use garbled::garbled;
pub use looks::{composed, looks};
pub use spreadsheet::changed_by_spreadsheet;
pub use unsettled::{is_said, is_unsettled};
