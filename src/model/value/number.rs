//! Reads numbers as they appear in published files, and keeps them as decimals.
//!
//! In: the text of a cell. Out: its exact value.
//! Invariant: figures are added, divided and compared as decimals. `0.1` is a tenth, and ten of them are 1. Floating point
//! begins where it does no harm: at control limits and at drawing.

/// An exact decimal number of up to 28 digits.
pub type Decimal = rust_decimal::Decimal;

/// A number as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedNumber {
    /// Its value.
    pub value: Decimal,
    /// The digits to publish, if they differ from the text.
    pub digits: Option<String>,
}

/// How numbers are written in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberForm {
    /// The sign before the decimal places.
    pub decimal: char,
    /// The sign between groups of three digits. A blank stands for no-break spaces too, an apostrophe for a curly one.
    pub thousands: Option<char>,
}

impl Default for NumberForm {
    /// `1,234.5`.
    fn default() -> Self {
        Self { decimal: '.', thousands: Some(',') }
    }
}

/// Reads a number in the form of the United Kingdom.
///
/// Accepts thousands commas (`749,750`, only in groups of three), a leading `£`, `$` or `€`, a trailing `%`, spaces around the
/// number, and the minus sign U+2212. Keeps the author's digits: `4702.0` stays `4702.0`. Refuses everything else, such as
/// `inf`, `nan`, `1_000` and `1.234,5`, and what has a zero that a number does not need: `007`, `0,987`, `£000`.
#[must_use]
pub fn parse_number(text: &str) -> Option<ParsedNumber> {
    parse_number_in(text, NumberForm::default())
}

/// Reads a number in another form, such as `1.234,5`. Its digits are published in the usual form.
#[must_use]
pub fn parse_number_in(text: &str, form: NumberForm) -> Option<ParsedNumber> {
    // Most cells hold plain numbers, which need no copy.
    if form.decimal == '.' && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && form.thousands != Some('.') {
        return if has_leading_zero(text) { None } else { exact(text).map(|value| ParsedNumber { value, digits: None }) };
    }
    let digits = bare(text.trim(), form)?;
    let value = exact(&digits)?;
    let digits = (digits != text).then_some(digits);
    Some(ParsedNumber { value, digits })
}

/// The value of digits, with or without an exponent. Digits beyond the 28th are rounded. `None` for a number that is too large,
/// or so small that it would be rounded to 0.
fn exact(digits: &str) -> Option<Decimal> {
    let (number, exponent) = match digits.split_once(['e', 'E']) {
        None => (digits, 0),
        Some((number, exponent)) => (number, exponent.parse::<i32>().ok()?),
    };
    // `.5` and `5.` are numbers, `.` is not.
    if !number.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let read: Decimal = number.trim_end_matches('.').parse().ok()?;
    let power = 10_i128.checked_pow(exponent.unsigned_abs()).and_then(|power| Decimal::try_from_i128_with_scale(power, 0).ok());
    let value = match exponent {
        0 => read,
        1.. => read.checked_mul(power?)?,
        _ => read.checked_div(power?)?,
    };
    let is_nought = number.bytes().all(|byte| !(b'1'..=b'9').contains(&byte));
    (value.is_zero() == is_nought).then_some(value)
}

/// The nearest floating-point number, for control charts, drawing and files.
#[must_use]
pub fn float(value: Decimal) -> f64 {
    // The text of a number is read correctly rounded, which dividing its digits by a power of ten is not.
    value.normalize().to_string().parse().unwrap_or(f64::NAN)
}

/// Whether a number is written with a zero that it does not need, as only codes are: `007`, `0123`, `0,123`; not `0`, `0.5`
/// or `0%`.
#[must_use]
pub fn has_leading_zero(text: impl AsRef<[u8]>) -> bool {
    matches!(text.as_ref(), [b'0', b'0'..=b'9' | b',', ..])
}

/// A number as it stands before a note: `12` in `12 (p)`, `3` in `3*`, `1,204` in `1,204r`. Other texts may lose their end too.
#[must_use]
pub fn number_without_note(text: &str) -> &str {
    let bare = text.split(['(', '[', '*', '\u{2020}', '\u{2021}', '^', '#']).next().unwrap_or(text).trim();
    let before_letter = bare.strip_suffix(['r', 'p', 'e']).map(str::trim_end);
    before_letter.filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit())).unwrap_or(bare)
}

