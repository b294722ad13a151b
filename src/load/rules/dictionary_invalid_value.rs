//! `dictionary/invalid-value`: a missing or invalid value in a dictionary.

use crate::diagnostic::{Rule, Severity};

/// A missing or invalid value in a dictionary.
pub static DICTIONARY_VALUE: Rule = Rule {
    id: "dictionary/invalid-value",
    severity: Severity::Error,
    finds: "A required cell in dictionary.csv that is empty, or a value that is not valid under its heading.",
    matters: "The dictionary decides how every cell in the column is read.",
    example: "name,title,type,description\nattendances,Attendances,int,People who attended",
    put_right: "Write what the help suggests.",
};
