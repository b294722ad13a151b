//! Charts: SVG through the theme's templates.
//!
//! In: periods, readings, limits. Out: SVG with a title that says the finding, a description in words, gaps where figures
//! are missing, and no colour that means something alone. Coordinates are in the units of the view box.

mod bar;
mod scale;
mod series;
mod spark;

pub(super) use bar::{Bar, bars};
pub(super) use series::{SeriesChart, series};
pub(super) use spark::spark;

/// A coordinate with one decimal: finer than any screen shows.
fn coordinate(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
