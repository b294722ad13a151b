//! `dictionary/invalid-value`: a value of a dictionary that is not understood.

use crate::diagnostic::{Rule, Severity};

/// A value of a dictionary that is not understood.
pub static DICTIONARY_VALUE: Rule = Rule {
    id: "dictionary/invalid-value",
    severity: Severity::Error,
    finds: "A cell of dictionary.csv that is empty where it must not be, or is not of its kind.",
    matters: "The dictionary decides how every cell of the column is read.",
    example: "name,title,type,description\nattendances,Attendances,int,People who attended",
    put_right: "Write what the help names.",
};
