//! Cells that a spreadsheet would calculate.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::parse_number;

/// A cell that a spreadsheet would calculate.
pub(crate) static RULE: Rule = Rule {
    id: "data/formula",
    severity: Severity::Warning,
    finds: "A cell that begins with `=` or `@`, or with `+` or `-` and is not a number.",
    matters: "Excel and LibreOffice run such a cell as a formula when a reader opens the file: it can fetch, send or change things.",
    example: "name,v\n\"=cmd|'/c calc'!A0\",1",
    put_right: "Take the sign away, or write the text so that a letter comes first. If it must stay, waive this rule with a reason.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        let found = super::Found::of(table, at, |cell| is_formula(&cell.text))?;
        let message = format!("{} a spreadsheet would calculate", found.cells(&field.name, "a cell that", "cells that"));
        Some(
            RULE.finding(message)
                .at(found.place(table, at), "the first")
                .help("let a letter come first, or waive this with a reason"),
        )
    });
}

/// Signs that make a formula of a text. A number may have a sign, and a dash alone is a marker.
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