fn bare(text: &str, form: NumberForm) -> Option<String> {
    let (sign, rest) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let rest = rest.strip_prefix(['£', '$', '€']).unwrap_or(rest);
    let rest = rest.strip_suffix('%').unwrap_or(rest).trim_end();
    let (whole, fraction) = rest.split_once(form.decimal).map_or((rest, None), |(whole, fraction)| (whole, Some(fraction)));
    let whole = without_groups(whole, form).filter(|whole| !whole.contains('.'))?;
    let ungrouped = fraction.map_or_else(|| whole.clone(), |fraction| format!("{whole}.{fraction}"));
    let starts_well = ungrouped.starts_with(|c: char| c.is_ascii_digit() || c == '.') && !has_leading_zero(&ungrouped);
    let all_number = ungrouped.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
    (starts_well && all_number).then(|| format!("{sign}{ungrouped}"))
}

/// Removes the signs between the groups of `1,234,567`. `None` if the groups do not have three digits, or the first begins with 0.
fn without_groups(text: &str, form: NumberForm) -> Option<String> {
    let is_sign = |c: char| match form.thousands {
        Some(' ') => matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'),
        Some('\'') => matches!(c, '\'' | '\u{2019}'),
        Some(sign) => c == sign,
        None => false,
    };
    if !text.contains(is_sign) {
        return Some(text.to_owned());
    }
    let mut groups = text.split(is_sign);
    let first = groups.next()?;
    let is_group = |group: &str| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit());
    let first_fits = (1..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_digit()) && !first.starts_with('0');
    (first_fits && groups.all(is_group)).then(|| text.replace(is_sign, ""))
}

#[cfg(test)]
mod tests {
    use super::{NumberForm, ParsedNumber, has_leading_zero, parse_number, parse_number_in};

    #[test]
    fn numbers_of_other_countries_are_read_in_their_form() {
        let form = |decimal, thousands| NumberForm { decimal, thousands };
        for (form, text, digits) in [
            (form(',', None), "0,987", "0.987"),
            (form(',', None), "1,190", "1.190"),
            (form(',', Some('.')), "1.234.567,5", "1234567.5"),
            (form(',', Some('.')), "-843.011", "-843011"),
            (form('.', Some(' ')), "12\u{a0}345", "12345"),
            (form(',', Some(' ')), "12 345,6", "12345.6"),
            (form('.', Some('\'')), "12\u{2019}345.50", "12345.50"),
            (form(',', Some('.')), "12", "12"),
        ] {
            let read = parse_number_in(text, form).map(|read| read.digits.unwrap_or_else(|| text.to_owned()));
            assert_eq!(read.as_deref(), Some(digits), "{text}");
        }
        for (form, text) in
            [(form(',', Some('.')), "1.23"), (form(',', None), "1.5"), (form('.', Some(' ')), "1 2"), (form(',', None), "1,2,3")]
        {
            assert_eq!(parse_number_in(text, form), None, "{text}");
        }
    }

    #[test]
    fn a_leading_zero_is_one_that_the_number_does_not_need() {
        for text in ["007", "00", "00.5", "0123", "0,123"] {
            assert!(has_leading_zero(text), "{text}");
        }
        for text in ["", "0", "0.5", "0%", "70", "-0", "a0", "0a"] {
            assert!(!has_leading_zero(text), "{text}");
        }
    }

    #[test]
    fn numbers_of_the_wild_are_read_and_keep_their_digits() {
        for (text, value, digits) in [
            ("4702.0", "4702", "4702.0"),
            (" 274", "274", "274"),
            ("749,750", "749750", "749750"),
            ("£4,097,313.49", "4097313.49", "4097313.49"),
            ("-£0.64", "-0.64", "-0.64"),
            ("\u{2212}3", "-3", "-3"),
            ("12.50%", "12.5", "12.50"),
            (".5", "0.5", ".5"),
            ("1.2E+05", "120000", "1.2E+05"),
            ("-2.5e-4", "-0.00025", "-2.5e-4"),
        ] {
            let value = value.parse().unwrap();
            let dressed = (digits != text).then(|| digits.to_owned());
            assert_eq!(parse_number(text), Some(ParsedNumber { value, digits: dressed }), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_number_is_none() {
        for text in [
            "007", "00.5", "-01", "000", "£000", "0,123", "0,987", "", "inf", "nan", "1_000", "1,23", "1.234,5", "12,3456",
            "0-2", "<10", "c", "1e999", "1e-99", "--1", "£", ".", "e5",
        ] {
            assert_eq!(parse_number(text), None, "{text}");
        }
    }
}
