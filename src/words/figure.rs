//! Figures with their units, changes from one period to another, and readings.

use rust_decimal::RoundingStrategy;
use serde::Serialize;

use super::number::Number;
use super::{Words, uncapital};
use crate::measure::{Change, Reading};
use crate::model::{Currency, Decimal, Format, Magnitude, Marker, Unit, UnitKind};

/// The direction in which a figure has changed, as far as its decimal places show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// It is higher.
    Up,
    /// It is lower.
    Down,
    /// It is the same with the decimal places shown.
    Same,
}

impl Words {
    /// The direction of a change, as far as the figures are shown: two that are shown as the same have not changed.
    #[must_use]
    pub fn way(&self, change: &Change, format: &Format) -> Way {
        // Two figures that are shown as `[low]` are not shown as the same.
        let is_low = change.earlier.is_low(format.decimals) && !change.difference.is_zero();
        let is_shown_same = !is_low && self.figure(change.earlier, format) == self.figure(change.later(), format);
        match change.difference {
            _ if is_shown_same || change.overlaps => Way::Same,
            more if more.is_sign_positive() => Way::Up,
            _ => Way::Down,
        }
    }
}

impl Words {
    /// A figure with the sign of its unit: `83.2%`, `£4.2 million`, without the words of other units. What is not zero and would
    /// be shown as zero is `[low]`.
    #[must_use]
    pub fn figure(&self, value: impl Number, format: &Format) -> String {
        if value.is_low(format.decimals) {
            return Marker::Low.to_string();
        }
        let figure = self.with_sign(value, format);
        match format.unit.as_ref().map(Unit::kind) {
            Some(UnitKind::Money(_, magnitude)) => match self.magnitude(magnitude) {
                Some(word) => format!("{figure} {word}"),
                None => figure,
            },
            _ => figure,
        }
    }

    /// A figure at an axis, where there is little room: `£4.2m`.
    #[must_use]
    pub fn tick(&self, value: f64, format: &Format) -> String {
        let figure = self.with_sign(value, format);
        match format.unit.as_ref().map(Unit::kind) {
            Some(UnitKind::Money(_, magnitude)) => figure + magnitude_short(magnitude),
            _ => figure,
        }
    }

    /// A target where there is little room, with the decimal places that its author gave it.
    #[must_use]
    pub fn short_target(&self, target: Decimal, format: &Format) -> String {
        self.short_figure(target, &format.with_decimals(usize::try_from(target.scale()).unwrap_or(0)))
    }

    /// A figure where there is little room: `£4.2m`, and `[low]` for what would be shown as zero.
    #[must_use]
    pub fn short_figure(&self, value: Decimal, format: &Format) -> String {
        match format.unit.as_ref().map(Unit::kind) {
            Some(UnitKind::Money(_, magnitude)) if !value.is_low(format.decimals) => {
                self.with_sign(value, format) + magnitude_short(magnitude)
            }
            _ => self.figure(value, format),
        }
    }

    /// A target, with the decimal places that its author gave it.
    #[must_use]
    pub fn target(&self, target: Decimal, format: &Format) -> String {
        self.figure(target, &format.with_decimals(usize::try_from(target.scale()).unwrap_or(0)))
    }

    /// A number with the sign of its unit, but without words.
    fn with_sign(&self, value: impl Number, format: &Format) -> String {
        let digits = self.number(value, format.decimals);
        match format.unit.as_ref().map(Unit::kind) {
            Some(UnitKind::Percent) => format!("{digits}%"),
            Some(UnitKind::Money(currency, _)) => {
                let (sign, minus) = (currency.sign(), self.minus());
                match digits.strip_prefix(minus) {
                    Some(rest) => format!("{minus}{sign}{rest}"),
                    None => format!("{sign}{digits}"),
                }
            }
            _ => digits,
        }
    }

    fn magnitude(&self, magnitude: Magnitude) -> Option<&str> {
        Some(self.text(match magnitude {
            Magnitude::One => return None,
            Magnitude::Thousand => "magnitude-thousand",
            Magnitude::Million => "magnitude-million",
            Magnitude::Billion => "magnitude-billion",
        }))
    }

