//! National Insurance numbers: `AB123456C`, also with spaces.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Kind, Pattern, pattern};

/// Two letters, six digits and one of A to D. D, F, I, Q, U and V are no first letters, and O is no second.
pub(super) static PATTERN: Pattern = LazyLock::new(|| {
    pattern(r"(?i)(?:\b|_)(?:NINO)?(?P<number>[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z](?:[ ./*-]{0,2}\d){6}[ ./*-]{0,2}[A-D])(?:\b|_)")
});

/// Pairs of letters with which no number begins.
const NEVER: [&str; 7] = ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"];

pub(super) fn find(text: &str, see: &mut impl FnMut(Kind, Range<usize>)) {
    let numbers = PATTERN.iter().flat_map(|pattern| pattern.captures_iter(text));
    for found in numbers.filter_map(|found| found.name("number")) {
        let is_issued = !NEVER.iter().any(|pair| found.as_str()[..2].eq_ignore_ascii_case(pair));
        // Letters in mixed case are words beside numbers.
        let letters = found.as_str().chars().filter(char::is_ascii_alphabetic);
        let is_one_case = letters.clone().all(|c| c.is_ascii_uppercase()) || letters.clone().all(|c| c.is_ascii_lowercase());
        if is_issued && is_one_case {
            see(Kind::InsuranceNumber, found.range());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::privacy::{Kind, sightings};

    #[test]
    fn numbers_that_are_issued_are_found() {
        for text in ["AB123456C", "AB 12 34 56 C", "ab123456c", "(JK 123456 A)", "NI: AB-12-34-56-D"] {
            assert_eq!(sightings(text).first().map(|seen| seen.kind), Some(Kind::InsuranceNumber), "{text}");
        }
        for text in ["QQ123456C", "GB123456C", "AB123456E", "AB1234567C", "XAB123456C", "VAT GB 123 4567 89", "AO123456C"] {
            assert!(sightings(text).is_empty(), "{text}");
        }
    }
}
