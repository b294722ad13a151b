//! Characters that cannot be seen.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::is_invisible;

/// A character that cannot be seen.
pub(crate) static RULE: Rule = Rule {
    id: "data/control-character",
    severity: Severity::Warning,
    finds: "A control character, a zero-width character or one that turns the direction of writing, in a cell.",
    matters: "What cannot be seen makes two codes that look the same differ, moves what a reader sees, and can command a terminal.",
    example: "a,b\n1,\\u{1b}[2Jx",
    put_right: "Take the character out; it often comes from copying out of a web page or a terminal.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        let found = super::Found::of(table, at, |cell| cell.text.chars().any(is_hidden))?;
        let message = found.cells(&field.name, "a cell with a character", "cells with characters") + " that cannot be seen";
        Some(
            RULE.finding(message)
                .at(found.place(table, at), "the first")
                .help("take the character out; look at the cell in an editor that shows invisibles"),
        )
    });
}

/// A tab and line ends within a quoted value are seen.
fn is_hidden(c: char) -> bool {
    is_invisible(c) && !matches!(c, '\n' | '\r' | '\t')
}
