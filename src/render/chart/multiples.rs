//! Small multiples: one panel for each series of a breakdown, all with the same axes.

use serde::Serialize;

use super::across::Across;
use super::scale::Scale;
use super::{coordinate, is_broken, stretches};
use crate::diagnostic::Diagnostic;
use crate::measure::spc::{PointType, Range};
use crate::measure::{Measure, Standing};
use crate::model::{Format, Period, float};
use crate::theme::Theme;
use crate::words::Words;

/// The most panels. More series than this are easier to read in the table.
const MOST: usize = 24;
/// The side of the square that each panel stretches.
const SIDE: f64 = 100.0;

/// The panels and the ends of their axis.
#[derive(Default, Serialize)]
pub(in crate::render) struct Multiples {
    low: String,
    high: String,
    panels: Vec<Multiple>,
}

/// One panel.
#[derive(Serialize)]
struct Multiple {
    name: String,
    figure: String,
    svg: String,
}

#[derive(Serialize)]
struct View<'a> {
    title: String,
    side: f64,
    lines: Vec<String>,
    band: Option<Band>,
    /// The target as lines, each as long as it is in force.
    targets: Vec<TargetLine>,
    provisional: Option<f64>,
    dots: Vec<Dot>,
    from: &'a str,
    to: &'a str,
}

#[derive(Serialize)]
struct Band {
    top: f64,
    height: f64,
    from: f64,
}

#[derive(Serialize)]
struct TargetLine {
    from: f64,
    to: f64,
    y: f64,
}

#[derive(Serialize)]
struct Dot {
    x: f64,
    y: f64,
    kind: &'static str,
}

/// The panels of some series, in the given order. Empty if a single chart or a table shows them better.
pub(in crate::render) fn multiples(
    theme: &Theme,
    periods: &[Period],
    members: &[(&str, &Measure)],
    format: &Format,
    range: &Range,
    provisional: usize,
    words: &Words,
) -> Result<Multiples, Box<Diagnostic>> {
    if !(2..=MOST).contains(&members.len()) || periods.len() < 3 {
        return Ok(Multiples::default());
    }
    let values = members.iter().flat_map(|(_, measure)| measure.readings.iter().filter_map(|reading| reading.float()));
    let targets = members.iter().flat_map(|(_, measure)| measure.targets.iter().flatten().copied().map(float));
    let groups = members.iter().filter_map(|(_, measure)| measure.spc.as_ref()?.groups.last());
    let limits = groups.flat_map(|group| [group.shown.lower, group.shown.upper]).flatten();
    let Some(y) = Scale::fit(values.chain(targets).chain(limits), SIDE, 0.0).map(|y| y.within(range)) else {
        return Ok(Multiples::default());
    };
    let (across, ticks) = (Across::of(periods), y.ticks());
    let (Some(lowest), Some(highest)) = (ticks.first(), ticks.last()) else { return Ok(Multiples::default()) };
    let axis = format.with_decimals(y.decimals());
    let (from, to) = (words.short_period(&periods[0]), words.short_period(&periods[periods.len() - 1]));
    let x = |at: usize| coordinate(across.share(at) * SIDE);
    let panel = |(name, measure): &(&str, &Measure)| {
        let values: Vec<Option<f64>> = measure.readings.iter().map(|reading| reading.float()).collect();
        let group = measure.spc.as_ref().and_then(|spc| Some((spc, spc.groups.last()?)));
        let band = group.and_then(|(spc, group)| {
            let clamped = |limit: f64| y.at(limit).clamp(0.0, SIDE);
            let (top, bottom) = (clamped(group.shown.upper?), clamped(group.shown.lower?));
            Some(Band { top, height: coordinate(bottom - top), from: x(spc.points.get(group.first)?.at) })
        });
        let special = measure.spc.iter().flat_map(|spc| &spc.points).filter_map(|point| {
            let kind = match point.kind {
                PointType::CommonCause => return None,
                kind => super::series::kind_class(kind),
            };
            Some(Dot { x: x(point.at), y: y.at(point.value?), kind })
        });
        let figure = words.reading(measure.reading(), format);
        let standing = Standing::of(measure.latest, periods.len(), provisional);
        let mark = words.marks(standing, &measure.absent(measure.latest));
        let period = words.in_period(&periods[measure.latest]) + &mark;
        let view = View {
            title: words.fill("panel-title", &[("name", name), ("figure", &figure), ("period", &period)]),
            provisional: (provisional > 0).then(|| x(periods.len().saturating_sub(provisional + 1))),
            side: SIDE,
            lines: stretches(&values, |at, value| (x(at), y.at(value)), |at| is_broken(measure, at)),
            band,
            targets: super::series::in_force(measure)
                .into_iter()
                .map(|(from, to, target)| TargetLine {
                    from: from.map_or(0.0, x),
                    to: to.map_or(SIDE, x),
                    y: y.at(float(target)),
                })
                .collect(),
            dots: special.collect(),
            from: &from,
            to: &to,
        };
        let svg = String::from_utf8_lossy(&theme.fill("chart/multiple.svg", &view)?).into_owned();
        Ok(Multiple { name: (*name).to_owned(), figure, svg })
    };
    let panels = members.iter().map(panel).collect::<Result<_, Box<Diagnostic>>>()?;
    Ok(Multiples { low: words.tick(*lowest, &axis), high: words.tick(*highest, &axis), panels })
}
