//! What in a text is about a person, or a secret.
//!
//! In: a text, as an author wrote it or as a page shows it. Out: [`Sighting`]s, each with its kind and its bytes.
//! Invariant: nothing is read from disk and nothing is printed here, and a sighting does not hold the value it is about.

mod birth;
mod connection;
mod contact;
mod heading;
mod insurance_number;
mod internal;
mod nhs_number;
mod normal;
mod person;
mod postcode;
mod secret;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

pub use birth::{is_day, says_birth};
pub use contact::{is_persons_account, is_persons_address};
pub use heading::{
    Identifying, heading_words, identifying, identifying_among, identifying_values, names_organisation, names_people,
};
pub use nhs_number::{Number, TenDigits, says_patient, ten_digits};
pub use normal::Normal;
pub use person::is_persons_name;
pub use postcode::is_postcode;

/// What a text shows of a person, or of how to get into a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An NHS number, or one of Northern Ireland, which are made in the same way.
    NhsNumber,
    /// A Scottish patient's number.
    Chi,
    /// A National Insurance number.
    InsuranceNumber,
    /// A day of birth.
    Birth,
    /// The number of a mobile telephone.
    Mobile,
    /// The email address of one person.
    Email,
    /// A person's name beside a way to reach them, or beside something about their health.
    NamedPerson,
    /// Words about one patient.
    AboutPatient,
    /// The private part of a pair of keys.
    PrivateKey,
    /// A key or token that a service gives to its users.
    Token,
    /// A password.
    Password,
    /// A host, share or folder inside an organisation.
    Internal,
}

impl Kind {
    /// The kind in words, for more than one.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::NhsNumber => "NHS numbers",
            Self::Chi => "CHI numbers",
            Self::InsuranceNumber => "National Insurance numbers",
            Self::Birth => "dates of birth",
            Self::Mobile => "mobile telephone numbers",
            Self::Email => "personal email addresses",
            Self::NamedPerson => "people's names, with ways to reach them or something about their health",
            Self::AboutPatient => "notes about individual patients",
            Self::PrivateKey => "private keys",
            Self::Token => "keys or tokens of a service",
            Self::Password => "passwords",
            Self::Internal => "hosts, shares or folders inside your organisation",
        }
    }

    /// The kind in words, as they follow "this is".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NhsNumber => "an NHS number",
            Self::Chi => "a CHI number",
            Self::InsuranceNumber => "a National Insurance number",
            Self::Birth => "a date of birth",
            Self::Mobile => "a mobile telephone number",
            Self::Email => "the email address of one person",
            Self::NamedPerson => "a person's name, with a way to reach them or something about their health",
            Self::AboutPatient => "a note about one patient",
            Self::PrivateKey => "a private key",
            Self::Token => "a key or token of a service",
            Self::Password => "a password",
            Self::Internal => "a host, share or folder inside your organisation",
        }
    }
}

/// Something that was seen in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// What it is.
    pub kind: Kind,
    /// Where it stands: bytes of the text as it was given.
    pub span: Range<usize>,
}

/// Everything in a text that is about a person or a secret, in order, each place once.
#[must_use]
pub fn sightings(text: &str) -> Vec<Sighting> {
    sightings_in(&Normal::of(text))
}

fn sightings_in(normal: &Normal<'_>) -> Vec<Sighting> {
    let mut seen = Vec::new();
    let mut see = |kind: Kind, span: Range<usize>| seen.push((kind, span));
    // Counting digits is quick, and most texts have few.
    let digits = normal.bytes().filter(u8::is_ascii_digit).count();
    for number in (digits >= 10).then(|| ten_digits(normal)).into_iter().flatten() {
        match number.number() {
            Some(Number::Nhs) if !number.has_commas && (!number.is_loose || says_patient(normal, &number.span)) => {
                see(Kind::NhsNumber, number.span);
            }
            Some(Number::Chi) if says_patient(normal, &number.span) => see(Kind::Chi, number.span),
            _ => {}
        }
    }
    if digits >= 6 {
        insurance_number::find(normal, &mut see);
    }
    if digits >= 4 {
        birth::find(normal, &mut see);
    }
    contact::find(normal, &mut see);
    person::find(normal, &mut see);
    secret::find(normal, &mut see);
    connection::find(normal, &mut see);
    internal::find(normal, &mut see);
    in_order(seen.into_iter().map(|(kind, span)| Sighting { kind, span: normal.original(span) }).collect())
}

/// The kind of the first key or token in a text. Quick enough for every file of a site.
#[must_use]
pub fn published_key(text: &str) -> Option<Kind> {
    let mut first = None;
    secret::find_keys(text, &mut |kind, _| first = first.or(Some(kind)));
    first
}

/// A text without what it shows of a person, and without secrets: what may be printed into a log.
#[must_use]
pub fn masked(text: &str) -> Cow<'_, str> {
    let normal = Normal::of(text);
    let mut sightings = sightings_in(&normal);
    sightings.retain(|sighting| sighting.kind != Kind::Internal);
    // A log is not the place to ask whether a number with the right check digit may be an amount.
    let numbers = ten_digits(&normal).filter(|number| number.number().is_some());
    sightings.extend(numbers.map(|number| Sighting { kind: Kind::NhsNumber, span: normal.original(number.span) }));
    sightings.sort_by_key(|sighting| (sighting.span.start, std::cmp::Reverse(sighting.span.end)));
    if sightings.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut masked, mut written) = (String::new(), 0);
    for Sighting { span, .. } in sightings {
        if span.start < written {
            written = written.max(span.end);
            continue;
        }
        masked.push_str(&text[written..span.start]);
        masked.push_str("(not shown)");
        written = span.end;
    }
    masked.push_str(&text[written..]);
    Cow::Owned(masked)
}

