//! `data/heading`: a repeated heading.

use crate::diagnostic::{Rule, Severity};

/// A repeated heading.
pub static HEADING: Rule = Rule {
    id: "data/heading",
    severity: Severity::Error,
    finds: "A heading that stands twice in the header line.",
    matters: "A column that shares its name with another cannot be documented, checked or harvested.",
    example: "period,value,value",
    put_right: "Give each column its own name, in the CSV and in the dictionary.",
};