    /// The unit on its own, in full.
    #[must_use]
    pub fn unit_in_full(&self, format: &Format) -> String {
        let Some(unit) = &format.unit else { return self.text("unit-number").to_owned() };
        match unit.kind() {
            UnitKind::Percent if unit.percent_of().is_some() => unit.text().to_owned(),
            UnitKind::Percent => self.text("unit-percentage").to_owned(),
            UnitKind::Money(currency, magnitude) => {
                let currency = self.text(match currency {
                    Currency::Pound => "unit-pounds",
                    Currency::Dollar => "unit-dollars",
                    Currency::Euro => "unit-euros",
                });
                match magnitude {
                    Magnitude::One => currency.to_owned(),
                    Magnitude::Thousand => self.fill("unit-thousands", &[("currency", currency)]),
                    Magnitude::Million => self.fill("unit-millions", &[("currency", currency)]),
                    Magnitude::Billion => self.fill("unit-billions", &[("currency", currency)]),
                }
            }
            _ => unit.text().to_owned(),
        }
    }

    /// A figure in a sentence, with the words of its unit: `61 days`.
    #[must_use]
    pub fn figure_in_words(&self, value: impl Number, format: &Format) -> String {
        let figure = self.figure(value, format);
        match unit_words(format) {
            Some(unit) => format!("{figure} {unit}"),
            None => figure,
        }
    }

    /// A confidence interval: `61.2% to 64.8%`.
    #[must_use]
    pub fn interval(&self, (lower, upper): (Decimal, Decimal), format: &Format) -> String {
        self.range(&self.figure(lower, format), &self.figure(upper, format))
    }

    /// A reading in a table: the figure or its marker. Empty if there is neither.
    #[must_use]
    pub fn reading(&self, reading: Reading, format: &Format) -> String {
        match reading {
            Reading::Value(value) => self.figure(value, format),
            Reading::Missing(_) | Reading::Absent => reading.marker().map_or_else(String::new, |marker| marker.to_string()),
        }
    }

    /// A change as a sentence: `Up 3.2 percentage points from 80.1% in February 2019.` `since` includes its preposition.
    ///
    /// The sentence agrees with the figures beside it. Where the change is too small for their decimal places, or would not be the
    /// difference of the figures as they are shown, it gives both figures with more.
    #[must_use]
    pub fn change(&self, change: &Change, format: &Format, since: &str) -> String {
        let Some(finer) = self.told_with(change, format) else { return self.no_change(change, format, since) };
        let difference = shown_difference(change, &finer);
        let by = if format.is_percent() {
            self.difference(difference, &finer)
        } else {
            let figure = self.figure(difference, &finer);
            match change.percent.map(|percent| percent.abs()) {
                None => figure,
                Some(small) if small < Decimal::new(5, 2) => self.fill("change-by-little", &[("figure", &figure)]),
                Some(percent) => self.fill("change-by-percent", &[("figure", &figure), ("percent", &self.number(percent, 1))]),
            }
        };
        let key = if change.difference.is_sign_positive() { "change-up" } else { "change-down" };
        let said = self.fill(key, &[("by", &by), ("from", &self.figure(change.earlier, &finer)), ("since", since)]);
        if finer.decimals == format.decimals {
            return said;
        }
        let to = self.figure(change.later(), &finer);
        self.fill("change-to", &[("change", said.trim_end_matches('.')), ("to", &to)])
    }

    /// The same for the middle of a sentence: no capital letter and no full stop. Where it would take more decimal places, it only
    /// says from what.
    #[must_use]
    pub fn change_within(&self, change: &Change, format: &Format, since: &str) -> String {
        let is_finer = self.told_with(change, format).is_some_and(|finer| finer.decimals > format.decimals);
        let is_shown = self.figure(change.earlier, format) != self.figure(change.later(), format);
        let said = if is_finer && is_shown {
            let key = if change.difference.is_sign_positive() { "change-up-from" } else { "change-down-from" };
            self.fill(key, &[("from", &self.figure(change.earlier, format)), ("since", since)])
        } else {
            self.change(change, format, since)
        };
        uncapital(said.trim_end_matches('.'))
    }

    fn no_change(&self, change: &Change, format: &Format, since: &str) -> String {
        let key = if change.overlaps { "change-unclear" } else { "change-none" };
        self.fill(key, &[("from", &self.figure(change.earlier, format)), ("since", since)])
    }

    /// The format with the decimal places in which a change is told. `None` if there is none to tell.
    fn told_with(&self, change: &Change, format: &Format) -> Option<Format> {
        (self.way(change, format) != Way::Same).then(|| agreeing(change, &telling(change.difference.abs(), format)))
    }

