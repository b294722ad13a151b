//! Units: what a number counts or measures.
//!
//! In: the words of an author. Out: a [`Unit`], which everything that depends on a unit asks: whether figures are percentages, how
//! they are written, and whether a column counts people.
//! Invariant: a unit that is not known counts people, so a misspelt unit never publishes a small count.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a number counts or measures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "String", into = "String")]
pub struct Unit {
    text: String,
    kind: UnitKind,
}

/// The kinds of units that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitKind {
    /// People, or events that happen to people: `patients`, `attendances`, and every unit that is not known.
    People,
    /// Other things that are counted or measured: `beds`, `items`, `km`.
    Things,
    /// Percentages: `%`, `percent`, `% of all patients`, `Percentage (%)`.
    Percent,
    /// Differences of percentages: `percentage points`.
    PercentagePoints,
    /// Money: `£`, `£m`, `thousands of pounds`.
    Money(Currency, Magnitude),
    /// Rates: `per 100,000`, `deaths per 1,000 admissions`, `£ per item`.
    Rate,
    /// Time that something takes: `days`, `weeks`.
    Duration,
    /// Numbers that count nothing: `score`, `index`, `rank`.
    Plain,
}

/// A currency that has a sign before the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Currency {
    /// Pounds sterling.
    Pound,
    /// US dollars.
    Dollar,
    /// Euros.
    Euro,
}

impl Currency {
    /// The sign.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Self::Pound => '£',
            Self::Dollar => '$',
            Self::Euro => '€',
        }
    }
}

/// What a number is in: ones, thousands, millions or billions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Magnitude {
    /// Ones.
    One,
    /// Thousands.
    Thousand,
    /// Millions.
    Million,
    /// Thousands of millions.
    Billion,
}

impl Unit {
    /// The unit that a text means.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { kind: kind(&text), text }
    }

    /// The text as the author wrote it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What kind of unit it is.
    #[must_use]
    pub fn kind(&self) -> UnitKind {
        self.kind
    }

    /// Whether numbers are percentages.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.kind == UnitKind::Percent
    }

    /// Whether a word of the unit or its sign speaks of percent. This is wider than [`Unit::is_percent`]: `patients (%)` may be
    /// either, so its numbers are not added up, and its small numbers are suppressed.
    #[must_use]
    pub fn is_percentage(&self) -> bool {
        let text = self.text.to_lowercase();
        text.contains(['%'])
            || ["percent", "per cent"].iter().any(|word| text.contains(word))
            || text.trim() == "pct"
            || self.kind == UnitKind::PercentagePoints
    }

    /// The words after the percent sign, if there are any: `of patients` in `% of patients`.
    #[must_use]
    pub fn percent_of(&self) -> Option<&str> {
        let at = self.text.find(" of ").filter(|_| self.is_percent())?;
        self.text.get(at..).map(str::trim)
    }

    /// Whether a word of the unit is one for people, or for events that happen to people. Other units are only taken for such.
    #[must_use]
    pub fn is_known_to_count_people(&self) -> bool {
        let lower = self.text.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_alphabetic());
        self.kind == UnitKind::People && words.any(is_word_for_people)
    }

    /// Whether numbers count people, or events that happen to people.
    #[must_use]
    pub fn counts_people(&self) -> bool {
        self.kind == UnitKind::People
    }
}

