//! Headings of columns that identify people, and those that name organisations.
//!
//! A heading is split into words first: `FirstName`, `first_name` and `First name(s)` are the same, and `MRN` is not in `Marne`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What the values of a column are, by its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identifying {
    /// A person's name.
    Name,
    /// A number or code that stands for one person.
    Number,
    /// A day of birth.
    Birth,
    /// A person's address, or a way to reach them.
    Contact,
    /// Words about a person.
    Notes,
}

impl Identifying {
    /// What it holds, in words that follow "a column of".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Name => "people's names",
            Self::Number => "numbers that each identify one person",
            Self::Birth => "dates of birth",
            Self::Contact => "people's addresses or telephone numbers",
            Self::Notes => "notes about people",
        }
    }
}

#[rustfmt::skip]
const PHRASES: [(Identifying, &[&str]); 5] = [
    (Identifying::Name, &[
        "forename", "first name", "given name", "middle name", "surname", "last name", "family name", "maiden name",
        "patient name", "person name", "client name", "child name", "pupil name", "student name", "resident name", "carer name",
        "mother name", "father name", "mothers name", "name of patient", "next of kin", "baby name", "staff name", "employee name",
        "consultant name",
        "pt name", "name family", "name given", "deceased name", "preferred name", "service user name",  "guardian name", "keyworker name", "manager name", "sur name", "fore name", "nok",
    ]),
    (Identifying::Number, &[
        "nhs number", "nhs no", "nhs num", "nhs id", "nhsnumber", "nhsno", "new nhs no", "newnhsno", "mrn", "medical record number", "hospital number",
        "hospital no", "pas number", "pas id", "pas no", "chi number", "chi no", "hcn", "health and care number", "h c number", "patient id", "patient no",
        "patient number", "patient identifier", "patient ref", "patient reference", "patient key", "local patient id", "local patient identifier", "person id",
        "person identifier", "person key", "token person id", "epikey", "hesid", "extract hesid", "encrypted hesid", "case note number", "casenote number", "national insurance number", "ni number", "ni no", "nino", "passport number", "passport no", "driving licence number",
        "driving license number", "social security number", "ssn", "upn", "unique pupil number", "uln", "unique learner number", "client id", "service user id",
        "pseudo nhs number", "subject id", "participant id", "employee number", "esr number", "gmc number", "gmc no", "spell id",
        "episode id", "attendance id", "referral id", "rtt pathway id", "patient pathway identifier", "unit record number", "pupil id", "student id", "learner id",
        "mhsds uniqid", "uniq serv req id", "service request id", "care contact id", "hosp prov spell num", "lopatid", "lpi", "attendkey", "aekey", "susrecid", "susspellid", "pathway id", "ubrn", "emisnumber", "patient guid", "patient uid", "id patient", "systmone id", "rio number", "employee no", "employee id", "staff id", "assignment number", "payroll number", "nmc pin", "hcpc number", "nat ins no", "pt id", "hosp no", "district number", "case no", "spell no", "episode no", "pseudonym", "pseudo id", "h c no", "upi number", "n h s no", "n h s number",
    ]),
    (Identifying::Birth, &["dob", "date of birth", "birth date", "birthdate", "d o b", "patient dob", "day of birth"]),
    (Identifying::Contact, &[
        "home address", "patient address", "home postcode", "patient postcode", "postcode of residence", "postcode of patient",
        "usual address", "house number", "mobile number", "mobile no", "mobile phone", "mobile tel", "patient telephone", "patient phone", "patient email", "home telephone",
        "home phone", "personal email", "ip address",
        "homeadd", "patient mobile", "first line of address", "mobile",
    ]),
    (Identifying::Notes, &[
        "clinical notes", "clinical note", "case notes", "case note", "patient notes", "patient comments", "free text", "presenting complaint",
        "discharge summary", "clinical narrative", "clinician comments", "history of presenting complaint", "referral letter",
        "safeguarding notes", "incident description", "fft comment", "clinical comments", "narrative",
    ]),
];

