//! What can be worked out from published counts, and what to hide so that it cannot.
//!
//! In: a [`Model`]: counts, what a reader knows of each when it is shown and when it is hidden, and the equations between them.
//! Out: [`select`] says which counts to hide, and [`too_narrow`] which hidden counts can still be worked out too closely.
//! [`intervals`] gives the numbers that each count can be.
//!
//! A hidden count is safe if two tables of whole numbers agree with everything that is published and differ at that count by the
//! width that it needs. Both tables are checked in whole numbers. The linear solver only proposes them: if it errs, a safe table
//! is refused, and an unsafe one never passes.
//!
//! The way of working is that of the literature on complementary cell suppression. Attackers know the published figures, and no
//! more than the bounds say.

mod exact;
mod exchange;
mod facts;
mod interval;
mod memory;
mod model;
mod narrow;
mod part;
mod reason;
mod select;
mod solve;
mod tables;
mod way;
mod witnesses;

pub use facts::{Bounds, Contradiction, Equation, Facts};
pub use interval::{intervals, too_narrow};
pub use memory::{Memory, NoMemory, Origin, select_once};
pub use model::{Count, Model, Share, Standing};
pub use reason::reason;
pub use select::{Selection, select};
pub use tables::{Absent, Assembled, CountTable, Dimension, Measure, SumAt, assemble};
