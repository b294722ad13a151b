//! Charts: SVG through the theme's templates.
//!
//! In: periods, readings, limits. Out: SVG with a title that says the finding, a description in words, gaps where figures
//! are missing, and no colour that means something alone. Coordinates are in the units of the view box.

mod across;
mod bar;
mod multiples;
mod scale;
mod series;
mod spark;
mod words;

pub(super) use bar::{Bar, bars, bars_file};
pub(super) use multiples::{Multiples, multiples};
use serde::Serialize;
pub(super) use series::{Drawn, places, series, series_file};
pub(super) use spark::spark;
pub(super) use words::rebases;

use crate::measure::{Measure, Reading};
use crate::model::{Format, Period};
use crate::words::Words;

/// What stands above and below a chart that is a file of its own.
#[derive(Serialize)]
pub(super) struct Caption {
    /// The finding, in lines that fit.
    pub(super) title: Vec<String>,
    /// What is shown: unit and periods.
    pub(super) subtitle: String,
    /// Who published it, and where it is explained.
    pub(super) source: Vec<String>,
}

/// What a chart shows.
pub(super) struct SeriesChart<'a> {
    /// Distinguishes the charts of a page.
    pub(super) id: &'a str,
    /// The finding, as a sentence.
    pub(super) title: &'a str,
    /// The periods.
    pub(super) periods: &'a [Period],
    /// The series.
    pub(super) measure: &'a Measure,
    /// How figures are written.
    pub(super) format: &'a Format,
    /// How many of the newest periods are provisional.
    pub(super) provisional: usize,
    /// The words of its language.
    pub(super) words: &'a Words,
}

/// A coordinate with one decimal: finer than any screen shows.
fn coordinate(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Unbroken stretches as the `points` of polylines. A missing figure breaks the line; a period without a row does not.
fn stretches(values: &[Option<f64>], place: impl Fn(usize, f64) -> (f64, f64), readings: &[Reading]) -> Vec<String> {
    let mut open: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    for (at, value) in values.iter().enumerate() {
        match value {
            Some(value) => {
                if let Some(stretch) = open.last_mut() {
                    stretch.push(place(at, *value));
                }
            }
            None if readings.get(at) == Some(&Reading::Absent) => {}
            None => open.push(Vec::new()),
        }
    }
    let write = |mut stretch: Vec<(f64, f64)>| {
        // A point that stands alone is a line to itself: with round ends that is a dot.
        if stretch.len() == 1 {
            stretch.push(stretch[0]);
        }
        stretch.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
    };
    open.into_iter().filter(|stretch| !stretch.is_empty()).map(write).collect()
}

/// A name that fits; the description and the table below the chart have it in full.
fn shortened(name: &str, most: usize) -> String {
    if name.chars().count() <= most { name.to_owned() } else { name.chars().take(most - 1).chain(['…']).collect() }
}
