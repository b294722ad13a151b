//! Days of birth: a day beside a word that says so. A day alone is not reported.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Kind, Pattern, is_match, matches, pattern};

const DAY_TEXT: &str = r"(?:\d{4}[-/.](?:\d{1,2}|[a-z]{3})[-/.]\d{1,2}|\d{1,2} ?[-/. ] ?\d{1,2} ?[-/. ] ?\d{2,4}|\d{1,2}(?:st|nd|rd|th)?[- ]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[- ,]*\d{2,4}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})";

/// A word for birth, directly followed by a day. Signs and tags between them are not shown as words.
pub(super) static WITH_WORD: Pattern = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:\b|_)(?:patient)?(?:d\.? ?o\.? ?b\b\.?|date[ _-]?of[ _-]?birth\b|birth[ _-]?(?:date|day)\b)(?:\s*\((?:dd|d)[^)]{{0,12}}\))?[^a-z0-9<>\n]{{0,6}}(?:</?[a-z]+>){{0,2}}[^a-z0-9<>\n]{{0,4}}(?:is|was)?[^a-z0-9<>\n]{{0,4}}(?:{DAY_TEXT}|(?:19|20)\d{{6}}\b)(?:t[\d:.z+-]+)?"
    ))
});

/// One person who was born on a day. Babies and organisations are born on days too.
static BORN: Pattern = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:\b(?:he|she|patient|pt|client|resident|service user|man|woman|boy|girl)(?:,[^,.\n]{{1,24}},)? (?:was )?born|(?:^|[.;]\s{{1,3}}|\n[ \t]*[-*]?[ \t]*)born):? (?:on )?(?:the )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:{DAY_TEXT}|\d{{1,2}}(?:st|nd|rd|th)? of [a-z]{{3,9}} \d{{4}})"
    ))
});

/// A text that is nothing but a day.
pub(super) static DAY: Pattern = LazyLock::new(|| {
    pattern(&format!(r"(?i)^\s*'?(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?{DAY_TEXT}(?:[ T]\d{{1,2}}:\d{{2}}.*)?\s*$"))
});

pub(super) fn find(text: &str, see: &mut impl FnMut(Kind, Range<usize>)) {
    let is_one = |found: &regex::Match<'_>| {
        let after = text[found.end()..].trim_start();
        let is_bound = [
            "or later",
            "or earlier",
            "or before",
            "or after",
            "onwards",
            "to ",
            "until ",
            "through ",
            "-",
            "\u{2013}",
            "\u{2014}",
        ]
        .iter()
        .any(|bound| after.starts_with(bound))
            || after.strip_prefix("and ").is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
        !is_bound && !is_filler(found.as_str())
    };
    // Those of the century before last are history; "if a patient is born on" a day is a rule.
    let is_supposed = |found: &regex::Match<'_>| {
        let before = &text[text.floor_char_boundary(found.start().saturating_sub(32))..found.start()].to_lowercase();
        ["if ", "when ", "where ", "example", "suppose"].iter().any(|word| before.contains(word))
    };
    let is_old = |found: &regex::Match<'_>| {
        let years = found.as_str().split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 4);
        years.filter_map(|year| year.parse::<u32>().ok()).any(|year| year < 1900)
    };
    let born = matches(&BORN, text).filter(|found| !is_supposed(found) && !is_old(found));
    matches(&WITH_WORD, text).chain(born).filter(is_one).for_each(|found| see(Kind::Birth, found.range()));
}

/// Whether a day is one that systems write where they know none.
fn is_filler(text: &str) -> bool {
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let is_day = |day: &str, month: &str| {
        matches!((day.trim_start_matches('0'), month.trim_start_matches('0')), ("1", "1") | ("31" | "30", "12"))
    };
    match numbers.as_slice() {
        ["1899" | "1900" | "1901", month, day] | [day, month, "1899" | "1900" | "1901"] => is_day(day, month),
        [day, "1899" | "1900" | "1901"] => matches!(day.trim_start_matches('0'), "1" | "31"),
        _ => false,
    }
}

/// Whether a text is a day and nothing else: `04/07/1948`, `19480704`.
#[must_use]
pub fn is_day(text: &str) -> bool {
    is_match(&DAY, text) || is_day_of_digits(text)
}

/// Whether a text is a day in eight digits: `19480704` or `04071948`.
fn is_day_of_digits(text: &str) -> bool {
    let text = text.trim();
    let number = |range: Range<usize>| text.get(range).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or(0);
    let is_day =
        |year: u32, month: u32, day: u32| (1880..=2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let is_digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits && (is_day(number(0..4), number(4..6), number(6..8)) || is_day(number(4..8), number(2..4), number(0..2)))
}

/// Whether the words of a heading name a day of birth.
#[must_use]
pub fn says_birth(words: &[String]) -> bool {
    let is = |word: &str| words.iter().any(|other| other == word);
    // `DoB` is two words by its capitals.
    let is_in_a_row = words.windows(3).any(|three| three == ["d", "o", "b"]) || words.windows(2).any(|two| two == ["do", "b"]);
    is_in_a_row || ["dob", "mydob", "dateofbirth", "birthdate", "birth", "born", "birthday", "patientdob"].into_iter().any(is)
}

#[cfg(test)]
mod tests {
    use super::is_day;
    use crate::privacy::{Kind, sightings};

    #[test]
    fn a_day_beside_a_word_for_birth_is_found() {
        for text in [
            "DOB 04/07/1948",
            "d.o.b.: 4.7.48",
            "Date of birth: 4 July 1948",
            "\"date_of_birth\": \"1948-07-04\"",
            "dob=1948-07-04",
            "Born on 3/2/1950 in Leeds",
            "Lives alone. Born 3 February 1950.",
            "She was born on 3/2/1950",
            "the patient, a teacher, was born 3.2.1950",
            "The patient was born 03/02/1950 and lives alone.",
            "She was born on the 3rd of February 1950.",
            "Notes:\n- Born 3/2/1950",
        ] {
            assert_eq!(sightings(text).first().map(|seen| seen.kind), Some(Kind::Birth), "{text}");
        }
        for text in [
            "04/07/1948",
            "The NHS was born on 5 July 1948",
            "Babies born on 1 January 2026 are in both years",
            "Children born on or after 1 April 2020",
            "Born on or before 31 March 2019",
            "Eligible pupils (born 1 September 2010 \u{2013} 31 August 2011)",
            "School year 7: born 1 September 2012 - 31 August 2013",
            "If a patient is born on 1 April 2020, they count in 2020/21.",
            "The patient record service was born on 1 April 2010.",
            "Florence Nightingale (born 12 May 1820)",
            "For example, a patient who was born on 1 April 1980 is 40",
            "Date of birth was removed on 04/07/1948",
            "DOBBIN 04/07/1948",
            "the date of birth (01/01/1900) is missing",
            "whose date of birth is 1 September 2019 or later",
        ] {
            assert!(sightings(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn days_are_told_from_other_texts() {
        assert!(["1948-07-04", "04/07/1948", "4 Jul 1948", "1948-07-04 00:00:00"].into_iter().all(is_day));
        assert!(!["1948", "2024/25", "Q1 2024", "19480", "Jul 1948", "1948-07"].into_iter().any(is_day));
    }
}
