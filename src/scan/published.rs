//! The last look at what will be published.

use std::collections::BTreeSet;
use std::path::Path;

use super::Scope;
use super::rules::rule_of;
use super::text::{is_accident, is_refused};
use crate::diagnostic::Diagnostic;
use crate::privacy::{Kind, Normal, TenDigits, published_key, says_patient, ten_digits};

/// The endings of files in which a number of a patient would be read as one. Tables and figures in other forms were looked at cell
/// by cell before they were made, and the search index parts words at every point and comma.
const READ_AS_TEXT: [&str; 4] = ["html", "xml", "svg", "txt"];

/// Codes with ten digits in the tables of a site, which were looked at column by column and left alone.
pub struct LeftAlone(BTreeSet<[u8; 10]>);

impl LeftAlone {
    /// The codes among the cells of all tables.
    pub fn among<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let numbers = |text: &'a str| ten_digits(text).map(|number| number.digits());
        Self(cells.filter(|text| text.len() >= 10).flat_map(numbers).collect())
    }
}

/// What a file of the site shows that no file may show, whatever it was made from.
#[must_use]
pub fn published(path: &str, bytes: &[u8], codes: &LeftAlone, scope: &Scope<'_>) -> Option<Diagnostic> {
    let text = std::str::from_utf8(bytes).ok()?;
    let is_text = Path::new(path).extension().is_some_and(|ending| READ_AS_TEXT.iter().any(|text| ending == *text));
    let kind = published_key(text).or_else(|| (is_text && shows_number(text, codes, scope)).then_some(Kind::NhsNumber))?;
    let message = format!("{path} is not published, because it shows {}", kind.words());
    Some(rule_of(kind).finding(message).help("look for it in the files from which the page is made, then in the templates"))
}

fn shows_number(text: &str, codes: &LeftAlone, scope: &Scope<'_>) -> bool {
    // A number in JSON was looked at in its table.
    let is_json = |text: &str, number: &TenDigits| text[..number.span.start].trim_end().ends_with("\":");
    // Spaces and dashes of other kinds are rare, and only then is the text read in its normal form.
    let found = |text: &str| {
        let numbers: Vec<TenDigits> = ten_digits(text).filter(|number| !codes.0.contains(&number.digits())).collect();
        let is_one = |number: &TenDigits| !number.is_loose || says_patient(text, &number.span);
        let refused = numbers
            .iter()
            .filter(|number| is_refused(number, scope) && !number.has_commas && is_one(number) && !is_json(text, number))
            .count();
        refused > 0
            && !is_accident(refused, numbers.iter().filter(|number| number.number().is_none() && !number.is_filler()).count())
    };
    found(text) || !text.is_ascii() && found(&Normal::of(text))
}
