//! Numbers, dates and sizes in words, by NHS and ONS style.
//!
//! Commas from four digits, U+2212 for minus, percentages with the sign, half-up rounding of what is shown and of nothing
//! else, months in full, `to` for ranges.

use std::fmt;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::locale::{Arg, FormatError, Messages, language_of, shipped};

use crate::measure::{Change, Reading};
use crate::model::{Currency, Date, Format, Freshness, FreshnessStatus, Magnitude, Period, Unit, UnitKind};

/// The words of a language, for everything that readers see.
#[derive(Clone)]
pub struct Words {
    messages: Arc<Messages>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Words")
    }
}

impl Words {
    /// The words of a language by its tag. `None` for a language that the program does not speak.
    #[must_use]
    pub fn of(tag: &str) -> Option<Self> {
        Some(Self { messages: Arc::new(shipped(language_of(tag)?)?) })
    }

    /// A message without arguments.
    #[must_use]
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        let text = self.messages.text(key);
        debug_assert!(text.is_some(), "there is no message {key} without arguments");
        text.unwrap_or(key)
    }

    /// A message with its arguments.
    #[must_use]
    pub fn say(&self, key: &str, arguments: &[(&str, Arg<'_>)]) -> String {
        let said = self.messages.format(key, arguments);
        debug_assert!(said.is_ok(), "{said:?}");
        said.unwrap_or_else(|_| key.to_owned())
    }

    /// As [`Words::say`], for a template, which is told what is wrong.
    ///
    /// # Errors
    /// If there is no such message, or its arguments are others.
    pub fn try_say(&self, key: &str, arguments: &[(&str, Arg<'_>)]) -> Result<String, FormatError> {
        self.messages.format(key, arguments)
    }

    /// Every message without arguments, by its key.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.messages.iter().filter_map(|(key, _)| Some((key, self.messages.text(key)?)))
    }

    /// A message about a number of things, which the message calls `$count`.
    #[must_use]
    pub fn count(&self, key: &str, count: usize) -> String {
        self.say(key, &[("count", Arg::Count(count, &number(as_f64(count), 0)))])
    }
}

const MINUS: char = '\u{2212}';

/// A number with commas and a fixed number of decimals, rounded half up (away from nought).
#[must_use]
pub fn number(value: f64, decimals: usize) -> String {
    let (digits, negative) = rounded(value, decimals);
    let (whole, fraction) = digits.split_once('.').map_or((digits.as_str(), ""), |(whole, fraction)| (whole, fraction));
    let mut text = String::new();
    if negative {
        text.push(MINUS);
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// The digits after rounding half up on the decimal digits of the shortest form that reads back as the number, so that
/// 1.005 becomes 1.01; and whether it is below nought.
fn rounded(value: f64, decimals: usize) -> (String, bool) {
    let shortest = format!("{}", value.abs());
    let (whole, fraction) = shortest.split_once('.').unwrap_or((&shortest, ""));
    let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes().chain(std::iter::repeat(b'0')).take(decimals)).collect();
    if fraction.as_bytes().get(decimals).is_some_and(|digit| *digit >= b'5') {
        let mut at = digits.len();
        loop {
            if at == 0 {
                digits.insert(0, b'1');
                break;
            }
            at -= 1;
            if digits[at] < b'9' {
                digits[at] += 1;
                break;
            }
            digits[at] = b'0';
        }
    }
    let is_zero = digits.iter().all(|digit| *digit == b'0');
    let mut text: String = digits.into_iter().map(char::from).collect();
    if decimals > 0 {
        text.insert(text.len() - decimals, '.');
    }
    (text, value < 0.0 && !is_zero)
}

/// A figure as it stands in a table or on an axis: with the sign of its unit, without words. Millions of pounds are `£4.2m`.
pub(crate) fn figure(value: f64, format: &Format) -> String {
    let digits = number(value, format.decimals);
    match format.unit.as_ref().map(Unit::kind) {
        Some(UnitKind::Percent) => format!("{digits}%"),
        Some(UnitKind::Money(currency, magnitude)) => {
            let (sign, short) = (currency.sign(), magnitude_short(magnitude));
            match digits.strip_prefix(MINUS) {
                Some(rest) => format!("{MINUS}{sign}{rest}{short}"),
                None => format!("{sign}{digits}{short}"),
            }
        }
        _ => digits,
    }
}

fn magnitude_short(magnitude: Magnitude) -> &'static str {
    match magnitude {
        Magnitude::One => "",
        Magnitude::Thousand => "k",
        Magnitude::Million => "m",
        Magnitude::Billion => "bn",
    }
}

/// The words of a unit that stand after a figure; none for signs that stand with it.
pub(crate) fn unit_words(format: &Format) -> Option<&str> {
    let unit = format.unit.as_ref()?;
    let is_sign = matches!(unit.kind(), UnitKind::Percent | UnitKind::Money(..)) || unit.text() == "number";
    (!is_sign).then(|| unit.text())
}

/// A unit as it stands alone.
pub(crate) fn unit_in_full(format: &Format) -> String {
    let Some(unit) = &format.unit else { return "number".to_owned() };
    let currency = |currency| match currency {
        Currency::Pound => "pounds",
        Currency::Dollar => "dollars",
        Currency::Euro => "euros",
    };
    match unit.kind() {
        UnitKind::Percent => "percentage".to_owned(),
        UnitKind::Money(of, Magnitude::One) => currency(of).to_owned(),
        UnitKind::Money(of, Magnitude::Thousand) => format!("thousands of {}", currency(of)),
        UnitKind::Money(of, Magnitude::Million) => format!("millions of {}", currency(of)),
        UnitKind::Money(of, Magnitude::Billion) => format!("billions of {}", currency(of)),
        _ => unit.text().to_owned(),
    }
}

/// A figure in a sentence: with its sign and its words. Millions of pounds are `£4.2 million`.
pub(crate) fn figure_in_words(value: f64, format: &Format) -> String {
    let figure = figure(value, format);
    if let Some(UnitKind::Money(_, magnitude)) = format.unit.as_ref().map(Unit::kind) {
        let word = match magnitude {
            Magnitude::One => return figure,
            Magnitude::Thousand => "thousand",
            Magnitude::Million => "million",
            Magnitude::Billion => "billion",
        };
        return format!("{} {word}", figure.trim_end_matches(magnitude_short(magnitude)));
    }
    match unit_words(format) {
        Some(unit) => format!("{figure} {unit}"),
        None => figure,
    }
}

/// A reading in a table: the figure, its marker, or nothing.
pub(crate) fn reading(reading: Reading, format: &Format) -> String {
    match reading {
        Reading::Value(value) => figure(value, format),
        Reading::Missing(_) | Reading::Absent => reading.marker().map_or_else(String::new, |marker| marker.to_string()),
    }
}

/// Which way a figure has changed, as far as its decimals show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// It is higher.
    Up,
    /// It is lower.
    Down,
    /// With the decimals shown it is the same.
    Same,
}

impl Way {
    /// The way of a change.
    #[must_use]
    pub fn of(change: &Change, format: &Format) -> Self {
        let is_zero = rounded(change.difference.abs(), format.decimals).0.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        match change.difference {
            _ if is_zero => Self::Same,
            more if more > 0.0 => Self::Up,
            _ => Self::Down,
        }
    }
}

/// `Up 3.2 percentage points from 80.1% in February 2019.` `since` comes with its preposition.
pub(crate) fn change_sentence(change: &Change, format: &Format, since: &str) -> String {
    let from = figure(change.earlier, format);
    let size = change.difference.abs();
    let way = match Way::of(change, format) {
        Way::Same => return format!("No change from {from} {since}."),
        Way::Up => "Up",
        Way::Down => "Down",
    };
    if format.is_percent() {
        return format!("{way} {} from {from} {since}.", difference(size, format));
    }
    let percent = change.percent.map_or_else(String::new, |percent| match percent.abs() {
        small if small < 0.05 => " (less than 0.1%)".to_owned(),
        percent => format!(" ({}%)", number(percent, 1)),
    });
    format!("{way} {}{percent} from {from} {since}.", figure(size, format))
}

/// How far two figures are apart: percentages in percentage points.
pub(crate) fn difference(size: f64, format: &Format) -> String {
    if !format.is_percent() {
        return figure_in_words(size.abs(), format);
    }
    let points = number(size.abs(), format.decimals);
    let word = if points == "1" { "percentage point" } else { "percentage points" };
    format!("{points} {word}")
}

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

fn month(date: NaiveDate) -> &'static str {
    MONTHS[date.month0() as usize]
}

