//! [`Catalogue`](crate::catalogue::Catalogue) to [`Site`]: every file of the site is a value.
//!
//! In: a catalogue. Out: a [`Route`](crate::route::Route) for each file of the site.
//! Invariant: nothing is rendered here; the routes of one catalogue are distinct and the same every time.

mod find;
mod plan;

pub use plan::{Site, plan};