/// The phrases by their first word, and by all their words run together, each with the position of its kind. A heading has a few words,
/// and there are hundreds of phrases.
static BY_FIRST_WORD: LazyLock<BTreeMap<String, Vec<(usize, &str)>>> = LazyLock::new(|| {
    let mut by_word: BTreeMap<String, Vec<(usize, &str)>> = BTreeMap::new();
    for (kind, (_, phrases)) in PHRASES.iter().enumerate() {
        for phrase in *phrases {
            let first = phrase.split(' ').next().unwrap_or(phrase).to_owned();
            for word in BTreeSet::from([first, phrase.replace(' ', "")]) {
                by_word.entry(word).or_default().push((kind, phrase));
            }
        }
    }
    by_word
});

/// Headings that say the same of organisations where a table lists these.
const OF_PEOPLE_OR_ORGANISATIONS: [(Identifying, &str); 4] = [
    (Identifying::Name, "full name"),
    (Identifying::Contact, "address line"),
    (Identifying::Contact, "uprn"),
    (Identifying::Contact, "address 1"),
];

/// Words that make of a heading a measure of quality, not the values themselves: "NHS number valid %".
#[rustfmt::skip]
const ABOUT_QUALITY: [&str; 47] = [
    "valid", "validity", "invalid", "missing", "complete", "completeness", "percent", "percentage", "pct", "rate", "count",
    "counts", "total", "coverage", "quality", "proportion", "share", "recorded", "unrecorded", "blank", "traced", "matched",
    "unmatched", "verified", "rank", "popularity", "frequency", "distinct", "issued", "registrations", "registration",
    "contributions", "responses", "sent", "status", "present", "without", "ownership", "district", "range", "audit", "audits",
    "show", "usage", "internet", "employer", "cost",
];

/// What a heading says that identifies people. `None` if it says nothing of the kind.
#[must_use]
pub fn identifying(heading: &str) -> Option<Identifying> {
    let words = heading_words(heading);
    if is_about_quality(&words, heading) {
        return None;
    }
    if words == ["chi"] {
        return Some(Identifying::Number);
    }
    let likely = words.iter().flat_map(|word| [Some(word.as_str()), word.strip_suffix('s')]).flatten();
    let phrases: BTreeSet<&(usize, &str)> = likely.filter_map(|word| BY_FIRST_WORD.get(word)).flatten().collect();
    phrases.into_iter().find(|(_, phrase)| says(&words, phrase)).map(|(kind, _)| PHRASES[*kind].0)
}

/// The same among the headings of a table: some could be about organisations as well, where another column names one.
#[must_use]
pub fn identifying_among<'a>(heading: &str, mut all: impl Iterator<Item = &'a str>) -> Option<Identifying> {
    identifying(heading).or_else(|| identifying_unless_organisation(heading).filter(|_| !all.any(names_organisation)))
}

fn identifying_unless_organisation(heading: &str) -> Option<Identifying> {
    let words = heading_words(heading);
    if is_about_quality(&words, heading) || names_organisation(heading) {
        return None;
    }
    OF_PEOPLE_OR_ORGANISATIONS.iter().find(|(_, phrase)| says(&words, phrase)).map(|(kind, _)| *kind)
}

/// Whether a heading speaks of people, whatever else it names: `home postcode`, `patient site`.
#[must_use]
pub fn names_people(heading: &str) -> bool {
    let people = ["patient", "home", "resident", "residence", "client", "person"];
    heading_words(heading).iter().any(|word| people.contains(&word.as_str()))
}

/// What a heading says if words such as "verified" or "matched" in it are left aside: "Traced NHS number" may be either.
#[must_use]
pub fn identifying_values(heading: &str) -> Option<Identifying> {
    const STATES: [&str; 10] =
        ["verified", "traced", "matched", "unmatched", "distinct", "recorded", "unrecorded", "present", "valid", "invalid"];
    let mut words = heading_words(heading);
    words.retain(|word| !STATES.contains(&word.as_str()));
    identifying(&words.join(" "))
}

fn is_about_quality(words: &[String], heading: &str) -> bool {
    words.iter().any(|word| ABOUT_QUALITY.contains(&word.as_str())) || heading.contains(['%', '£'])
}

/// Whether the words contain the phrase, apart or run together, and "of" or "per" does not follow: "hospital number of beds".
fn says(words: &[String], phrase: &str) -> bool {
    let wanted: Vec<&str> = phrase.split(' ').collect();
    let is_of = |at: usize| words.get(at).is_some_and(|word| word == "of" || word == "per");
    let in_a_row = words
        .windows(wanted.len())
        .enumerate()
        .any(|(at, some)| some.iter().zip(&wanted).all(|(word, wanted)| is_word(word, wanted)) && !is_of(at + wanted.len()));
    let joined = wanted.concat();
    in_a_row || wanted.len() > 1 && words.contains(&joined)
}

