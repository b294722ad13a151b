//! Line charts and `XmR` charts.

use serde::Serialize;

use super::across::Across;
use super::scale::Scale;
use super::words::description;
use super::{Caption, SeriesChart, coordinate, is_broken, shortened, stretches};
use crate::diagnostic::Diagnostic;
use crate::measure::spc::{Limits, PointType, Spc};
use crate::measure::{Measure, Standing};
use crate::model::{Decimal, Format, Period, float};
use crate::theme::Theme;
use crate::words::{Words, as_f64};

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 320.0;
const LEFT: f64 = 70.0;
/// How wide a letter of the vertical axis is at most.
const LETTER: f64 = 8.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 34.0;
/// The most characters in all labels below the plot, and in the name of one period.
const NAMES: usize = 80;
const LONGEST_NAME: usize = 26;
/// A series with more points than this is drawn without dots.
const DOTS: usize = 80;

#[derive(Serialize)]
struct View {
    id: String,
    title: String,
    description: String,
    width: f64,
    height: f64,
    left: f64,
    right: f64,
    bottom: f64,
    x_ticks: Vec<Tick>,
    y_ticks: Vec<Tick>,
    lines: Vec<String>,
    trajectory: Vec<String>,
    dots: Vec<Dot>,
    limits: Vec<Limit>,
    target: Option<Target>,
    /// The target as lines, each as long as it is in force.
    target_lines: Vec<Limit>,
    /// The confidence intervals.
    whiskers: Vec<Whisker>,
    /// The area between the limits of each group.
    bands: Vec<Band>,
    /// The names of the lines, at their right ends.
    labels: Vec<Label>,
    /// Where limits are recalculated.
    rebases: Vec<f64>,
    /// Where provisional periods start.
    provisional: Option<f64>,
}

#[derive(Serialize)]
struct Band {
    from: f64,
    to: f64,
    top: f64,
    height: f64,
}

#[derive(Serialize)]
struct Whisker {
    x: f64,
    top: f64,
    bottom: f64,
}

#[derive(Serialize)]
struct Label {
    kind: &'static str,
    at: f64,
    /// The height of the text, moved so that no labels overlap.
    dodged: f64,
    text: String,
}

#[derive(Serialize)]
struct Target {
    at: f64,
    label_at: f64,
    label: String,
}

#[derive(Serialize)]
struct Tick {
    at: f64,
    label: String,
    anchor: &'static str,
    /// Whether it is left out on narrow screens.
    minor: bool,
}

#[derive(Serialize)]
struct Dot {
    x: f64,
    y: f64,
    kind: &'static str,
    label: String,
}

#[derive(Serialize)]
struct Limit {
    kind: &'static str,
    from: f64,
    to: f64,
    y: f64,
}

/// A chart that was drawn.
#[derive(Default)]
pub(in crate::render) struct Drawn {
    /// Its SVG; empty if there are no figures to draw.
    pub(in crate::render) svg: String,
    /// The lowest figure of its vertical axis, unless that is zero.
    pub(in crate::render) axis_begins_at: Option<String>,
}

/// Draws a series.
pub(in crate::render) fn series(theme: &Theme, chart: &SeriesChart<'_>) -> Result<Drawn, Box<Diagnostic>> {
    let Some(view) = view(chart) else { return Ok(Drawn::default()) };
    let svg = String::from_utf8_lossy(&theme.fill("chart/series.svg", &view)?).into_owned();
    Ok(Drawn { svg, axis_begins_at: axis_begins_at(chart) })
}

/// The lowest figure of the vertical axis, unless that is zero.
fn axis_begins_at(chart: &SeriesChart<'_>) -> Option<String> {
    let (_, y) = axes(chart)?;
    let lowest = y.ticks().into_iter().next().filter(|lowest| *lowest != 0.0)?;
    Some(chart.words.tick(lowest, &chart.format.with_decimals(y.decimals())))
}

/// A series as a file of its own, which needs no style sheet.
pub(in crate::render) fn series_file(
    theme: &Theme,
    chart: &SeriesChart<'_>,
    caption: &Caption,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    #[derive(Serialize)]
    struct File<'a> {
        caption: &'a Caption,
        axis_begins_at: Option<String>,
        chart: Option<View>,
    }
    theme.fill("chart/series_file.svg", &File { caption, axis_begins_at: axis_begins_at(chart), chart: view(chart) })
}

