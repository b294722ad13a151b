//! Cells that a spreadsheet would run as a formula.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::parse_number;

/// A cell that a spreadsheet would run as a formula.
pub(crate) static RULE: Rule = Rule {
    id: "data/formula",
    severity: Severity::Warning,
    finds: "A cell that starts with `=` or `@`, or that starts with `+` or `-` and is not a number.",
    matters: "When a reader opens the file, Excel and LibreOffice run such a cell as a formula, which can fetch, send or \
        change data.",
    example: "name,v\n\"=cmd|'/c calc'!A0\",1",
    put_right: "Remove the sign, or start the text with a letter. If it must stay, waive this rule and give a reason.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        let found = super::Found::of(table, at, |cell| is_formula(&cell.text))?;
        let message = format!("{} a spreadsheet would run as a formula", found.cells(&field.name, "a cell that", "cells that"));
        Some(
            RULE.finding(message)
                .at(found.place(table, at), "the first")
                .help("start the text with a letter, or waive this rule with a reason"),
        )
    });
}

/// Whether the first character makes the text a formula. A number may start with a sign, and a dash alone is a marker.
fn is_formula(text: &str) -> bool {
    let text = text.trim_start_matches(' ');
    match text.chars().next() {
        Some('=' | '@' | '\t' | '\r') => text.len() > 1,
        Some('+' | '-') => {
            text.chars().nth(1).is_some_and(|next| !next.is_whitespace() && next != '-') && parse_number(text).is_none()
        }
        _ => false,
    }
}