/// Whether a word is the one that is wanted, in the singular or the plural. The plurals of some mean a count: "patient numbers".
fn is_word(word: &str, wanted: &str) -> bool {
    let has_plural = wanted.len() > 3 && !["number", "patient", "pupil", "student", "employee", "person"].contains(&wanted);
    word == wanted || has_plural && word.strip_suffix('s') == Some(wanted)
}

/// The words of a heading, in small letters. The `s` of `name(s)` does not count as a word.
#[must_use]
pub fn heading_words(heading: &str) -> Vec<String> {
    let normal = super::Normal::of(heading);
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let characters: Vec<char> = normal.chars().collect();
    for (at, c) in characters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| characters[before]);
        let after = characters.get(at + 1);
        let begins = c.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase() || before.is_uppercase() && after.is_some_and(|after| after.is_lowercase())
            });
        let changes = before.is_some_and(|before| before.is_ascii_digit() != c.is_ascii_digit() && before.is_alphanumeric());
        if (begins || changes || !c.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words.retain(|word| word != "s");
    words
}

/// Whether a heading names organisations or places of work, whose postcodes and telephones are not those of people.
#[must_use]
pub fn names_organisation(heading: &str) -> bool {
    #[rustfmt::skip]
    const ORGANISATIONS: [&str; 58] = [
        "practice", "provider", "trust", "site", "pharmacy", "school", "hospital", "organisation", "organization", "org", "surgery",
        "clinic", "home", "dispensary", "dentist", "dental", "optician", "centre", "center", "council", "branch", "store", "depot", "station",
        "facility", "prison", "university", "college", "library", "ods", "icb", "employer", "company", "charity", "establishment", "laboratory",
        "office", "nursery", "contractor", "service", "business", "premises", "venue", "location", "academy", "supplier", "building", "asset", "toilet",
        "court", "museum", "park", "playground", "setting", "la", "authority", "agency", "mosque",
    ];
    let words = heading_words(heading);
    words.iter().any(|word| ORGANISATIONS.iter().any(|other| is_word(word, other))) && identifying(heading).is_none()
}

#[cfg(test)]
mod tests {
    use super::{heading_words, identifying};

    #[test]
    fn headings_are_split_into_words() {
        for (heading, words) in [
            ("FirstName", &["first", "name"][..]),
            ("first_name", &["first", "name"]),
            ("Forename(s)", &["forename"]),
            ("NHSNumber", &["nhs", "number"]),
            ("D.O.B.", &["d", "o", "b"]),
            ("Address1", &["address", "1"]),
            ("patient.id", &["patient", "id"]),
        ] {
            assert_eq!(heading_words(heading), words, "{heading}");
        }
    }

    #[test]
    fn headings_that_identify_people_are_told_from_others() {
        for heading in [
            "nhs_number",
            "NHS No.",
            "surname",
            "Forename(s)",
            "FirstName",
            "dob",
            "D.O.B.",
            "Date of Birth",
            "MRN",
            "local_patient_id",
            "LocalPatientIdentifier",
            "CHI",
            "chi_number",
            "patientId",
            "newnhsno",
            "NI number",
            "home_postcode",
            "Mobile No",
            "clinical_notes",
            "Patient's name",
            "HospitalNumber",
            "person_id",
        ] {
            assert!(identifying(heading).is_some(), "{heading}");
        }
        for heading in [
            "practice_name",
            "prescriber_name",
            "patient_list_size",
            "name",
            "title",
            "deaths",
            "age",
            "sex",
            "Marne",
            "NHS number valid %",
            "surname_missing",
            "chi_squared",
            "Hospital number of beds",
            "patients",
            "provider_code",
            "postcode",
            "telephone",
            "measure_name",
            "area_id",
            "nhs_region",
            "year of birth",
            "births",
            "birth_weight",
            "mobile_share",
            "id",
            "nhs",
            "number of patients",
            "Patient numbers",
            "Patients (no)",
            "NHS numbers issued",
            "Employer National Insurance",
            "Also known as",
            "LA full name",
            "dob completeness",
            "place of birth",
        ] {
            assert!(identifying(heading).is_none(), "{heading}: {:?}", identifying(heading));
        }
    }
}
