//! Invisible characters.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::source::hidden;

/// An invisible character.
pub(crate) static RULE: Rule = Rule {
    id: "data/control-character",
    severity: Severity::Warning,
    finds: "A control character, a zero-width character or a character that changes the direction of text, in a cell or heading.",
    matters: "Invisible characters make codes that look the same differ, change what a reader sees, and can send commands \
        to a terminal.",
    example: "a,b\n1,\\u{1b}[2Jx",
    put_right: "Remove the character. It often comes from text copied from a web page or a terminal.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        if hidden(&table.data.columns[at].heading).is_some() {
            let found = RULE.finding("a heading with an invisible character").at(table.heading_place(at), "");
            return Some(found.help("remove the character from the heading and from `name` in the dictionary"));
        }
        let found = super::Found::of(table, at, |cell| hidden(&cell.text).is_some())?;
        let message = found.cells(&field.name, "a cell with an invisible character", "cells with invisible characters");
        Some(
            RULE.finding(message)
                .at(found.place(table, at), "the first")
                .help("remove the character; an editor that shows invisible characters helps to find it"),
        )
    });
}