/// The place of each reading in the plot, as shares of its width and height. `None` for a reading without a figure.
pub(in crate::render) fn places(chart: &SeriesChart<'_>) -> Vec<Option<(f64, f64)>> {
    let Some((across, y)) = axes(chart) else { return Vec::new() };
    let place = |(at, value): (usize, f64)| {
        let share = |share: f64| (share * 1000.0).round() / 10.0;
        (share(across.share(at)), share(y.at(value) / (HEIGHT - BOTTOM)))
    };
    chart.measure.readings.iter().enumerate().map(|(at, reading)| reading.float().map(|value| place((at, value)))).collect()
}

/// The two axes. `None` if there are no figures.
fn axes(chart: &SeriesChart<'_>) -> Option<(Across, Scale)> {
    let measure = chart.measure;
    measure.readings.iter().find_map(|reading| reading.float())?;
    let groups = measure.spc.iter().flat_map(|spc| &spc.groups);
    let limits = groups.flat_map(|group| [group.shown.lower, group.shown.upper, group.shown.mean]);
    let values = measure.readings.iter().map(|reading| reading.float());
    let shown = values
        .chain(limits)
        .chain(measure.targets.iter().map(|target| target.map(float)))
        .chain(measure.intervals.iter().flatten().flat_map(|(lower, upper)| [Some(float(*lower)), Some(float(*upper))]))
        .chain(planned(measure));
    let y = Scale::fit(shown.flatten(), HEIGHT - BOTTOM, TOP)?.within(&chart.range);
    Some((Across::of(chart.periods), y))
}

fn view(chart: &SeriesChart<'_>) -> Option<View> {
    let SeriesChart { measure, periods, format, words, .. } = chart;
    let values: Vec<Option<f64>> = measure.readings.iter().map(|reading| reading.float()).collect();
    let (across, y) = axes(chart)?;
    let tick_format = format.with_decimals(y.decimals());
    let ticks: Vec<(f64, String)> = y.ticks().into_iter().map(|tick| (tick, words.tick(tick, &tick_format))).collect();
    let longest = ticks.iter().map(|(_, label)| label.chars().count()).max().unwrap_or(0);
    let left = LEFT.max(as_f64(longest) * LETTER + 16.0);
    let place = |share: f64| coordinate(left + share * (WIDTH - left - RIGHT));
    let x = |at: usize| place(across.share(at));
    // Halfway back to the previous period, so that the boundary belongs to neither.
    let before = |at: usize| place(f64::midpoint(across.share(at.saturating_sub(1)), across.share(at)));
    let groups = measure.spc.iter().flat_map(|spc| spc.groups.iter().skip(1).filter_map(|group| spc.points.get(group.first)));
    let y_ticks = ticks.into_iter().map(|(tick, label)| Tick { at: y.at(tick), label, anchor: "end", minor: false });
    Some(View {
        id: chart.id.to_owned(),
        title: chart.title.to_owned(),
        description: description(chart),
        width: WIDTH,
        height: HEIGHT,
        left,
        right: WIDTH - RIGHT,
        bottom: HEIGHT - BOTTOM,
        x_ticks: x_ticks(periods, &across, x, words),
        y_ticks: y_ticks.collect(),
        lines: stretches(&values, |at, value| (x(at), y.at(value)), |at| is_broken(measure, at)),
        trajectory: stretches(&planned(measure).collect::<Vec<_>>(), |at, value| (x(at), y.at(value)), |_| false),
        dots: dots(chart, x, &y),
        limits: measure.spc.as_ref().map_or_else(Vec::new, |spc| limit_lines(spc, x, &y)),
        bands: measure.spc.as_ref().map_or_else(Vec::new, |spc| bands(spc, x, &y)),
        labels: labels(measure, format, &y, words),
        rebases: groups.map(|point| before(point.at)).collect(),
        provisional: (chart.provisional > 0).then(|| before(periods.len().saturating_sub(chart.provisional))),
        target_lines: target_lines(measure, (left, WIDTH - RIGHT), x, &y),
        whiskers: whiskers(measure, x, &y),
        target: measure.target.map(|target| Target {
            at: y.at(float(target)),
            label_at: label_at(y.at(float(target))),
            label: words.fill("key-target-figure", &[("figure", &words.short_target(target, format))]),
        }),
    })
}

