//! Texts: pages, YAML with its comments, notes, and what is found inside other files.

use std::collections::BTreeSet;

use super::Scope;
use super::rules::{help_of, rule_of};
use crate::diagnostic::{Diagnostic, Findings, Severity};
use crate::model::Allowed;
use crate::privacy::{Kind, Normal, Number, Sighting, TenDigits, says_patient, sightings, ten_digits};
use crate::source::{Place, SourceFile};

/// If a text has more than three times as many ten-digit numbers with a wrong check digit as with a right one, they are codes: one in
/// eleven passes by chance.
const ACCIDENT: usize = 3;

/// Looks through a text: a finding for each line and kind.
pub(crate) fn scan_text(file: &SourceFile, scope: &Scope<'_>, findings: &mut Findings) {
    let (text, mut seen) = (file.text(), BTreeSet::new());
    for sighting in wanted(text, scope) {
        let place = file.place(sighting.span).without_excerpt();
        if seen.insert((place.line, sighting.kind)) {
            findings.push(finding(sighting.kind, place));
        }
    }
}

/// The sightings in a text that the portal wants to know of.
pub(super) fn wanted(text: &str, scope: &Scope<'_>) -> Vec<Sighting> {
    let mut found = sightings(text);
    let refuses_fillers = scope.policy.repeated_digits == Allowed::Refused;
    if refuses_fillers || found.iter().any(|sighting| sighting.kind == Kind::NhsNumber) {
        let normal = Normal::of(text);
        let numbers: Vec<TenDigits> = ten_digits(&normal).collect();
        let passing = numbers.iter().filter(|number| number.number().is_some()).count();
        let others = numbers.iter().filter(|number| number.number().is_none() && !number.is_filler()).count();
        let is_accident = is_accident(passing, others);
        found.retain(|sighting| {
            let is_told = || says_patient(text, &sighting.span);
            sighting.kind != Kind::NhsNumber || (!is_accident || is_told()) && !is_allowed(&text[sighting.span.clone()], scope)
        });
        let fillers = numbers.iter().filter(|number| number.is_filler() && refuses_fillers);
        found.extend(fillers.map(|number| Sighting { kind: Kind::NhsNumber, span: normal.original(number.span.clone()) }));
    }
    let is_own = |sighting: &Sighting| !scope.own_host.is_empty() && text[sighting.span.clone()].contains(scope.own_host);
    found.retain(|sighting| sighting.kind != Kind::Internal || !is_own(sighting));
    found
}

/// Whether so many numbers that only look like those of patients stand beside some that pass that these are codes.
pub(super) fn is_accident(passing: usize, others: usize) -> bool {
    others > ACCIDENT * passing
}

/// Whether the portal allows a number that passes.
pub(super) fn is_allowed(text: &str, scope: &Scope<'_>) -> bool {
    let normal = Normal::of(text);
    ten_digits(&normal).all(|number| is_allowed_number(&number, scope))
}

/// The same for a number that was read.
pub(super) fn is_allowed_number(number: &TenDigits, scope: &Scope<'_>) -> bool {
    if number.is_filler() {
        return scope.policy.repeated_digits == Allowed::Allowed;
    }
    let is_code = scope.policy.codes.iter().any(|known| number.is_written(&known.code));
    is_code || number.is_test() && scope.policy.test_numbers == Allowed::Allowed
}

/// Whether a number is one that no file may hold.
pub(super) fn is_refused(number: &TenDigits, scope: &Scope<'_>) -> bool {
    (number.number() == Some(Number::Nhs) || number.is_filler()) && !is_allowed_number(number, scope)
}

/// The finding about a kind at a place of a text.
pub(super) fn finding(kind: Kind, place: Place) -> Diagnostic {
    // A page may define or invent what it describes; a cell holds what happened.
    let is_prose = [".md", ".yaml", "dictionary.csv"].iter().any(|ending| place.path.ends_with(ending));
    let mut found = rule_of(kind).finding(format!("this is {}", kind.words())).at(place, "");
    if kind == Kind::AboutPatient && is_prose {
        found.severity = Severity::Warning;
        return found.help("if this is a real patient, remove it; if it is a definition or an invented example, reword it");
    }
    found.help(help_of(kind))
}
