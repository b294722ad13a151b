//! People in prose. A name alone is not reported: it needs a way to reach the person, or a word about their health, in the same
//! sentence. A note about one patient needs no name.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::contact;
use super::words::{OF_PLACES, TEAM_WORDS, TITLES, TITLES_OF_STAFF, is_forename, is_title};
use super::{Kind, Pattern, is_match, pattern};

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
    let who = r"(?P<who>(?i:\b(?:she|he|pt)\b|\b\d{1,3}[ -]?(?:y/?o\b|yrs? old|years?[ -]old))|\b\d{1,3}[MF]\b)";
    let what = r"(?i:admitted|presented|presents|diagnosed|discharged|complain(?:ed|s|ing)|c/o|fell|overdos\w*|referred|prescribed|attended|died|self-harm\w*|collapsed|dna'?d)";
    pattern(&format!(r"{who}[^.\n]{{0,60}}?\b{what}\b|(?m:^)\d{{1,3}}[mf] (?:attended|admitted|presented|fell|died|referred)\b"))
});

/// What every note about one patient has a word of. To look for these first is quicker: few texts have one.
static HAPPENED: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = [
        "admitted",
        "present",
        "diagnosed",
        "discharged",
        "complain",
        "c/o",
        "fell",
        "overdos",
        "referred",
        "prescribed",
        "attended",
        "died",
        "self-harm",
        "collapsed",
        "dna'd",
        "dnad",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
});