/// `6 August 2018`.
#[must_use]
pub fn long_date(date: Date) -> String {
    format!("{} {} {}", date.0.day(), month(date.0), date.0.year())
}

/// A period in words: `March 2019`, `July to September 2021`, `financial year ending March 2011`.
#[must_use]
pub fn period_words(period: &Period) -> String {
    match period {
        Period::Day(day) => long_date(Date(*day)),
        Period::Week(day) => format!("week of {}", long_date(Date(*day))),
        Period::Month(year, _) => format!("{} {year}", month(period.start())),
        Period::Quarter(year, _) => {
            let end = period.end().unwrap_or_else(|| period.start());
            format!("{} to {} {year}", month(period.start()), month(end))
        }
        Period::Year(year) => year.to_string(),
        Period::FinancialYear(year) => format!("financial year ending March {}", year + 1),
        Period::AcademicYear(year) => format!("academic year {year} to {}", year + 1),
        Period::YearRange(from, to) => format!("{from} to {to}"),
        Period::Text(_, text) => text.to_string(),
    }
}

/// A period behind a preposition: `in March 2019`, `on 3 April 2020`, `in the week of 3 April 2020`.
pub(crate) fn in_period(period: &Period) -> String {
    let preposition = match period {
        Period::Day(_) => "on",
        Period::Week(_) | Period::FinancialYear(_) | Period::AcademicYear(_) => "in the",
        _ => "in",
    };
    format!("{preposition} {}", period_words(period))
}

