//! Texts as readers see them, and what can be wrong with one that looks right: invisible characters, and accents read in the
//! wrong encoding.

mod garbled;
mod invisible;
mod looks;
mod spreadsheet;

pub use garbled::garbled;
pub use invisible::{hidden, hidden_entity, is_invisible};
pub use looks::{composed, looks};
pub use spreadsheet::changed_by_spreadsheet;