/// Sightings by their place. One that stands within another of the same kind is left out.
fn in_order(mut seen: Vec<Sighting>) -> Vec<Sighting> {
    seen.sort_by(|a, b| (a.span.start, b.span.end, a.kind).cmp(&(b.span.start, a.span.end, b.kind)));
    let mut kept: Vec<Sighting> = Vec::new();
    let mut ends: BTreeMap<Kind, usize> = BTreeMap::new();
    for sighting in seen {
        let end = ends.entry(sighting.kind).or_default();
        if sighting.span.end > *end {
            *end = sighting.span.end;
            kept.push(sighting);
        }
    }
    kept
}

/// A pattern that is compiled when it is first needed.
type Pattern = LazyLock<Option<Regex>>;

/// Texts are in their normal form here, so that digits and the ends of words are those of ASCII. That is several times quicker.
fn pattern(text: &str) -> Option<Regex> {
    Regex::new(&text.replace(r"\d", "[0-9]").replace(r"\b", r"(?-u:\b)")).ok()
}

/// The spans in which a pattern matches.
fn matches<'a>(pattern: &'a Pattern, text: &'a str) -> impl Iterator<Item = regex::Match<'a>> {
    pattern.iter().flat_map(move |pattern| pattern.find_iter(text))
}

fn is_match(pattern: &Pattern, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::{Kind, masked, sightings};

    fn kinds(text: &str) -> Vec<Kind> {
        sightings(text).into_iter().map(|sighting| sighting.kind).collect()
    }

    #[test]
    fn every_pattern_compiles() {
        for pattern in [
            &super::birth::WITH_WORD,
            &super::birth::DAY,
            &super::contact::ADDRESS,
            &super::contact::MOBILE,
            &super::insurance_number::PATTERN,
            &super::internal::PATTERN,
            &super::postcode::PATTERN,
            &super::secret::KEYS,
            &super::secret::ASSIGNED,
            &super::secret::AZURE,
            &super::connection::SECRET_KEY,
            &super::connection::IN_ADDRESS,
            &super::person::NAME,
            &super::person::HEALTH,
            &super::person::PATIENT,
        ] {
            assert!(pattern.is_some());
        }
    }

    #[test]
    fn nhs_numbers_are_found_however_they_are_written() {
        for text in [
            "9990000123",
            "999 000 0123",
            "999-000-3459",
            "Patient 9990678901 attended",
            "９９９０００３４５９",
            "999\u{a0}000\u{a0}0123",
            "999\u{2009}000\u{2009}0123",
            "999–000–0123",
            "999\u{200b}0000123",
            "999&#48;000123",
            "999%30000123",
            "9990000123.0",
            "9.990000123E9",
            "9.990000123e+09",
            "9 9 9 0 0 0 0 1 2 3",
            "999.000.0123",
            "nhs_9990000123.csv",
            "NHS9990000123",
            "\"n\": 9990000123",
            "(9990000123)",
            "a,9990000123,b",
            "1,9990000123,2",
            "'9990000123",
            "999\n000\n0123",
            "٩٩٩٠٠٠٠١٢٣",
            "https://example.org/p/9990000123",
            "999&nbsp;000&nbsp;0123",
            "999 000\n0123",
            "999  000  0123",
            "999 - 000 - 0123",
            "999-000 0123",
            "(999) 000 0123",
            "999**000**0123",
            "999<b>000</b>0123",
            "999<em>000</em>0123",
            "999<span class=\"x1\">000</span>0123",
            "`999` `000` `0123`",
            "NHS number 999000 0123",
            "patient 99900 00123",
            "999\u{ad}0000123",
        ] {
            assert_eq!(kinds(text), [Kind::NhsNumber], "{text}");
        }
    }

    #[test]
    fn numbers_that_only_look_like_nhs_numbers_are_left_alone() {
        for text in [
            "999 123 4567",
            "0000000000",
            "7777777777",
            "9999999999",
            "0.3095238095238095",
            "0.9990000123",
            "52671755.725190839",
            "2020010100",
            "1433783692",
            "01642 672351",
            "E09000011",
            "0212000AAAAABAB",
            "39720211000001105",
            "99900001234",
            "19990000123",
            "a9990000123f",
            "9990000123a4",
            "£9990000123",
            "9,990,000,123 pounds",
            "+9990000123",
            "9990000123.5",
            "deadbeef9990000123",
            "12.9990000123",
            "999/000/0123/4",
            "1-999-000-0123",
            "+44 (0)999 000 0123",
            "0044 9990000123",
            "(+44) 999 000 0123",
        ] {
            assert!(kinds(text).is_empty(), "{text}: {:?}", kinds(text));
        }
    }

    #[test]
    fn what_is_printed_does_not_show_what_was_found() {
        assert_eq!(masked("Patient 999 000 0123 attended"), "Patient (not shown) attended");
        assert_eq!(masked("a plain line"), "a plain line");
        assert_eq!(masked("Server=a;Password=Wren7!;"), "Server=a;Password=(not shown);");
        assert_eq!(masked("Server=x;PWD={abcd1;efgh9};UID=u"), "Server=x;PWD=(not shown)};UID=u");
        assert_eq!(masked("password=strongest1!"), "password=(not shown)");
        assert_eq!(masked("`Pwd=Wren77!x` and more"), "`Pwd=(not shown)` and more");
        assert_eq!(masked("password=abc1!🄁x"), "password=(not shown)x");
    }
}
