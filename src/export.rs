//! Machine formats: a route's bytes from the catalogue.
//!
//! In: measured datasets. Out: JSON, Atom, site maps and the search index. Numbers are unrounded; a missing value is null with its marker.
//! Invariant: the same catalogue gives the same bytes; no time of building stands in any of them.

mod assurance;
mod badge;
mod feed;
mod kpi;
mod kpi_csv;
mod sitemap;
mod table_csv;

pub use assurance::{AssuranceFigures, Coverage, assurance, assurance_json};
pub use badge::badge_json;
pub use feed::feed;
pub use kpi::kpi_json;
pub use kpi_csv::kpi_csv;
pub use sitemap::{robots, sitemap, sitemap_part};
pub use table_csv::table_csv;

/// A JSON document with a line end.
fn document(value: &serde_json::Value) -> Vec<u8> {
    let mut bytes = format!("{value:#}").into_bytes();
    bytes.push(b'\n');
    bytes
}

/// A JSON document on one line, for documents that programs read many of.
fn compact<T: serde::Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
