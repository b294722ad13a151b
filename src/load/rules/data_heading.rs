//! `data/heading`: a repeated heading.

use crate::diagnostic::{Rule, Severity};

/// A repeated heading.
pub static HEADING: Rule = Rule {
    id: "data/heading",
    severity: Severity::Error,
    finds: "A heading that appears twice in the header row.",
    matters: "Two columns with the same name cannot be documented, checked or harvested.",
    example: "period,value,value",
    put_right: "Give each column its own name, in the CSV and in the dictionary.",
};
