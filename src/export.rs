//! Machine-readable formats: the bytes of a route's file, from the catalogue.
//!
//! In: measured datasets. Out: JSON, Atom, site maps and the search index. Numbers are not rounded; a missing value is null and
//! comes with its marker.
//! Invariant: the same catalogue gives the same bytes, so none of them contains the time of the build.

mod assurance;
mod badge;
mod feed;
mod kpi;
mod kpi_csv;
mod period;
mod release;
mod sitemap;
mod table_csv;
mod taken_back;

pub use assurance::{AssuranceFigures, Coverage, assurance, assurance_json};
pub use badge::badge_json;
pub use feed::{Event, feed};
pub use kpi::kpi_json;
pub use kpi_csv::kpi_csv;
pub use release::{kpi_revisions, release_json};
pub use sitemap::{robots, sitemap, sitemap_part};
pub use table_csv::table_csv;
pub use taken_back::{feed_with, only_notice, sitemap_with, with_first, with_notice};

/// A JSON document that ends with a line feed.
fn document(value: &serde_json::Value) -> Vec<u8> {
    let mut bytes = format!("{value:#}").into_bytes();
    bytes.push(b'\n');
    bytes
}

/// A JSON document on one line, for documents that programs read in large numbers.
fn compact<T: serde::Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