fn target_lines(measure: &Measure, ends: (f64, f64), x: impl Fn(usize) -> f64, y: &Scale) -> Vec<Limit> {
    let line = |(from, to, target): (Option<usize>, Option<usize>, Decimal)| Limit {
        kind: "target",
        from: from.map_or(ends.0, &x),
        to: to.map_or(ends.1, &x),
        y: y.at(float(target)),
    };
    in_force(measure).into_iter().map(line).collect()
}

/// The target of each time in which it was the same, with its first and its last period: `None` for the ends of the chart.
pub(super) fn in_force(measure: &Measure) -> Vec<(Option<usize>, Option<usize>, Decimal)> {
    if !measure.has_changing_target() {
        return measure.target.map(|target| (None, None, target)).into_iter().collect();
    }
    let mut lines: Vec<(usize, usize, Decimal)> = Vec::new();
    for (at, target) in measure.targets.iter().enumerate().filter_map(|(at, target)| Some((at, (*target)?))) {
        match lines.last_mut() {
            Some((_, to, same)) if *same == target => *to = at,
            _ => lines.push((at, at, target)),
        }
    }
    lines.into_iter().map(|(from, to, target)| (Some(from), Some(to), target)).collect()
}

/// The confidence intervals as upright lines.
fn whiskers(measure: &Measure, x: impl Fn(usize) -> f64, y: &Scale) -> Vec<Whisker> {
    let whisker = |at: usize| {
        let (lower, upper) = measure.interval(at)?;
        Some(Whisker { x: x(at), top: y.at(float(upper)), bottom: y.at(float(lower)) })
    };
    (0..measure.readings.len()).filter_map(whisker).collect()
}

/// The planned values, for drawing.
fn planned(measure: &Measure) -> impl Iterator<Item = Option<f64>> {
    measure.trajectory.iter().map(|planned| planned.map(float))
}

/// The height of a label: above its line, or below a line at the top of the plot.
fn label_at(line: f64) -> f64 {
    if line < TOP + 18.0 { line + 18.0 } else { line - 6.0 }
}

/// Up to five labels, always including the first and the last.
fn x_ticks(periods: &[Period], across: &Across, x: impl Fn(usize) -> f64, words: &Words) -> Vec<Tick> {
    let last = periods.len().saturating_sub(1);
    let names: Vec<String> = periods.iter().map(|period| shortened(&words.short_period(period), LONGEST_NAME)).collect();
    let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let anchor = |at: usize| match at {
        at if at == last && last > 0 => "end",
        0 => "start",
        _ => "middle",
    };
    let tick = |at| Tick { at: x(at), label: names[at].clone(), anchor: anchor(at), minor: anchor(at) == "middle" };
    across.ticks((NAMES / (longest + 2)).clamp(2, 5)).into_iter().map(tick).collect()
}

fn dots(chart: &SeriesChart<'_>, x: impl Fn(usize) -> f64, y: &Scale) -> Vec<Dot> {
    let SeriesChart { periods, measure, format, words, .. } = chart;
    let label = |at: usize, value: Decimal| {
        let mark = words.marks(Standing::of(at, periods.len(), chart.provisional), &measure.absent(at));
        let (period, figure) = (words.period(&periods[at]) + &mark, words.figure_in_words(value, format));
        words.fill("point-label", &[("period", &period), ("figure", &figure)])
    };
    let incomplete = |at: usize| {
        let value = measure.readings[at].value().filter(|_| measure.absence(at).is_some())?;
        Some(Dot { x: x(at), y: y.at(float(value)), kind: "incomplete", label: label(at, value) })
    };
    if let Some(spc) = &measure.spc {
        let drawn = |point: &crate::measure::spc::Point| {
            let Some(value) = point.value else { return incomplete(point.at) };
            let kind = point.kind;
            let said = label(point.at, measure.readings[point.at].value()?);
            (measure.readings.len() <= DOTS || kind != PointType::CommonCause).then(|| Dot {
                x: x(point.at),
                y: y.at(value),
                kind: kind_class(kind),
                label: words.fill("point-label-cause", &[("point", &said), ("cause", words.cause(point.cause))]),
            })
        };
        return spc.points.iter().filter_map(drawn).collect();
    }
    // A figure with gaps on both sides has no line, so without a dot it would be invisible.
    let figure_at = |at: Option<usize>| at.and_then(|at| measure.readings.get(at)).and_then(|reading| reading.float());
    let is_lone = |at: usize| figure_at(at.checked_sub(1)).is_none() && figure_at(at.checked_add(1)).is_none();
    let many = measure.readings.len() > DOTS;
    let values = measure.readings.iter().enumerate().filter_map(|(at, reading)| Some((at, reading.value()?)));
    let values = values.filter(|(at, _)| !many || is_lone(*at) || measure.absence(*at).is_some());
    let whole = |(at, value)| Dot { x: x(at), y: y.at(float(value)), kind: "common", label: label(at, value) };
    values.map(|(at, value)| incomplete(at).unwrap_or_else(|| whole((at, value)))).collect()
}

