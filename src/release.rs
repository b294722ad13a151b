//! What a release says of itself, and how it differs from the one before.
//!
//! In: a catalogue and the [`Facts`] of an earlier site. Out: the facts of this one, all [`Changes`] between the two, and findings
//! about changes that must not be published without a word.
//! Invariant: only published cells are compared. Whether a hidden cell changed is not said, and no hash of unpublished bytes is
//! written.

mod changes;
mod facts;
mod gate_approval;
mod gates;
mod kpi_history;
mod new_release;
mod note;
mod portal_gates;
mod step;
mod table_change;

pub use changes::{Changes, DatasetChange, FileOf, KpiChange, compare};
pub use facts::{ColumnFacts, DatasetFacts, FACTS, Facts, KpiFacts, Past, Source, TableFacts, Withdrawal};
pub use gate_approval::approve;
pub use gates::{RULES, gates, older_commit};
pub use kpi_history::{KpiHistory, Published, kpi_history, read_history, write_history};
pub use new_release::NewRelease;
pub use note::draft_note;
pub use portal_gates::{Level, Loosened, PortalGates, loosened, portal_gates};
pub use step::Step;
pub use table_change::{Fate, Revision, TableChange};
