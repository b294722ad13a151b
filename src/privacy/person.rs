//! People in prose. A name alone is no finding: it needs a way to reach the person, or a word about their health, in the same
//! sentence. A note about one patient needs no name.

use std::ops::Range;
use std::sync::LazyLock;

use super::contact;
use super::words::FORENAMES;
use super::{Kind, Pattern, is_match, matches, pattern};

/// A title or a forename, with another name.
pub(super) static NAME: Pattern = LazyLock::new(|| pattern(r"\b[A-Z][a-z]+\.? [A-Z][A-Za-z'-]+"));

/// Something about one person's health.
pub(super) static HEALTH: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\baged? \d{1,3}\b|\b\d{1,3}[ -]?(?:y/?o\b|yrs? old|years?[ -]old)|\b(?:was|were|is|has been|re-?) ?(?:re)?(?:admitted|diagnosed|discharged|referred|treated|sectioned|prescribed)|\boverdose|\bpregnan|\bdied (?:of|from|on|in)\b|\bher (?:diagnosis|operation|scan)|\bhis (?:diagnosis|operation|scan)",
    )
});

/// A note about one patient: somebody in the singular, and what happened to them.
pub(super) static PATIENT: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:she|he|pt|\d{1,3}[ -]?(?:y/?o\b|yrs? old|years?[ -]old)|\d{1,3}[mf]\b)[^.\n]{0,60}?\b(?:admitted|presented|presents|diagnosed|discharged|complain(?:ed|s|ing)|c/o|fell|overdos\w*|referred|prescribed|attended|died|self-harm\w*|collapsed|dna'?d)\b",
    )
});

const TITLES: [&str; 7] = ["mr", "mrs", "ms", "miss", "mx", "master", "baby"];
const TITLES_OF_STAFF: [&str; 5] = ["dr", "prof", "professor", "sister", "nurse"];

pub(super) fn find(text: &str, see: &mut impl FnMut(Kind, Range<usize>)) {
    matches(&PATIENT, text).for_each(|found| see(Kind::AboutPatient, found.range()));
    for found in names(text) {
        let first = found.as_str().split([' ', '.']).next().unwrap_or("").to_ascii_lowercase();
        let is_titled = TITLES.contains(&first.as_str());
        let is_named = is_titled || FORENAMES.contains(&first.as_str());
        if !is_named && !TITLES_OF_STAFF.contains(&first.as_str()) || is_place(&text[found.start()..]) {
            continue;
        }
        let sentence = sentence(text, found.range());
        let mut can_be_reached = false;
        contact::find(sentence, &mut |_, _| can_be_reached = true);
        if can_be_reached || is_named && is_match(&HEALTH, sentence) {
            see(Kind::NamedPerson, found.range());
        }
    }
}

/// Every two words in a row that could be a name. The second may be the first of another.
fn names(text: &str) -> impl Iterator<Item = regex::Match<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let found = NAME.as_ref()?.find_at(text, from)?;
        from = found.start() + found.as_str().find(' ').unwrap_or(found.len());
        Some(found)
    })
}

/// Whether a name goes on as that of a place or an organisation: `Jane Street Surgery`.
fn is_place(text: &str) -> bool {
    const PLACES: [&str; 24] = [
        "street",
        "road",
        "avenue",
        "lane",
        "surgery",
        "hospital",
        "house",
        "centre",
        "center",
        "clinic",
        "practice",
        "ward",
        "unit",
        "trust",
        "school",
        "college",
        "foundation",
        "institute",
        "report",
        "review",
        "act",
        "committee",
        "inquiry",
        "university",
    ];
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).take(4);
    let mut words = words.take_while(|word| word.starts_with(char::is_uppercase)).map(str::to_ascii_lowercase);
    words.any(|word| PLACES.contains(&word.as_str()))
}

/// The sentence around a span. A full stop after a title or an initial ends none.
fn sentence(text: &str, span: Range<usize>) -> &str {
    let ends = |at: &usize| {
        let rest = &text[at + 1..];
        let word = text[..*at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let is_short = word.len() <= 1 || TITLES.iter().chain(&TITLES_OF_STAFF).any(|title| word.eq_ignore_ascii_case(title));
        rest.starts_with(char::is_whitespace) && !is_short
    };
    let stops = |range: Range<usize>| {
        text[range.clone()].match_indices(['.', '!', '?']).map(move |(at, _)| range.start + at).filter(ends).collect::<Vec<_>>()
    };
    let start = stops(0..span.start).last().map_or(0, |at| at + 1);
    let start = text[start..span.start].rfind("\n\n").map_or(start, |at| start + at);
    let end = stops(span.end..text.len()).first().copied().unwrap_or(text.len());
    let end = text[span.end..end].find("\n\n").map_or(end, |at| span.end + at);
    &text[start..end]
}

#[cfg(test)]
mod tests {
    use crate::privacy::{Kind, sightings};

    fn has(text: &str, kind: Kind) -> bool {
        sightings(text).iter().any(|seen| seen.kind == kind)
    }

    #[test]
    fn a_name_needs_a_contact_or_something_about_health() {
        for text in [
            "Contact Jane Smith, 07700 900123",
            "Mrs Jones was admitted with a stroke",
            "Ask Dr Patel on 07700 900123.",
            "James Brown, aged 43, waited",
        ] {
            assert!(has(text, Kind::NamedPerson), "{text}");
        }
        for text in [
            "Jane Street Surgery, 01632 960003",
            "Dr Jane Smith chaired the group on admitted patients.",
            "DR PATEL & PARTNERS",
            "The Francis Report says that people were treated badly.",
            "first_name and date of birth were removed before the extract was made.",
            "Written by Jane Smith. Patients were admitted in May.",
            "St James's Hospital was treated as one site",
        ] {
            assert!(!has(text, Kind::NamedPerson), "{text}");
        }
    }

    #[test]
    fn a_note_about_one_patient_is_found() {
        for text in [
            "Pt c/o chest pain, 43 yo",
            "She was admitted overnight after a fall",
            "82 year old, presented with confusion",
            "45M attended with overdose",
        ] {
            assert!(has(text, Kind::AboutPatient), "{text}");
        }
        for text in [
            "Patients admitted within four hours",
            "Patient attended",
            "People aged 65 and over who attended",
            "The rate fell",
            "Did not attend",
            "Attended on time",
            "Children under 5 years old were not counted. Those who attended",
            "How many people were referred",
        ] {
            assert!(!has(text, Kind::AboutPatient), "{text}");
        }
    }
}
