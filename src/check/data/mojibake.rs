//! Accents that were read in the wrong encoding.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// An accent that was read in the wrong encoding.
pub(crate) static RULE: Rule = Rule {
    id: "data/mojibake",
    severity: Severity::Warning,
    finds: "Sequences such as `Ã©` or `â€™`, or the replacement character, in a cell.",
    matters: "The text went through a program that took it for another encoding; names are wrong for every reader.",
    example: "name\nJosÃ© Medical Centre",
    put_right: "Export the data again as UTF-8, or name the true `encoding:` beside `file:`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        let found = super::Found::of(table, at, |cell| is_garbled(&cell.text))?;
        let message = found.cells(&field.name, "a cell", "cells") + " with accents read in the wrong encoding";
        Some(
            RULE.finding(message)
                .at(found.place(table, at), "the first")
                .help("export the data again as UTF-8, or write its true `encoding:` beside `file:`"),
        )
    });
}

/// What two bytes of UTF-8 look like when they are taken for two characters of Windows-1252.
fn is_garbled(text: &str) -> bool {
    let continues = |c: char| matches!(c, '\u{80}'..='\u{bf}' | '€' | '™' | 'œ' | '˜' | '“' | '”' | '‘' | '’' | '–' | '—');
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let next = characters.peek().copied();
        let leads = matches!(c, 'Ã' | 'Â') && next.is_some_and(continues) || c == 'â' && next == Some('€');
        if c == '\u{fffd}' || leads {
            return true;
        }
    }
    false
}
