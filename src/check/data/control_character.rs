//! Invisible characters.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::is_invisible;

/// An invisible character.
pub(crate) static RULE: Rule = Rule {
    id: "data/control-character",
    severity: Severity::Warning,
    finds: "A control character, a zero-width character or a character that changes the direction of text, in a cell.",
    matters: "Invisible characters make codes that look the same differ, change what a reader sees, and can send commands \
        to a terminal.",
    example: "a,b\n1,\\u{1b}[2Jx",
    put_right: "Remove the character. It often comes from text copied from a web page or a terminal.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        let found = super::Found::of(table, at, |cell| cell.text.chars().any(is_hidden))?;
        let message = found.cells(&field.name, "a cell with an invisible character", "cells with invisible characters");
        Some(
            RULE.finding(message)
                .at(found.place(table, at), "the first")
                .help("remove the character; an editor that shows invisible characters helps to find it"),
        )
    });
}

/// Whether a character is invisible. Tabs and line endings in a quoted value are visible.
fn is_hidden(c: char) -> bool {
    is_invisible(c) && !matches!(c, '\n' | '\r' | '\t')
}
