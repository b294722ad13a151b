//! The chart of a KPI: on its page, and as a file of its own.

use super::chart_words::{finding, span};
use crate::catalogue::KpiRef;
use crate::diagnostic::Diagnostic;
use crate::measure::{Kpi, Measure, Reading};
use crate::model::Chart;
use crate::render::chart::{self, Bar, Caption, Drawn, SeriesChart};
use crate::route::Route;
use crate::site::Site;
use crate::theme::Theme;
use crate::words::Words;

/// The most characters on a line of a file's title, and of its source.
const TITLE: usize = 64;
const SOURCE: usize = 110;

/// The chart on the KPI's page.
pub(super) fn main_chart(theme: &Theme, kpi: &Kpi, words: &Words) -> Result<Drawn, Box<Diagnostic>> {
    let title = title(kpi, words);
    if let Some(measure) = drawn_series(kpi) {
        return chart::series(theme, &series(kpi, measure, &title, words));
    }
    let svg = chart::bars(theme, "chart", &title, &bars(kpi, words), &kpi.spec.format, words)?;
    Ok(Drawn { svg, axis_begins_at: None })
}

/// The chart as a file of its own. It needs no style sheet, and says what it shows and where it comes from.
pub(in crate::render) fn chart_file(theme: &Theme, site: &Site, at: KpiRef) -> Result<Vec<u8>, Box<Diagnostic>> {
    let (catalogue, words) = (&site.catalogue, &site.words);
    let (kpi, dataset) = (site.kpi(at), &catalogue.datasets[at.dataset]);
    let (_, publisher) = catalogue.publisher(dataset);
    let address = format!("{}{}", *catalogue.settings.portal.address, Route::Kpi(at).path(catalogue).url());
    let source = words.fill("chart-source", &[("publisher", publisher), ("dataset", &dataset.title), ("address", &address)]);
    let subtitle =
        if dataset.is_synthetic { words.fill("chart-synthetic", &[("subtitle", &span(kpi, words))]) } else { span(kpi, words) };
    let caption = Caption { title: lines(&title(kpi, words), TITLE), subtitle, source: lines(&source, SOURCE) };
    match drawn_series(kpi) {
        Some(measure) => chart::series_file(theme, &series(kpi, measure, "", words), &caption),
        None => chart::bars_file(theme, &bars(kpi, words), &kpi.spec.format, &caption, words),
    }
}

/// The places of a series' readings in the plot.
pub(super) fn places(kpi: &Kpi, measure: &Measure, words: &Words) -> Vec<Option<(f64, f64)>> {
    drawn_series(kpi).map_or_else(Vec::new, |_| chart::places(&series(kpi, measure, "", words)))
}

/// The series drawn as a line. `None` if the chart has bars.
fn drawn_series(kpi: &Kpi) -> Option<&Measure> {
    kpi.overall.as_ref().filter(|_| kpi.spec.chart != Chart::Bar && !kpi.named.is_empty())
}

fn series<'a>(kpi: &'a Kpi, measure: &'a Measure, title: &'a str, words: &'a Words) -> SeriesChart<'a> {
    let format = &kpi.spec.format;
    SeriesChart {
        id: "chart",
        title,
        periods: &kpi.named,
        measure,
        range: kpi.range,
        format,
        provisional: kpi.provisional(),
        step: kpi.step(),
        words,
    }
}

/// One bar for each series, all for the same period; a series without a figure says so. Without a breakdown, one for each
/// period.
fn bars(kpi: &Kpi, words: &Words) -> Vec<Bar> {
    let format = &kpi.spec.format;
    let newest = kpi.newest();
    let bar = |(name, measure): (&str, &Measure)| {
        let reading = measure.readings.get(newest).copied().unwrap_or(Reading::Absent);
        let text = match reading {
            Reading::Absent => words.text("finding-none").to_owned(),
            reading => words.reading(reading, format),
        };
        let interval = measure.interval(newest);
        Bar { name: kpi.label(name).to_owned(), value: reading.value(), marker: reading.marker(), text, interval }
    };
    let mut bars: Vec<Bar> = kpi.members().map(bar).collect();
    if let Some(measure) = kpi.overall.as_ref().filter(|_| bars.is_empty() && !kpi.named.is_empty()) {
        let readings = measure.readings.iter().enumerate();
        bars.extend(readings.map(|(at, reading)| Bar {
            name: words.short_period(&kpi.named[at]),
            value: reading.value(),
            marker: reading.marker(),
            text: words.reading(*reading, format),
            interval: measure.interval(at),
        }));
    }
    bars
}

/// The KPI's title and its main finding.
fn title(kpi: &Kpi, words: &Words) -> String {
    words.fill("finding-with-title", &[("title", &kpi.spec.title), ("finding", &finding(kpi, words))])
}

/// A text split into lines of at most `most` characters, except for single words that are longer.
fn lines(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let fits = |line: &String| line.is_empty() || line.chars().count() + 1 + word.chars().count() <= most;
        match lines.last_mut().filter(|line| fits(line)) {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}
