//! `dictionary/headings`: a dictionary whose headings are not understood.

use crate::diagnostic::{Rule, Severity};

/// A dictionary whose headings are not understood.
pub static DICTIONARY_HEADINGS: Rule = Rule {
    id: "dictionary/headings",
    severity: Severity::Error,
    finds: "A dictionary.csv that lacks one of the headings name, title, type, description, or has one that is not known.",
    matters: "Readers meet the dictionary before the data: each column needs a name, a title, a type and a meaning.",
    example: "name,type\nperiod,date",
    put_right: "Write the heading line that the help shows; only the first four must be there.",
};
