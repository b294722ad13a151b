//! Machine-readable formats: the bytes of a route's file, from the catalogue.
//!
//! In: measured datasets. Out: JSON, Atom, site maps and the search index. Numbers are not rounded; a missing value is null and
//! comes with its marker.
//! Invariant: the same catalogue gives the same bytes, so none of them contains the time of the build.

use std::io;

mod assurance;
mod assurance_json;
mod badge;
mod checklist;
mod feed;
mod kpi;
mod kpi_csv;
mod period;
mod release;
mod sitemap;
mod table_csv;
mod taken_back;

pub use assurance::{AssuranceFigures, Coverage, assurance};
pub use assurance_json::assurance_json;
pub use badge::badge_json;
pub use checklist::{ChecklistLine, ChecklistState, checklist};
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
    let mut bytes = Vec::new();
    if value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, WholeNumbers)).is_err() {
        bytes.clear();
    }
    bytes.push(b'\n');
    bytes
}

/// Writes a whole number as `57`, as the CSV beside it does, and not as `57.0`.
struct WholeNumbers;

impl serde_json::ser::Formatter for WholeNumbers {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        // Below this, a float holds each whole number. Adding 0 makes `-0` a plain 0.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if value.fract() == 0.0 && value.abs() < EXACT {
            return write!(writer, "{:.0}", value + 0.0);
        }
        serde_json::ser::CompactFormatter.write_f64(writer, value)
    }
}
