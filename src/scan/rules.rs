//! The rules about personal data and secrets.

mod privacy;
mod secrets;

use crate::diagnostic::Rule;
use crate::privacy::Kind;

pub(super) use privacy::{
    BIRTH, CONTACT, FREE_TEXT, IDENTIFYING_COLUMN, INSURANCE_NUMBER, NAMED_PERSON, NHS_NUMBER, PICTURE, POSTCODE, RAW_IN_GIT,
    RECORD_LEVEL, WORKBOOK,
};
pub(super) use secrets::{INTERNAL, PASSWORD, PRIVATE_KEY, TOKEN};

/// The rules of this stage.
pub static RULES: [&Rule; 16] = [
    &BIRTH,
    &CONTACT,
    &FREE_TEXT,
    &IDENTIFYING_COLUMN,
    &INSURANCE_NUMBER,
    &NAMED_PERSON,
    &NHS_NUMBER,
    &PICTURE,
    &POSTCODE,
    &RAW_IN_GIT,
    &RECORD_LEVEL,
    &WORKBOOK,
    &INTERNAL,
    &PASSWORD,
    &PRIVATE_KEY,
    &TOKEN,
];

/// The rule for a kind of sighting.
pub(super) fn rule_of(kind: Kind) -> &'static Rule {
    match kind {
        Kind::NhsNumber | Kind::Chi => &NHS_NUMBER,
        Kind::InsuranceNumber => &INSURANCE_NUMBER,
        Kind::Birth => &BIRTH,
        Kind::Mobile | Kind::Email => &CONTACT,
        Kind::NamedPerson => &NAMED_PERSON,
        Kind::AboutPatient => &FREE_TEXT,
        Kind::PrivateKey => &PRIVATE_KEY,
        Kind::Token => &TOKEN,
        Kind::Password => &PASSWORD,
        Kind::Internal => &INTERNAL,
    }
}

/// What to do about a kind of sighting.
pub(super) fn help_of(kind: Kind) -> &'static str {
    match kind {
        Kind::NhsNumber | Kind::Chi | Kind::InsuranceNumber | Kind::Birth | Kind::AboutPatient => {
            "remove it from the file, and from its history in version control; if others could read it, tell your information governance lead"
        }
        Kind::Mobile | Kind::Email => "give a team's telephone number or email address instead",
        Kind::NamedPerson => "remove the name, or what is said about the person",
        Kind::PrivateKey | Kind::Token | Kind::Password => {
            "revoke or change it where it was issued, because others may have read it; remove it here, and keep its replacement in an environment variable"
        }
        Kind::Internal => "describe the source in words, such as \"the patient administration system\"",
    }
}
