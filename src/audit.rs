//! The audit log: who did what with which dataset, when, for what, and how it ended.
//!
//! In: what a command did. Out: one line of JSON for each event, which names the SHA-256 of the line before it; and what is wrong
//! with such a log, or what it tells in words.
//! Invariant: a line holds nothing of a person. `actor` is a role or a keyed pseudonym, `purpose` passes the scan, counts are of
//! files or rows, and `input` is a hash of published bytes. A log that holds nothing personal need never be changed, and can be
//! kept as long as the data.

mod actor;
mod chain;
mod line;
mod story;

pub use actor::{ActorError, actor};
pub use chain::{Anchor, Fault, NONE_BEFORE, anchored, digest, faults};
pub use line::{Event, Line, PersonalError, purpose};
pub use story::story;