/// The mark after a period that is provisional: no figure of it goes without.
pub(crate) fn provisional_mark(is_provisional: bool) -> &'static str {
    if is_provisional { " (provisional)" } else { "" }
}

/// A period on an axis: short.
pub(crate) fn period_short(period: &Period) -> String {
    match period {
        Period::Day(day) | Period::Week(day) => format!("{} {} {}", day.day(), &month(*day)[..3], day.year()),
        Period::Month(year, _) => format!("{} {year}", &month(period.start())[..3]),
        Period::FinancialYear(_) | Period::AcademicYear(_) | Period::Quarter(..) => period.to_string(),
        other => period_words(other),
    }
}

/// A file's size: `448 kB`.
pub(crate) fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
    let bytes_of = |unit: f64| bytes as f64 / unit;
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", number(bytes_of(1e3), 0)),
        _ => format!("{} MB", number(bytes_of(1e6), 1)),
    }
}

/// A text with its first letter as a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `1 row`, `2 rows`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(as_f64(count), 0), if count == 1 { one } else { many })
}

/// The name of a theme for readers: `waiting-times` is `Waiting times`.
pub(crate) fn theme_name(theme: &str) -> String {
    capital(&theme.replace('-', " "))
}

/// The text of a badge: when the data was last updated, and whether an update is late or none will come.
pub(crate) fn badge_value(freshness: &Freshness) -> String {
    let date = long_date(freshness.modified);
    match freshness.status {
        FreshnessStatus::Overdue => format!("{date} (overdue)"),
        FreshnessStatus::Retired => format!("{date} (no longer updated)"),
        _ => date,
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts and sizes are far below 2^53")]
pub(crate) fn as_f64(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{change_sentence, figure, figure_in_words, number, period_words};
    use crate::measure::Change;
    use crate::model::{Format, Period, Unit};

    #[test]
    fn numbers_by_nhs_and_ons_style() {
        for (value, decimals, text) in [
            (1234.0, 0, "1,234"),
            (999.0, 0, "999"),
            (1_234_567.891, 1, "1,234,567.9"),
            (0.5, 0, "1"),
            (2.5, 0, "3"),
            (1.005, 2, "1.01"),
            (-3.25, 1, "\u{2212}3.3"),
            (-0.04, 1, "0.0"),
            (999.96, 1, "1,000.0"),
        ] {
            assert_eq!(number(value, decimals), text, "{value} to {decimals}");
        }
    }

    proptest! {
        #[test]
        fn rounding_moves_a_number_by_half_a_digit_at_the_most(value in -1e7..1e7_f64, decimals in 0..4_usize) {
            let shown: f64 = number(value, decimals).replace(',', "").replace('\u{2212}', "-").parse().unwrap();
            let half = 0.5 * 10_f64.powi(-i32::try_from(decimals).unwrap());
            prop_assert!((shown - value).abs() <= half * (1.0 + 1e-9) + value.abs() * 1e-12);
        }
    }

    #[test]
    fn changes_of_percentages_are_points() {
        let change = |difference, percent| Change { from: 0, earlier: 80.0, difference, percent };
        let percent = Format { unit: Some(Unit::new("percent")), decimals: 1 };
        let people = Format { unit: Some(Unit::new("patients")), decimals: 0 };
        assert_eq!(
            change_sentence(&change(3.2, None), &percent, "in May 2019"),
            "Up 3.2 percentage points from 80.0% in May 2019."
        );
        assert_eq!(change_sentence(&change(-8.0, Some(-10.0)), &people, "in May 2019"), "Down 8 (10.0%) from 80 in May 2019.");
        assert_eq!(change_sentence(&change(0.01, None), &percent, "in May 2019"), "No change from 80.0% in May 2019.");
    }

    #[test]
    fn a_figure_stands_with_the_sign_of_its_unit() {
        let shown = |value, unit: &str| {
            let format = Format { unit: Some(Unit::new(unit)), decimals: 1 };
            (figure(value, &format), figure_in_words(value, &format))
        };
        let both = |figure: &str, words: &str| (figure.to_owned(), words.to_owned());
        assert_eq!(shown(83.25, "pct"), both("83.3%", "83.3%"));
        assert_eq!(shown(-4.2, "£m"), both("\u{2212}£4.2m", "\u{2212}£4.2 million"));
        assert_eq!(shown(4.2, "£"), both("£4.2", "£4.2"));
        assert_eq!(shown(4.2, "weeks"), both("4.2", "4.2 weeks"));
    }

    #[test]
    fn periods_in_words() {
        assert_eq!(period_words(&Period::Quarter(2021, 3)), "July to September 2021");
        assert_eq!(period_words(&Period::FinancialYear(2010)), "financial year ending March 2011");
        assert_eq!(period_words(&Period::YearRange(2003, 2005)), "2003 to 2005");
    }
}
