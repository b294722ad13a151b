//! Charts described in words, for readers who cannot see them.

use super::SeriesChart;
use crate::locale::Arg;
use crate::measure::spc::{Cause, Spc};
use crate::measure::{Measure, Reading, Standing};
use crate::model::{Decimal, Format, Period};
use crate::words::Words;

/// Describes a series: its first and last figures, its highest and lowest, what else is drawn, and what is missing.
pub(super) fn description(chart: &SeriesChart<'_>) -> String {
    let SeriesChart { periods, measure, format, words, .. } = chart;
    let values: Vec<(usize, Decimal)> =
        measure.readings.iter().enumerate().filter_map(|(at, reading)| Some((at, reading.value()?))).collect();
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return String::new() };
    // What somebody is missing from is no low and no high.
    let whole = || values.iter().filter(|(at, _)| measure.absence(*at).is_none());
    let lowest = whole().min_by(|a, b| a.1.cmp(&b.1)).unwrap_or(first);
    let highest = whole().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).unwrap_or(first);
    let say = |(at, value): &(usize, Decimal)| {
        let marks = words.marks(Standing::Final, &measure.absent(*at));
        figure_in(words, &words.figure_in_words(*value, format), &periods[*at]) + &marks
    };
    let mut sentences = if values.len() == 1 {
        vec![words.fill("description-one", &[("figure", &say(first))])]
    } else {
        vec![
            words.fill("description-ends", &[("first", &say(first)), ("last", &say(last))]),
            words.fill("description-extremes", &[("lowest", &say(lowest)), ("highest", &say(highest))]),
        ]
    };
    let target = |target| words.fill("description-target", &[("target", &words.target(target, format))]);
    if measure.has_changing_target() {
        let mut before = None;
        for (at, target) in measure.targets.iter().enumerate().filter(|(_, target)| target.is_some()) {
            if *target != before {
                let figure = target.map_or_else(String::new, |target| words.target(target, format));
                let period = words.from_period(&periods[at]);
                sentences.push(words.fill("description-target-changes", &[("figure", &figure), ("period", &period)]));
            }
            before = *target;
        }
    } else {
        sentences.extend(measure.target.map(target));
    }
    let interval = measure.interval(measure.latest).map(|interval| words.interval(interval, format));
    sentences.extend(interval.map(|interval| words.fill("description-interval", &[("interval", &interval)])));
    sentences.extend(planned(measure, periods, format, words));
    sentences.extend(measure.spc.iter().flat_map(|spc| control(spc, periods, format, words)));
    if chart.provisional > 0 {
        sentences.push(words.count("description-provisional", chart.provisional));
    }
    let without = measure.readings.iter().filter(|reading| matches!(reading, Reading::Missing(_))).count();
    let missing = without + measure.gaps.iter().map(|gap| gap.count).sum::<usize>();
    if missing > 0 {
        let (count, periods) = (words.whole(missing), words.periods(missing, chart.step));
        sentences
            .push(words.say("description-missing", &[("count", Arg::Count(missing, &count)), ("periods", Arg::Text(&periods))]));
    }
    sentences.join(" ")
}

/// A figure and its period: `80.1% in March 2019`.
fn figure_in(words: &Words, figure: &str, period: &Period) -> String {
    words.fill("description-figure", &[("figure", figure), ("period", &words.in_period(period))])
}

fn planned(measure: &Measure, periods: &[Period], format: &Format, words: &Words) -> Option<String> {
    let mut planned = measure.trajectory.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?)));
    let first = planned.next()?;
    let last = planned.next_back().unwrap_or(first);
    let say = |(at, value): (usize, Decimal)| figure_in(words, &words.figure(value, format), &periods[at]);
    Some(words.fill("description-trajectory", &[("first", &say(first)), ("last", &say(last))]))
}

fn control(spc: &Spc, periods: &[Period], format: &Format, words: &Words) -> Vec<String> {
    let mut sentences = Vec::new();
    let limits = spc.groups.last().map(|group| group.shown);
    if let Some((lower, upper)) = limits.and_then(|limits| Some((limits.lower?, limits.upper?))) {
        let (lower, upper) = (words.figure(lower, format), words.figure(upper, format));
        sentences.push(words.fill("description-limits", &[("lower", &lower), ("upper", &upper)]));
    }
    let special = spc.points.iter().filter(|point| point.value.is_some() && point.cause != Cause::Common).count();
    if special > 0 {
        sentences.push(words.count("description-special", special));
    }
    let rebased = |period: &&Period| words.fill("description-rebase", &[("period", &words.period(period))]);
    sentences.extend(rebases(spc, periods).iter().map(rebased));
    sentences
}

/// The periods from which limits are recalculated.
pub(in crate::render) fn rebases<'a>(spc: &Spc, periods: &'a [Period]) -> Vec<&'a Period> {
    spc.groups.iter().skip(1).filter_map(|group| periods.get(spc.points.get(group.first)?.at)).collect()
}
