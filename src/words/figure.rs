//! Figures with their units, changes from one period to another, and readings.

use serde::Serialize;

use super::number::Number;
use super::{Words, uncapital};
use crate::measure::{Change, Reading};
use crate::model::{Currency, Decimal, Format, Magnitude, Unit, UnitKind};

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

impl Way {
    /// The direction of a change.
    #[must_use]
    pub fn of(change: &Change, format: &Format) -> Self {
        let is_zero = change.difference.abs().rounded(format.decimals).0.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        match change.difference {
            _ if is_zero => Self::Same,
            more if more.is_sign_positive() => Self::Up,
            _ => Self::Down,
        }
    }
}

impl Words {
    /// A figure for tables and axes: with the sign of its unit, but without words. Millions of pounds are `£4.2m`.
    #[must_use]
    pub fn figure(&self, value: impl Number, format: &Format) -> String {
        let digits = self.number(value, format.decimals);
        match format.unit.as_ref().map(Unit::kind) {
            Some(UnitKind::Percent) => format!("{digits}%"),
            Some(UnitKind::Money(currency, magnitude)) => {
                let (sign, short, minus) = (currency.sign(), magnitude_short(magnitude), self.minus());
                match digits.strip_prefix(minus) {
                    Some(rest) => format!("{minus}{sign}{rest}{short}"),
                    None => format!("{sign}{digits}{short}"),
                }
            }
            _ => digits,
        }
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

    /// A figure in a sentence: with the sign and words of its unit. Millions of pounds are `£4.2 million`.
    #[must_use]
    pub fn figure_in_words(&self, value: impl Number, format: &Format) -> String {
        let figure = self.figure(value, format);
        if let Some(UnitKind::Money(_, magnitude)) = format.unit.as_ref().map(Unit::kind) {
            let word = match magnitude {
                Magnitude::One => return figure,
                Magnitude::Thousand => self.text("magnitude-thousand"),
                Magnitude::Million => self.text("magnitude-million"),
                Magnitude::Billion => self.text("magnitude-billion"),
            };
            return format!("{} {word}", figure.trim_end_matches(magnitude_short(magnitude)));
        }
        match unit_words(format) {
            Some(unit) => format!("{figure} {unit}"),
            None => figure,
        }
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
    #[must_use]
    pub fn change(&self, change: &Change, format: &Format, since: &str) -> String {
        let from = self.figure(change.earlier, format);
        let size = change.difference.abs();
        let key = match Way::of(change, format) {
            Way::Same => return self.fill("change-none", &[("from", &from), ("since", since)]),
            Way::Up => "change-up",
            Way::Down => "change-down",
        };
        let by = if format.is_percent() {
            self.difference(size, format)
        } else {
            let figure = self.figure(size, format);
            match change.percent.map(|percent| percent.abs()) {
                None => figure,
                Some(small) if small < Decimal::new(5, 2) => self.fill("change-by-little", &[("figure", &figure)]),
                Some(percent) => self.fill("change-by-percent", &[("figure", &figure), ("percent", &self.number(percent, 1))]),
            }
        };
        self.fill(key, &[("by", &by), ("from", &from), ("since", since)])
    }

    /// The same for the middle of a sentence: no capital letter and no full stop.
    #[must_use]
    pub fn change_within(&self, change: &Change, format: &Format, since: &str) -> String {
        uncapital(self.change(change, format, since).trim_end_matches('.'))
    }

    /// The difference between two figures. For percentages it is in percentage points.
    #[must_use]
    pub fn difference(&self, size: Decimal, format: &Format) -> String {
        if !format.is_percent() {
            return self.figure_in_words(size.abs(), format);
        }
        let points = self.number(size.abs(), format.decimals);
        let key = if points == "1" { "percentage-point" } else { "percentage-points" };
        self.fill(key, &[("number", &points)])
    }
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
            Change { from: 0, earlier: 80.into(), difference: number(difference), percent: percent.map(number) }
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
        assert_eq!(shown(-4.2, "£m"), both("\u{2212}£4.2m", "\u{2212}£4.2 million"));
        assert_eq!(shown(4.2, "£"), both("£4.2", "£4.2"));
        assert_eq!(shown(4.2, "weeks"), both("4.2", "4.2 weeks"));
    }
}