impl From<String> for Unit {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> Self {
        unit.text
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether a word is one for people, or for events that happen to people.
#[must_use]
pub fn is_word_for_people(word: &str) -> bool {
    PEOPLE.contains(&word.strip_suffix('s').unwrap_or(word))
}

/// Words for people and for events that happen to them, without their `s`.
const PEOPLE: [&str; 48] = [
    "people",
    "person",
    "patient",
    "resident",
    "child",
    "children",
    "pupil",
    "student",
    "adult",
    "woman",
    "women",
    "man",
    "men",
    "female",
    "male",
    "mother",
    "baby",
    "babie",
    "carer",
    "client",
    "case",
    "death",
    "birth",
    "admission",
    "attendance",
    "appointment",
    "visit",
    "episode",
    "discharge",
    "referral",
    "operation",
    "procedure",
    "consultation",
    "contact",
    "call",
    "test",
    "vaccination",
    "staff",
    "prescription",
    "breache",
    "offender",
    "victim",
    "claimant",
    "applicant",
    "household",
    "inpatient",
    "outpatient",
    "stay",
];

/// Things other than people that are counted or measured.
const THINGS: [&str; 24] = [
    "beds",
    "bed days",
    "items",
    "doses",
    "tablets",
    "quantity",
    "km",
    "miles",
    "kg",
    "mg",
    "ml",
    "litres",
    "thousand jobs",
    "tonnes",
    "million tonnes",
    "hectares",
    "schools",
    "practices",
    "hospitals",
    "dwellings",
    "homes",
    "vehicles",
    "mbps",
    "pence",
];

const DURATIONS: [&str; 14] = [
    "day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours", "minute", "minutes", "second", "seconds",
];

/// What a count may be for: `deaths per day`.
const PERIODS: [&str; 10] =
    ["hour", "day", "night", "week", "month", "quarter", "year", "financial year", "calendar month", "calendar year"];

const PLAIN: [&str; 11] =
    ["week number", "points", "grade points", "°c", "ratio", "rate", "score", "index", "rank", "proportion", "share"];

fn kind(text: &str) -> UnitKind {
    let text = text.trim().to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let is = |list: &[&str]| list.contains(&text.as_str());
    if is(&["percentage points", "percentage point", "% points", "pp", "ppt"]) {
        return UnitKind::PercentagePoints;
    }
    if is_percent(&text) {
        return UnitKind::Percent;
    }
    if let Some((what, _)) = text.split_once(" per ").filter(|(_, time)| PERIODS.contains(time)) {
        // Deaths per day are deaths.
        return kind(what);
    }
    if text.starts_with("per ") || text.contains(" per ") {
        return UnitKind::Rate;
    }
    if let Some((currency, magnitude)) = money(&text) {
        return UnitKind::Money(currency, magnitude);
    }
    match () {
        () if is(&THINGS) => UnitKind::Things,
        () if is(&DURATIONS) => UnitKind::Duration,
        () if is(&PLAIN) => UnitKind::Plain,
        () => UnitKind::People,
    }
}

/// Whether a unit is a percentage and cannot be a count: `%`, `Percentage (%)`, `% of all patients`, `rate (%)`. Not
/// `patients (%)`, `patients in the most deprived 20%` or `percentage and number of patients`.
fn is_percent(text: &str) -> bool {
    const WORDS: [&str; 5] = ["percentage", "per cent", "percent", "pct", "%"];
    const SHARES: [&str; 8] = ["rate", "share", "proportion", "uptake", "coverage", "occupancy", "compliance", "performance"];
    let of = |word: &str| text.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(" of "));
    let bracketed = || text.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
    let is_share = |text: &str| WORDS.contains(&text) || text.split(' ').next_back().is_some_and(|last| SHARES.contains(&last));
    let counts = ["number", "count", " and "].iter().any(|word| text.contains(word));
    !counts
        && (WORDS.iter().any(|word| of(word)) || bracketed().is_some_and(|(what, sign)| WORDS.contains(&sign) && is_share(what)))
}

/// The currency and magnitude of a text that holds nothing else: `£`, `£m`, `£ thousand`, `£000s`, `millions of pounds`, `gbp`.
fn money(text: &str) -> Option<(Currency, Magnitude)> {
    const CURRENCIES: [(&str, Currency); 13] = [
        ("£", Currency::Pound),
        ("gbp", Currency::Pound),
        ("pounds sterling", Currency::Pound),
        ("pounds", Currency::Pound),
        ("pound", Currency::Pound),
        ("$", Currency::Dollar),
        ("usd", Currency::Dollar),
        ("dollars", Currency::Dollar),
        ("dollar", Currency::Dollar),
        ("€", Currency::Euro),
        ("eur", Currency::Euro),
        ("euros", Currency::Euro),
        ("euro", Currency::Euro),
    ];
    CURRENCIES.iter().find_map(|(word, currency)| {
        let rest = text.strip_prefix(word).or_else(|| text.strip_suffix(word))?;
        let rest =
            rest.trim_matches(|c: char| c == ' ' || c == '(' || c == ')').trim_start_matches("in ").trim_end_matches(" of");
        let magnitude = match rest.trim_matches(['\'', '\u{2019}']) {
            "" => Magnitude::One,
            "k" | "000" | "000s" | "000's" | "thousand" | "thousands" => Magnitude::Thousand,
            "m" | "mn" | "million" | "millions" | "000,000" => Magnitude::Million,
            "bn" | "b" | "billion" | "billions" => Magnitude::Billion,
            _ => return None,
        };
        Some((*currency, magnitude))
    })
}

#[cfg(test)]
mod tests {
    use super::{Currency, Magnitude, Unit, UnitKind};

    #[test]
    fn a_unit_is_told_by_its_words_in_any_of_their_usual_forms() {
        let pounds = |magnitude| UnitKind::Money(Currency::Pound, magnitude);
        for (text, kind) in [
            ("%", UnitKind::Percent),
            ("pct", UnitKind::Percent),
            ("Per cent", UnitKind::Percent),
            ("Percentage (%)", UnitKind::Percent),
            ("% of all patients", UnitKind::Percent),
            ("Attendance rate (%)", UnitKind::Percent),
            ("percentage points", UnitKind::PercentagePoints),
            ("£", pounds(Magnitude::One)),
            ("£m", pounds(Magnitude::Million)),
            ("£ million", pounds(Magnitude::Million)),
            ("£'000", pounds(Magnitude::Thousand)),
            ("thousands of pounds", pounds(Magnitude::Thousand)),
            ("Pounds", pounds(Magnitude::One)),
            ("euros", UnitKind::Money(Currency::Euro, Magnitude::One)),
            ("£ per item", UnitKind::Rate),
            ("£m per year", pounds(Magnitude::Million)),
            ("deaths per 1,000 births", UnitKind::Rate),
            ("doses per week", UnitKind::Things),
            ("per 100,000", UnitKind::Rate),
            ("rate per 100,000", UnitKind::Rate),
            ("days", UnitKind::Duration),
            ("bed days", UnitKind::Things),
            ("score", UnitKind::Plain),
        ] {
            assert_eq!(Unit::new(text).kind(), kind, "{text}");
        }
    }

    #[test]
    fn what_may_be_a_percentage_is_not_added_up() {
        for text in ["%", "patients (%)", "coverage in percent", "rate (% of total)", "pp", "per cent"] {
            assert!(Unit::new(text).is_percentage(), "{text}");
        }
        assert_eq!(Unit::new("% of patients").percent_of(), Some("of patients"));
        assert_eq!(Unit::new("number of beds").percent_of(), None);
    }

    #[test]
    fn what_is_not_known_counts_people() {
        for text in [
            "patients",
            "attendances",
            "dayz",
            "5% sample of patients",
            "percentiles of patients",
            "euro visits",
            "number",
            "deaths per day",
            "Patients per month",
            "",
            "patients in the most deprived 20%",
            "patients with SpO2 below 92%",
            "deaths, 95%",
            "patients (%)",
            "percentage and number of patients",
            "number of patients (%)",
            "percentage of patients and number of deaths",
        ] {
            assert!(Unit::new(text).counts_people(), "{text}");
        }
    }
}
