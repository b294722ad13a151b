//! Numbers and sizes in NHS and ONS style: commas from four digits on, and U+2212 for minus.

use super::Words;
use crate::locale::Messages;
use crate::model::Decimal;

/// How a language writes numbers.
pub(super) struct NumberStyle {
    minus: String,
    group: String,
    point: String,
}

impl NumberStyle {
    pub(super) fn of(messages: &Messages) -> Self {
        let sign = |key| messages.text(key).unwrap_or_default().to_owned();
        Self { minus: sign("number-minus"), group: sign("number-group"), point: sign("number-point") }
    }
}

impl Words {
    /// A number with a fixed number of decimal places, with halves rounded away from zero.
    #[must_use]
    pub fn number(&self, value: impl Number, decimals: usize) -> String {
        let style = &self.style;
        let (digits, is_negative) = value.rounded(decimals);
        let (whole, fraction) = digits.split_once('.').map_or((digits.as_str(), ""), |(whole, fraction)| (whole, fraction));
        let mut text = String::with_capacity(digits.len() + 4);
        if is_negative {
            text.push_str(&style.minus);
        }
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push_str(&style.group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push_str(&style.point);
            text.push_str(fraction);
        }
        text
    }

    /// A number with all its decimal places, such as one that an author wrote.
    #[must_use]
    pub fn exact(&self, value: Decimal) -> String {
        self.number(value, usize::try_from(value.normalize().scale()).unwrap_or(0))
    }

    /// A whole number.
    #[must_use]
    pub fn whole(&self, count: usize) -> String {
        self.number(Decimal::from(count), 0)
    }

    /// The sign before negative numbers.
    pub(super) fn minus(&self) -> &str {
        &self.style.minus
    }

    /// The size of a file: `448 kB`.
    #[must_use]
    pub fn size(&self, bytes: u64) -> String {
        #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
        let bytes_of = |unit: f64| bytes as f64 / unit;
        match bytes {
            0..1_000 => self.fill("size-bytes", &[("number", &bytes.to_string())]),
            1_000..1_000_000 => self.fill("size-kilobytes", &[("number", &self.number(bytes_of(1e3), 0))]),
            _ => self.fill("size-megabytes", &[("number", &self.number(bytes_of(1e6), 1))]),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts and sizes are far below 2^53")]
pub(crate) fn as_f64(count: usize) -> f64 {
    count as f64
}

/// A number that can be shown: a figure, which is exact, or what was calculated from figures in floating point, such as control
/// limits and the ticks of an axis.
pub trait Number: Copy {
    /// The digits after rounding, and whether the number is below zero. Halves are rounded away from zero.
    fn rounded(self, decimals: usize) -> (String, bool);

    /// Whether it is not zero and would be shown as zero. A control limit or a tick never is: it is no figure.
    fn is_low(self, decimals: usize) -> bool;
}

impl Number for Decimal {
    fn rounded(self, decimals: usize) -> (String, bool) {
        rounded(&self.abs().to_string(), self.is_sign_negative(), decimals)
    }

    fn is_low(self, decimals: usize) -> bool {
        let half = Decimal::new(5, u32::try_from(decimals + 1).unwrap_or(28).min(28));
        !self.is_zero() && self.abs() < half
    }
}

/// The digits are those of the shortest form that reads back as the same number, so that 1.005 becomes 1.01.
impl Number for f64 {
    fn rounded(self, decimals: usize) -> (String, bool) {
        rounded(&self.abs().to_string(), self < 0.0, decimals)
    }

    fn is_low(self, _: usize) -> bool {
        false
    }
}

fn rounded(digits: &str, is_negative: bool, decimals: usize) -> (String, bool) {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
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
    (text, is_negative && !is_zero)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::words::Words;

    #[test]
    fn numbers_by_nhs_and_ons_style() {
        let words = Words::of("en-GB").unwrap();
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
            assert_eq!(words.number(value, decimals), text, "{value} to {decimals}");
        }
    }

    proptest! {
        #[test]
        fn rounding_moves_a_number_by_half_a_digit_at_the_most(value in -1e7..1e7_f64, decimals in 0..4_usize) {
            let words = Words::of("en-GB").unwrap();
            let shown: f64 = words.number(value, decimals).replace(',', "").replace('\u{2212}', "-").parse().unwrap();
            let half = 0.5 * 10_f64.powi(-i32::try_from(decimals).unwrap());
            prop_assert!((shown - value).abs() <= half * (1.0 + 1e-9) + value.abs() * 1e-12);
        }
    }
}
