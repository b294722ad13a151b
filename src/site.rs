//! [`Catalogue`](crate::catalogue::Catalogue) to [`Site`]: every file of the site as a value.
//!
//! In: a catalogue. Out: a [`Route`](crate::route::Route) for each file of the site.
//! Invariant: nothing is rendered here. The routes of a catalogue are distinct, and the same every time.

mod find;
mod plan;

pub use plan::{Site, plan};
