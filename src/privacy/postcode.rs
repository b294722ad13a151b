//! Full postcodes, which stand for about fifteen homes. The first half alone stands for thousands, and is not reported.

use std::sync::LazyLock;

use super::{Pattern, is_match, pattern};

/// A whole text that is a postcode. The second half never has C, I, K, M, O or V, but in those that begin
/// with ZZ99 and stand for no place.
pub(super) static PATTERN: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^[\s\x27]*(?:GIR ?0AA|ZZ99[ -]{0,3}\d[A-Z]{2}|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Z]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY])[ -]{0,3}\d[ABD-HJLNP-UW-Z]{2})\s*$",
    )
});

/// Whether a text is a full postcode and nothing else.
#[must_use]
pub fn is_postcode(text: &str) -> bool {
    (5..=16).contains(&text.len()) && is_match(&PATTERN, text)
}

#[cfg(test)]
mod tests {
    use super::is_postcode;

    #[test]
    fn only_full_postcodes_are_postcodes() {
        for text in [
            "TS18 1HU",
            "ts181hu",
            "M1   1AE",
            "'TS18 1HU",
            "M1 1AE",
            "EC1A 1BB",
            "W1A 0AX",
            "GIR 0AA",
            "ZZ99 3WZ",
            "ZZ99 3VZ",
            "CR2 6XH",
        ] {
            assert!(is_postcode(text), "{text}");
        }
        for text in ["TS18", "W2U3Z", "R1K01", "A81001", "E09000011", "RRK", "L84073", "AB12 3CC", "2024 Q1", "Q1 2AB"] {
            assert!(!is_postcode(text), "{text}");
        }
    }
}