    /// The difference between two figures, never shown as nought unless it is. For percentages it is in percentage points.
    #[must_use]
    pub fn difference(&self, size: Decimal, format: &Format) -> String {
        let format = &telling(size, format);
        if !format.is_percent() {
            return self.figure_in_words(size.abs(), format);
        }
        let points = self.number(size.abs(), format.decimals);
        let key = if points == "1" { "percentage-point" } else { "percentage-points" };
        self.fill(key, &[("number", &points)])
    }
}

/// The format with as many decimal places as it takes to show that a number is not nought.
fn telling(size: Decimal, format: &Format) -> Format {
    let fewest = (format.decimals..=12).find(|decimals| !size.abs().is_low(*decimals));
    format.with_decimals(fewest.unwrap_or(format.decimals))
}

/// The format with one more decimal place if only then the difference of both figures as they are shown is the change as it is
/// shown: 10.4 to 11.6 is not a change of 1 from 10 to 12. More would be finer than the figures are.
fn agreeing(change: &Change, format: &Format) -> Format {
    let agrees = |decimals: usize| {
        let finer = format.with_decimals(decimals);
        shown_difference(change, &finer) == rounded(change.difference.abs(), decimals)
    };
    let low = [change.earlier, change.later()].into_iter().filter(|number| number.is_low(format.decimals)).min();
    if let Some(low) = low {
        return telling(low.abs().min(change.difference.abs()), format);
    }
    let one_more = format.decimals + 1;
    format.with_decimals(if !agrees(format.decimals) && agrees(one_more) { one_more } else { format.decimals })
}

/// The difference of two figures as they are shown.
fn shown_difference(change: &Change, format: &Format) -> Decimal {
    let shown = |number: Decimal| rounded(number, format.decimals);
    (shown(change.later()) - shown(change.earlier)).abs()
}

/// A number as it is shown, with halves rounded away from zero.
pub(crate) fn rounded(number: Decimal, decimals: usize) -> Decimal {
    number.round_dp_with_strategy(u32::try_from(decimals).unwrap_or(0), RoundingStrategy::MidpointAwayFromZero)
}

/// The words of a unit that follow a figure. `None` for percentages, money and plain numbers.
pub(crate) fn unit_words(format: &Format) -> Option<&str> {
    let unit = format.unit.as_ref()?;
    if unit.is_percent() {
        return unit.percent_of();
    }
    let is_sign = matches!(unit.kind(), UnitKind::Money(..)) || unit.text() == "number";
    (!is_sign).then(|| unit.text())
}

fn magnitude_short(magnitude: Magnitude) -> &'static str {
    match magnitude {
        Magnitude::One => "",
        Magnitude::Thousand => "k",
        Magnitude::Million => "m",
        Magnitude::Billion => "bn",
    }
}

#[cfg(test)]
mod tests {
    use crate::measure::Change;
    use crate::model::{Format, Unit};
    use crate::words::Words;

    #[test]
    fn changes_of_percentages_are_points() {
        let words = Words::of("en-GB").unwrap();
        let change = |difference: &str, percent: Option<&str>| {
            let number = |text: &str| text.parse().unwrap();
            Change { from: 0, earlier: 80.into(), difference: number(difference), percent: percent.map(number), overlaps: false }
        };
        let percent = Format { unit: Some(Unit::new("percent")), decimals: 1 };
        let people = Format { unit: Some(Unit::new("patients")), decimals: 0 };
        let say = |change: Change, format| words.change(&change, format, "in May 2019");
        assert_eq!(say(change("3.2", None), &percent), "Up 3.2 percentage points from 80.0% in May 2019.");
        assert_eq!(say(change("-8", Some("-10")), &people), "Down 8 (10.0%) from 80 in May 2019.");
        assert_eq!(say(change("0.01", None), &percent), "No change from 80.0% in May 2019.");
    }

    #[test]
    fn a_figure_stands_with_the_sign_of_its_unit() {
        let words = Words::of("en-GB").unwrap();
        let shown = |value, unit: &str| {
            let format = Format { unit: Some(Unit::new(unit)), decimals: 1 };
            (words.figure(value, &format), words.figure_in_words(value, &format))
        };
        let both = |figure: &str, words: &str| (figure.to_owned(), words.to_owned());
        assert_eq!(shown(83.25, "pct"), both("83.3%", "83.3%"));
        assert_eq!(shown(7.44, "% of patients"), both("7.4%", "7.4% of patients"));
        assert_eq!(shown(-4.2, "£m"), both("\u{2212}£4.2 million", "\u{2212}£4.2 million"));
        assert_eq!(shown(4.2, "£"), both("£4.2", "£4.2"));
        assert_eq!(shown(4.2, "weeks"), both("4.2", "4.2 weeks"));
    }
}
