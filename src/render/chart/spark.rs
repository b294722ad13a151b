//! Sparklines: the shape of a series, next to a figure that says the same in words.

use serde::Serialize;

use super::scale::Scale;
use crate::diagnostic::Diagnostic;
use crate::measure::Reading;
use crate::theme::Theme;
use crate::words::as_f64;

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 28.0;

#[derive(Serialize)]
struct View {
    width: f64,
    height: f64,
    lines: Vec<String>,
    /// The newest figure.
    end: Point,
}

#[derive(Serialize)]
struct Point {
    x: f64,
    y: f64,
}

/// The newest readings as SVG. Empty for fewer than two figures.
pub(in crate::render) fn spark(theme: &Theme, readings: &[Reading]) -> Result<String, Box<Diagnostic>> {
    let values: Vec<Option<f64>> = readings.iter().map(|reading| reading.float()).collect();
    if values.iter().flatten().count() < 2 {
        return Ok(String::new());
    }
    let Some(y) = Scale::fit(values.iter().copied().flatten(), HEIGHT - 2.0, 2.0) else { return Ok(String::new()) };
    let step = (WIDTH - 4.0) / as_f64(values.len() - 1);
    let x = |at: usize| super::coordinate(2.0 + as_f64(at) * step);
    let is_broken = |at: usize| matches!(readings[at], Reading::Missing(_));
    let lines = super::stretches(&values, |at, value| (x(at), y.at(value)), is_broken);
    let newest = values.iter().enumerate().rev().find_map(|(at, value)| Some((at, (*value)?)));
    let Some((at, value)) = newest else { return Ok(String::new()) };
    let view = View { width: WIDTH, height: HEIGHT, lines, end: Point { x: x(at), y: y.at(value) } };
    Ok(String::from_utf8_lossy(&theme.fill("chart/spark.svg", &view)?).into_owned())
}
