//! A chart in words, for those who do not see it.

use super::SeriesChart;
use crate::measure::spc::{Cause, Spc};
use crate::measure::{Measure, Reading};
use crate::model::{Format, Period};
use crate::words;

/// What a series shows: its ends, its extremes, what is drawn beside it, and what is missing.
pub(super) fn description(chart: &SeriesChart<'_>) -> String {
    let SeriesChart { periods, measure, format, .. } = chart;
    let values: Vec<(usize, f64)> =
        measure.readings.iter().enumerate().filter_map(|(at, reading)| Some((at, reading.value()?))).collect();
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return String::new() };
    let lowest = values.iter().min_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or(first);
    let highest = values.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or(first);
    let say =
        |(at, value): &(usize, f64)| format!("{} {}", words::figure_in_words(*value, format), words::in_period(&periods[*at]));
    let mut sentences = if values.len() == 1 {
        vec![format!("One figure: {}.", say(first))]
    } else {
        vec![format!("From {} to {}.", say(first), say(last)), format!("Lowest {}, highest {}.", say(lowest), say(highest))]
    };
    sentences.extend(measure.target.map(|target| format!("Target {}.", words::figure(target, format))));
    sentences.extend(planned(measure, periods, format));
    sentences.extend(measure.spc.iter().flat_map(|spc| control(spc, periods, format)));
    if chart.provisional > 0 {
        let newest = words::counted(chart.provisional, "newest period is", "newest periods are");
        sentences.push(format!("The {newest} provisional."));
    }
    let missing = measure.readings.iter().filter(|reading| matches!(reading, Reading::Missing(_))).count();
    if missing > 0 {
        sentences.push(format!("{} without a figure.", words::counted(missing, "period", "periods")));
    }
    sentences.join(" ")
}

fn planned(measure: &Measure, periods: &[Period], format: &Format) -> Option<String> {
    let mut planned = measure.trajectory.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?)));
    let first = planned.next()?;
    let last = planned.next_back().unwrap_or(first);
    let say = |(at, value): (usize, f64)| format!("{} {}", words::figure(value, format), words::in_period(&periods[at]));
    Some(format!("The trajectory leads from {} to {}.", say(first), say(last)))
}

fn control(spc: &Spc, periods: &[Period], format: &Format) -> Vec<String> {
    let mut sentences = Vec::new();
    let limits = spc.groups.last().map(|group| group.limits);
    if let Some((lower, upper)) = limits.and_then(|limits| Some((limits.lower?, limits.upper?))) {
        sentences.push(format!("Limits from {} to {}.", words::figure(lower, format), words::figure(upper, format)));
    }
    let special = spc.points.iter().filter(|point| point.value.is_some() && point.cause != Cause::Common).count();
    if special > 0 {
        sentences.push(format!("{} special causes.", words::counted(special, "point shows", "points show")));
    }
    sentences.extend(rebases(spc, periods).iter().map(|period| format!("Limits start again {}.", words::in_period(period))));
    sentences
}

/// The periods in which limits start again.
pub(in crate::render) fn rebases<'a>(spc: &Spc, periods: &'a [Period]) -> Vec<&'a Period> {
    spc.groups.iter().skip(1).filter_map(|group| periods.get(spc.points.get(group.first)?.at)).collect()
}
