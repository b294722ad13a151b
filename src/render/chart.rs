//! Charts as SVG, made with the theme's templates.
//!
//! In: periods, readings and limits. Out: SVG with the finding as its title, a description in words, gaps where figures are
//! missing, and no meaning given by colour alone. Coordinates are in units of the view box.

mod across;
mod bar;
mod multiples;
mod scale;
mod series;
mod spark;
mod words;

pub(super) use bar::{Bar, bars, bars_file};
pub(super) use multiples::{Multiples, multiples};
pub(super) use series::{Drawn, places, series, series_file};
pub(super) use spark::spark;
pub(super) use words::rebases;

use std::fmt::{self, Write as _};

use serde::Serialize;

use crate::measure::spc::Range;
use crate::measure::{Measure, Reading};
use crate::model::{Format, Period};
use crate::words::Words;

/// The text above and below a chart that is a file of its own.
#[derive(Serialize)]
pub(super) struct Caption {
    /// The finding, split into lines that fit.
    pub(super) title: Vec<String>,
    /// The unit and the periods shown.
    pub(super) subtitle: String,
    /// Who published the chart, and the address of its page.
    pub(super) source: Vec<String>,
}

/// What a chart shows.
pub(super) struct SeriesChart<'a> {
    /// An id that is unique on the page.
    pub(super) id: &'a str,
    /// The finding, as a sentence.
    pub(super) title: &'a str,
    /// The periods.
    pub(super) periods: &'a [Period],
    /// The series.
    pub(super) measure: &'a Measure,
    /// What the figures can be: the axis goes no further.
    pub(super) range: Range,
    /// How figures are formatted.
    pub(super) format: &'a Format,
    /// How many of the newest periods are provisional.
    pub(super) provisional: usize,
    /// The kind of its periods, by an example, if readers can count them as such: `20 months`.
    pub(super) step: Option<&'a Period>,
    /// The words of the chart's language.
    pub(super) words: &'a Words,
}

/// A coordinate as it is written. It has at most one decimal, so there is no need to look for its shortest digits.
struct Tenths(f64);

impl fmt::Display for Tenths {
    #[expect(clippy::cast_possible_truncation, reason = "coordinates are within a view box")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 * 10.0).round() as i64;
        let sign = if tenths < 0 { "-" } else { "" };
        match (tenths.abs() / 10, tenths.abs() % 10) {
            (whole, 0) => write!(f, "{sign}{whole}"),
            (whole, tenth) => write!(f, "{sign}{whole}.{tenth}"),
        }
    }
}

/// A coordinate rounded to one decimal place, which is finer than any screen shows.
fn coordinate(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// The line as one list of `points` for each polyline. It is broken where `is_broken` says so for the place before a value.
fn stretches(values: &[Option<f64>], place: impl Fn(usize, f64) -> (f64, f64), is_broken: impl Fn(usize) -> bool) -> Vec<String> {
    let mut open: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    for (at, value) in values.iter().enumerate() {
        if is_broken(at) {
            open.push(Vec::new());
        }
        if let Some((value, stretch)) = value.zip(open.last_mut()) {
            stretch.push(place(at, value));
        }
    }
    let write = |mut stretch: Vec<(f64, f64)>| {
        let mut points = String::with_capacity(12 * stretch.len());
        // A single point becomes a line from itself to itself, drawn as a dot because line ends are round.
        if stretch.len() == 1 {
            stretch.push(stretch[0]);
        }
        for (x, y) in stretch {
            let space = if points.is_empty() { "" } else { " " };
            let _ = write!(points, "{space}{},{}", Tenths(x), Tenths(y));
        }
        points
    };
    open.into_iter().filter(|stretch| !stretch.is_empty()).map(write).collect()
}

/// Whether a series has no figure at a place, or lacks periods before it. A period in which only other series have rows does not
/// break a line.
fn is_broken(measure: &Measure, at: usize) -> bool {
    matches!(measure.readings.get(at), Some(Reading::Missing(_))) || measure.gaps.iter().any(|gap| gap.before == at)
}

/// A name shortened to fit. The description and the table below the chart give it in full.
fn shortened(name: &str, most: usize) -> String {
    if name.chars().count() <= most { name.to_owned() } else { name.chars().take(most - 1).chain(['…']).collect() }
}
