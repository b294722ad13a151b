//! `dictionary/headings`: a dictionary with a missing or unknown heading.

use crate::diagnostic::{Rule, Severity};

/// A dictionary with a missing or unknown heading.
pub static DICTIONARY_HEADINGS: Rule = Rule {
    id: "dictionary/headings",
    severity: Severity::Error,
    finds: "A dictionary.csv without one of the headings name, title, type and description, or with an unknown heading.",
    matters: "Readers see the dictionary before the data: each column needs a name, a title, a type and a meaning.",
    example: "name,type\nperiod,date",
    put_right: "Use the headings that the help lists. Only name, title, type and description are required.",
};
