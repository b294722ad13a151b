//! The newest figure of a KPI's page, and what is said beside it: changes and the target.

use serde::Serialize;

use super::tile::{marker_words, period_text};
use crate::measure::{Change, Kpi, Measure, Reading};
use crate::model::{Decimal, Direction, Format};
use crate::words::{Way, Words, rounded, unit_words};

#[derive(Serialize)]
pub(super) struct Headline {
    value: String,
    words: Option<String>,
    pub(super) unit: Option<String>,
    /// The confidence interval, as a phrase.
    interval: Option<String>,
    /// That each row counts the same, if the author says so.
    weighting: Option<String>,
    /// Why it is not compared, if somebody is missing from it.
    incomplete: Option<String>,
    period: Option<String>,
    previous: Option<Finding>,
    year_before: Option<Finding>,
    target: Option<Finding>,
}

/// A sentence next to the headline, and the meaning of its symbol.
#[derive(Serialize)]
struct Finding {
    text: String,
    sign: Sign,
}

/// The meaning of a symbol next to a sentence.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum Sign {
    Up,
    Down,
    Same,
    /// No verdict.
    None,
    Met,
    NotMet,
}

impl From<Way> for Sign {
    fn from(way: Way) -> Self {
        match way {
            Way::Up => Self::Up,
            Way::Down => Self::Down,
            Way::Same => Self::Same,
        }
    }
}

/// The newest figure of a series, with what is said beside it.
pub(super) fn headline(kpi: &Kpi, measure: &Measure, words: &Words) -> Headline {
    let format = &kpi.spec.format;
    let year_before = measure.since_year_before;
    let year_before = year_before.filter(|change| Some(change.from) != measure.since_previous.map(|other| other.from));
    Headline {
        value: words.reading(measure.reading(), format),
        words: marker_words(measure.reading(), format, words),
        unit: unit_words(format).filter(|_| measure.reading().value().is_some()).map(ToOwned::to_owned),
        weighting: (kpi.spec.value.weighting() == Some("unweighted")).then(|| words.text("unweighted-mean").to_owned()),
        incomplete: measure.absence(measure.latest).map(|absence| {
            let names = words.and_all(&measure.absent(measure.latest));
            let key = match absence.is_refused() {
                true => "headline-refused",
                false if measure.target.is_some() => "headline-incomplete-target",
                false => "headline-incomplete",
            };
            words.fill(key, &[("names", &names)])
        }),
        interval: measure.interval(measure.latest).map(|(lower, upper)| {
            let (lower, upper) = (words.figure(lower, format), words.figure(upper, format));
            words.fill("interval-between", &[("lower", &lower), ("upper", &upper)])
        }),
        period: period_text(kpi, measure.latest, &measure.absent(measure.latest), words),
        previous: measure.since_previous.and_then(|change| change_finding(kpi, &change, words)),
        year_before: year_before.and_then(|change| change_finding(kpi, &change, words)),
        target: measure.target.map(|target| target_finding(kpi, measure, target, words)),
    }
}

fn change_finding(kpi: &Kpi, change: &Change, words: &Words) -> Option<Finding> {
    let (format, since) = (&kpi.spec.format, words.in_period(kpi.named.get(change.from)?));
    let text = words.change(change, format, &since);
    let sign = if change.overlaps { Sign::None } else { words.way(change, format).into() };
    Some(Finding { text, sign })
}

fn target_finding(kpi: &Kpi, measure: &Measure, target: Decimal, words: &Words) -> Finding {
    let format = &kpi.spec.format;
    let aim = words.target(target, format);
    let none = |key| Finding { text: words.fill(key, &[("target", &aim)]), sign: Sign::None };
    let Reading::Value(value) = measure.reading() else { return none("target-no-figure") };
    // What is known to be incomplete neither meets a target nor misses it.
    if measure.absence(measure.latest).is_some() {
        return none("target-is");
    }
    let (is_met, met, missed) = match kpi.spec.better {
        Direction::Higher => (value >= target, "target-met-or-more", "target-missed-or-more"),
        Direction::Lower => (value <= target, "target-met-or-less", "target-missed-or-less"),
        Direction::Neutral => return none("target-is"),
    };
    if is_met {
        let met = words.fill(met, &[("target", &aim)]);
        // With the usual decimal places, a figure that just meets its target may be shown on the other side of it.
        let rounded = rounded(value, format.decimals);
        let is_shown_met = if kpi.spec.better == Direction::Higher { rounded >= target } else { rounded <= target };
        if is_shown_met {
            return Finding { text: met, sign: Sign::Met };
        }
        let figure = words.figure(value, &apart(value, target, format));
        return Finding { text: words.fill("target-met-figure", &[("met", &met), ("figure", &figure)]), sign: Sign::Met };
    }
    // The distance is that of the figure as it is shown; a figure just below its target may be shown as the target or above it.
    let apart_as_shown = rounded(value, format.decimals) - target;
    let distance = if apart_as_shown.is_zero() || apart_as_shown.is_sign_negative() != (value < target) {
        words.fill("target-figure-is", &[("figure", &words.figure(value, &apart(value, target, format)))])
    } else {
        let key = if value < target { "target-figure-below" } else { "target-figure-above" };
        let decimals = format.decimals.max(usize::try_from(target.normalize().scale()).unwrap_or(0));
        words.fill(key, &[("distance", &words.difference(apart_as_shown, &format.with_decimals(decimals)))])
    };
    Finding { text: words.fill(missed, &[("target", &aim), ("distance", &distance)]), sign: Sign::NotMet }
}

/// The format with as many decimal places as it takes to show a figure on its own side of a target.
fn apart(value: Decimal, target: Decimal, format: &Format) -> Format {
    let is_apart = |decimals: &usize| value.cmp(&target) == rounded(value, *decimals).cmp(&target);
    format.with_decimals((format.decimals..=12).find(is_apart).unwrap_or(12))
}