pub(super) fn find(text: &str, see: &mut impl FnMut(Kind, Range<usize>)) {
    let may_tell = HAPPENED.as_ref().is_none_or(|words| words.is_match(text));
    for found in PATIENT.iter().filter(|_| may_tell).flat_map(|pattern| pattern.captures_iter(text)) {
        let (Some(whole), who) = (found.get(0), found.name("who")) else { continue };
        if !who.is_some_and(|who| is_anybody(text, who.range())) {
            see(Kind::AboutPatient, whole.range());
        }
    }
    if !has_first_name(text) {
        return;
    }
    for found in names(text) {
        let first = found.as_str().split([' ', '.']).next().unwrap_or("").to_ascii_lowercase();
        let is_titled = TITLES.contains(&first.as_str());
        let is_named = is_titled || is_forename(&first);
        if !is_named && !TITLES_OF_STAFF.contains(&first.as_str())
            || is_place(&text[found.start()..])
            || is_honoured(text, found.start())
        {
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

/// Whether a text is the name of a person, perhaps with what they are: `Jane Smith`, `Smith, Jane`, `Dr A. Patel (lead)`; not `Jane Street
/// Surgery` or `Mary Seacole team`.
#[must_use]
pub fn is_persons_name(text: &str) -> bool {
    let begins = text.split([',', '(']).next().unwrap_or(text);
    let begins = begins.split_once(" - ").or_else(|| begins.split_once(" \u{2013} ")).map_or(begins, |(name, _)| name);
    is_name_alone(begins) || is_name_alone(text)
}

fn is_name_alone(text: &str) -> bool {
    let words: Vec<&str> = text.split([' ', '.', ',']).filter(|word| !word.is_empty()).collect();
    let is_name = |word: &&str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
    };
    let [first, .., _] = words.as_slice() else { return false };
    let first = first.to_lowercase();
    let is_of_many = |word: &&str| {
        let word = word.to_lowercase();
        TEAM_WORDS.contains(&word.as_str()) || OF_PLACES.contains(&word.as_str())
    };
    let is_last_first = || text.contains(',') && words.iter().any(|word| is_forename(&word.to_lowercase()));
    (is_title(&first) || is_forename(&first) || is_last_first())
        && words.len() <= 4
        && words.iter().all(is_name)
        && !words.iter().any(is_of_many)
        && !is_place(text)
        && !is_honoured(text, 0)
}

/// Whether a word is a title or a forename. Most texts have none, so that no pair of words need be looked at.
fn has_first_name(text: &str) -> bool {
    let mut is_inside = false;
    text.bytes().enumerate().any(|(at, byte)| {
        let begins = byte.is_ascii_uppercase() && !is_inside;
        is_inside = byte.is_ascii_alphanumeric() || byte == b'_';
        if !begins {
            return false;
        }
        let rest = &text[at + 1..];
        let length = 1 + rest.bytes().take_while(u8::is_ascii_lowercase).count();
        let word = text[at..at + length].to_ascii_lowercase();
        length > 1 && (is_forename(&word) || TITLES.contains(&word.as_str()) || TITLES_OF_STAFF.contains(&word.as_str()))
    })
}

/// Whether a word for one patient stands for anybody: "he or she", "children under 5 years old", "£10m", "2 pt rise".
fn is_anybody(text: &str, who: Range<usize>) -> bool {
    let word = text[who.clone()].to_ascii_lowercase();
    let before = text[text.floor_char_boundary(who.start.saturating_sub(64))..who.start]
        .trim_end_matches([' ', '\t'])
        .to_ascii_lowercase();
    let after = text[who.end..text.floor_char_boundary((who.end + 64).min(text.len()))].trim_start().to_ascii_lowercase();
    let last = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    if word.ends_with("old") {
        let near: Vec<&str> = before.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(5).collect();
        let is_group = near.iter().any(|word| GROUPS.contains(word));
        return is_group
            || BOUNDS.contains(&last)
            || after.starts_with("who ")
            || after.starts_with("or ")
            || before.ends_with(['-', '–']);
    }
    match word.as_str() {
        "he" | "she" => {
            let is_both = ["or he", "or she", "/he", "/she", "et al"].iter().any(|both| after.starts_with(both));
            is_both
                || last == "or"
                || before.ends_with('/')
                || ["if", "where", "whether", "when", "unless", "who"].contains(&last)
        }
        "pt" => before.ends_with(|c: char| c.is_ascii_digit()),
        _ => before.ends_with(['£', '$', '€', '.', ',']),
    }
}

/// People in the plural.
const GROUPS: [&str; 14] = [
    "children",
    "people",
    "adults",
    "patients",
    "those",
    "persons",
    "residents",
    "women",
    "men",
    "pupils",
    "babies",
    "infants",
    "boys",
    "girls",
];

/// Words before an age that make it the limit of an age group.
const BOUNDS: [&str; 11] = ["under", "over", "above", "below", "aged", "to", "and", "between", "than", "least", "from"];

/// Whether a name is that of a place or an office: "St John Ambulance", "Queen Elizabeth", "Mrs Justice Smith".
fn is_honoured(text: &str, start: usize) -> bool {
    let before = &text[text.floor_char_boundary(start.saturating_sub(32))..start];
    let last = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let next = text[start..].split([' ', '.']).filter(|word| !word.is_empty()).nth(1).unwrap_or("");
    let next = next.trim_matches(|c: char| !c.is_alphanumeric());
    ["St", "Saint", "Queen", "King", "Prince", "Princess", "Royal", "Sir", "Lady", "Lord"].contains(&last)
        || [
            "Justice",
            "Speaker",
            "Friendly",
            "Box",
            "Loss",
            "Rate",
            "Names",
            "Boom",
            "Cook",
            "Radcliffe",
            "Curie",
            "Stopes",
            "Hunt",
        ]
        .contains(&next)
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
    const PLACES: [&str; 36] = [
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
        "syndrome",
        "criteria",
        "disease",
        "hospice",
        "hospices",
        "hospitals",
        "sites",
        "clinics",
        "ambulance",
        "index",
        "initiative",
        "scale",
    ];
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).take(4);
    // The word after a name may be small: "Charles Bonnet syndrome".
    words
        .enumerate()
        .take_while(|(at, word)| *at <= 2 || word.starts_with(char::is_uppercase))
        .any(|(at, word)| at > 0 && PLACES.contains(&word.to_ascii_lowercase().as_str()))
}

/// The sentence around a span. A full stop after a title or an initial ends none.
fn sentence(text: &str, span: Range<usize>) -> &str {
    const LONGEST: usize = 400;
    let from = text.floor_char_boundary(span.start.saturating_sub(LONGEST));
    let to = text.floor_char_boundary((span.end + LONGEST).min(text.len()));
    let ends = |at: &usize| {
        let word = text[from..*at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let is_short = word.len() <= 1 || TITLES.iter().chain(&TITLES_OF_STAFF).any(|title| word.eq_ignore_ascii_case(title));
        text[at + 1..].starts_with(char::is_whitespace) && !is_short
    };
    let stops = |range: Range<usize>| {
        let start = range.start;
        text[range].match_indices(['.', '!', '?']).map(move |(at, _)| start + at).filter(ends)
    };
    let start = stops(from..span.start).next_back().map_or(from, |at| at + 1);
    let start = text[start..span.start].rfind("\n\n").map_or(start, |at| start + at);
    let end = stops(span.end..to).next().unwrap_or(to);
    let end = text[span.end..end].find("\n\n").map_or(end, |at| span.end + at);
    &text[start..end]
}

#[cfg(test)]
mod tests {
    use crate::privacy::{Kind, is_persons_name, sightings};

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
            "Charles Bonnet syndrome is diagnosed by an optometrist, and was diagnosed in 4%",
            "They were referred by St John Ambulance and was treated",
            "Queen Elizabeth Gateshead was treated as one site",
            "The Baby Friendly Initiative helps pregnant women",
        ] {
            assert!(!has(text, Kind::NamedPerson), "{text}");
        }
    }

    #[test]
    fn a_persons_name_is_told_from_a_teams() {
        for text in ["Jane Smith", "Dr A. Patel", "Prof Mary-Ann O'Neil", "Smith, Jane", "Mrs Jones", "Sarah De La Cruz"] {
            assert!(is_persons_name(text), "{text}");
        }
        let teams = "Team|Planned care analytics|Jane Street Surgery|Mary Seacole team|Information services|Martin House Hospice|St John \
            Ambulance|Elizabeth Garrett Anderson Hospital|Marie Curie|Data and Insight|Jane|NHS England|Open data team|Ruth, \
            reporting and admin|james";
        for text in teams.split('|') {
            assert!(!is_persons_name(text), "{text}");
        }
    }

    #[test]
    fn a_note_about_one_patient_is_found() {
        for text in [
            "Pt c/o chest pain, 43 yo",
            "She was admitted overnight after a fall",
            "82 year old, presented with confusion",
            "82 years old and fell",
            "76F fell at home",
            "45m attended with overdose",
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
            "Mental health patients referred to services",
            "Sheffield residents admitted to hospital",
            "Heart failure patients admitted as an emergency",
            "The NHS spent £10m on medicines that were prescribed",
            "It rose to 7.6m in 2023, then fell",
            "Within 100m of the ward patients attended",
            "Children under 5 years old admitted to hospital",
            "16 to 64 years old, most were referred",
            "where he or she was admitted",
            "A 17-year-old who is admitted is counted as a child",
            "a 2 pt rise in the share referred",
        ] {
            assert!(!has(text, Kind::AboutPatient), "{text}");
        }
    }
}
