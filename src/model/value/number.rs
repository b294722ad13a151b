//! Reads numbers as they appear in published files.

/// A number as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedNumber {
    /// Its value.
    pub value: f64,
    /// The digits to publish, if they differ from the text.
    pub digits: Option<String>,
}

/// Reads a number.
///
/// Accepts thousands commas (`749,750`, only in groups of three), a leading `£`, `$` or `€`, a trailing `%`, spaces around the
/// number, and the minus sign U+2212. Keeps the author's digits: `4702.0` stays `4702.0`. Refuses everything else, such as
/// `inf`, `nan`, `1_000` and `1.234,5`.
#[must_use]
pub fn parse_number(text: &str) -> Option<ParsedNumber> {
    // Most cells hold plain numbers, which need no copy.
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return text.parse().ok().filter(|value: &f64| value.is_finite()).map(|value| ParsedNumber { value, digits: None });
    }
    let digits = bare(text.trim())?;
    let value: f64 = digits.parse().ok()?;
    let digits = (digits != text).then_some(digits);
    value.is_finite().then_some(ParsedNumber { value, digits })
}

/// Whether a number is written with a zero that it does not need, as only codes are: `007`, `0123`, `0,123`; not `0`, `0.5`
/// or `0%`.
#[must_use]
pub fn has_leading_zero(text: impl AsRef<[u8]>) -> bool {
    matches!(text.as_ref(), [b'0', b'0'..=b'9' | b',', ..])
}

fn bare(text: &str) -> Option<String> {
    let (sign, rest) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let rest = rest.strip_prefix(['£', '$', '€']).unwrap_or(rest);
    let rest = rest.strip_suffix('%').unwrap_or(rest).trim_end();
    let ungrouped = if rest.contains(',') { without_groups(rest)? } else { rest.to_owned() };
    let starts_well = ungrouped.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let all_number = ungrouped.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
    (starts_well && all_number).then(|| format!("{sign}{ungrouped}"))
}

/// Removes the commas from `1,234,567.8`. `None` if the groups do not have three digits.
fn without_groups(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let is_group = |group: &str| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit());
    let first_fits = (1..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_digit());
    if !first_fits || !groups.all(is_group) {
        return None;
    }
    let fraction = fraction.map_or_else(String::new, |digits| format!(".{digits}"));
    Some(format!("{}{fraction}", whole.replace(',', "")))
}

#[cfg(test)]
mod tests {
    use super::{ParsedNumber, has_leading_zero, parse_number};

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
            ("4702.0", 4702.0, "4702.0"),
            (" 274", 274.0, "274"),
            ("749,750", 749_750.0, "749750"),
            ("£4,097,313.49", 4_097_313.49, "4097313.49"),
            ("-£0.64", -0.64, "-0.64"),
            ("\u{2212}3", -3.0, "-3"),
            ("12.50%", 12.5, "12.50"),
            ("1.2E+05", 120_000.0, "1.2E+05"),
        ] {
            let dressed = (digits != text).then(|| digits.to_owned());
            assert_eq!(parse_number(text), Some(ParsedNumber { value, digits: dressed }), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_number_is_none() {
        for text in ["", "inf", "nan", "1_000", "1,23", "1.234,5", "12,3456", "0-2", "<10", "c", "1e999", "--1", "£"] {
            assert_eq!(parse_number(text), None, "{text}");
        }
    }
}
