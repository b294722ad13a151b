//! Rules about data dictionaries.

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

/// A missing or invalid value in a dictionary.
pub static DICTIONARY_VALUE: Rule = Rule {
    id: "dictionary/invalid-value",
    severity: Severity::Error,
    finds: "A required cell in dictionary.csv that is empty, or a value that is not valid under its heading.",
    matters: "The dictionary decides how every cell in the column is read.",
    example: "name,title,type,description\nattendances,Attendances,int,People who attended",
    put_right: "Write what the help suggests.",
};