pub(super) fn kind_class(kind: PointType) -> &'static str {
    match kind {
        PointType::CommonCause => "common",
        PointType::Improvement => "improvement",
        PointType::Concern => "concern",
        PointType::NeutralHigh | PointType::NeutralLow => "neutral",
    }
}

fn limit_lines(spc: &Spc, x: impl Fn(usize) -> f64, y: &Scale) -> Vec<Limit> {
    let mut lines = Vec::new();
    for group in &spc.groups {
        let (Some(first), Some(last)) = (spc.points.get(group.first), spc.points.get(group.end - 1)) else { continue };
        for (kind, value) in [("mean", group.shown.mean), ("limit", group.shown.lower), ("limit", group.shown.upper)] {
            lines.extend(value.map(|value| Limit { kind, from: x(first.at), to: x(last.at), y: y.at(value) }));
        }
    }
    lines
}

fn bands(spc: &Spc, x: impl Fn(usize) -> f64, y: &Scale) -> Vec<Band> {
    let band = |group: &crate::measure::spc::Group| {
        let (lower, upper) = (group.shown.lower?, group.shown.upper?);
        let (first, last) = (spc.points.get(group.first)?, spc.points.get(group.end - 1)?);
        let (top, bottom) = (y.at(upper), y.at(lower));
        Some(Band { from: x(first.at), to: x(last.at), top, height: coordinate(bottom - top) })
    };
    spc.groups.iter().filter_map(band).collect()
}

/// The names of the newest group's lines. Labels that would overlap are moved apart.
fn labels(measure: &Measure, format: &Format, y: &Scale, words: &Words) -> Vec<Label> {
    const APART: f64 = 18.0;
    let limits = measure.spc.as_ref().and_then(|spc| spc.groups.last()).map(|group| group.shown);
    // The page's title already names a single line, so its label is the newest figure, which readers look for.
    let newest = measure.reading().value().filter(|_| measure.spc.is_none());
    let named = |key: &str, figure: String| words.fill(key, &[("figure", &figure)]);
    // Beside the plot there is little room for words such as `million`.
    let limit = |key: &str, value: f64| (value, named(key, words.tick(value, format)));
    let limits = |value: fn(&Limits) -> Option<f64>| limits.as_ref().and_then(value);
    let lines = [
        ("last", newest.map(|value| (float(value), words.short_figure(value, format)))),
        ("target", measure.target.map(|target| (float(target), named("key-target-figure", words.short_target(target, format))))),
        ("upper", limits(|limits| limits.upper).map(|value| limit("label-upper", value))),
        ("mean", limits(|limits| limits.mean).map(|value| limit("key-mean", value))),
        ("lower", limits(|limits| limits.lower).map(|value| limit("label-lower", value))),
    ];
    let label = |(kind, line): (&'static str, Option<(f64, String)>)| {
        let (value, text) = line?;
        Some(Label { kind, at: y.at(value), dodged: y.at(value), text })
    };
    let mut labels: Vec<Label> = lines.into_iter().filter_map(label).collect();
    labels.sort_by(|a, b| a.at.total_cmp(&b.at));
    for at in 1..labels.len() {
        labels[at].dodged = labels[at].dodged.max(coordinate(labels[at - 1].dodged + APART));
    }
    labels
}
