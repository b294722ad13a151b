//! Horizontal bars, which start at zero and leave room for names.

use serde::Serialize;

use super::{Caption, coordinate, shortened};
use crate::diagnostic::Diagnostic;
use crate::model::{Decimal, Format, Marker, float};
use crate::theme::Theme;
use crate::words::{Words, as_f64};

const WIDTH: f64 = 640.0;
const ROW: f64 = 34.0;
const LABEL: f64 = 220.0;
const FIGURE: f64 = 110.0;

/// A bar with its name and figure. Without a figure, only its text is drawn.
pub(in crate::render) struct Bar {
    /// What it shows.
    pub(in crate::render) name: String,
    /// Its figure.
    pub(in crate::render) value: Option<Decimal>,
    /// The marker in place of its figure.
    pub(in crate::render) marker: Option<Marker>,
    /// Its confidence interval.
    pub(in crate::render) interval: Option<(Decimal, Decimal)>,
    /// The text after the bar.
    pub(in crate::render) text: String,
}

#[derive(Serialize)]
struct View<'a> {
    id: &'a str,
    title: &'a str,
    description: String,
    width: f64,
    height: f64,
    zero: f64,
    bars: Vec<BarView>,
}

#[derive(Serialize)]
struct BarView {
    /// The full name, for when it has its own line.
    name: String,
    /// The shortened name, for when it shares a line with the bar.
    short: String,
    text: String,
    text_at: f64,
    from: f64,
    width: f64,
    top: f64,
    baseline: f64,
    /// The ends of the confidence interval.
    whisker: Option<Ends>,
}

#[derive(Serialize)]
struct Ends {
    from: f64,
    to: f64,
}

/// The bars as SVG. Empty if there are none.
pub(in crate::render) fn bars(
    theme: &Theme,
    id: &str,
    title: &str,
    bars: &[Bar],
    format: &Format,
    words: &Words,
) -> Result<String, Box<Diagnostic>> {
    if bars.is_empty() {
        return Ok(String::new());
    }
    Ok(String::from_utf8_lossy(&theme.fill("chart/bar.svg", &view(id, title, bars, format, words))?).into_owned())
}

/// The bars as a file of its own, which needs no style sheet.
pub(in crate::render) fn bars_file(
    theme: &Theme,
    bars: &[Bar],
    format: &Format,
    caption: &Caption,
    words: &Words,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    #[derive(Serialize)]
    struct File<'a> {
        caption: &'a Caption,
        chart: View<'a>,
    }
    theme.fill("chart/bar_file.svg", &File { caption, chart: view("chart", "", bars, format, words) })
}

fn view<'a>(id: &'a str, title: &'a str, bars: &[Bar], format: &Format, words: &Words) -> View<'a> {
    let ends = |bar: &Bar| bar.interval.map_or([None; 2], |(lower, upper)| [Some(lower), Some(upper)]);
    let values = || bars.iter().flat_map(|bar| ends(bar).into_iter().chain([bar.value])).flatten().map(float);
    let (low, high) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
    let range = if high > low { high - low } else { 1.0 };
    let at = |value: f64| coordinate(LABEL + (value - low) / range * (WIDTH - LABEL - FIGURE));
    let view_of = |(row, bar): (usize, &Bar)| {
        let top = as_f64(row) * ROW;
        let value = bar.value.map_or(0.0, float);
        let (from, to) = (at(value.min(0.0)), at(value.max(0.0)));
        let width = coordinate(to - from);
        let (name, short) = (shortened(&bar.name, 36), shortened(&bar.name, 28));
        let whisker = bar.interval.map(|(lower, upper)| Ends { from: at(float(lower)), to: at(float(upper)) });
        let text_at = whisker.as_ref().map_or(to, |whisker| to.max(whisker.to)) + 6.0;
        BarView { name, short, text: bar.text.clone(), text_at, from, width, top: top + 4.0, baseline: top + 22.0, whisker }
    };
    let described = |bar: &Bar| {
        let figure = match (bar.value, bar.marker) {
            (Some(value), _) => words.figure_in_words(value, format),
            (None, Some(marker)) => words.marker(marker).to_owned(),
            (None, None) => bar.text.clone(),
        };
        let figure = match bar.interval {
            Some(interval) => {
                words.fill("figure-with-interval", &[("figure", &figure), ("interval", &words.interval(interval, format))])
            }
            None => figure,
        };
        words.fill("description-bar", &[("name", &bar.name), ("figure", &figure)])
    };
    let list = bars.iter().map(described).collect::<Vec<_>>().join("; ");
    View {
        id,
        title,
        description: words.fill("description-bars", &[("bars", &words.count("count-bars", bars.len())), ("list", &list)]),
        width: WIDTH,
        height: as_f64(bars.len()) * ROW,
        zero: at(0.0),
        bars: bars.iter().enumerate().map(view_of).collect(),
    }
}
