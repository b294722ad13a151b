//! Accents read in the wrong encoding.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// An accent read in the wrong encoding.
pub(crate) static RULE: Rule = Rule {
    id: "data/mojibake",
    severity: Severity::Warning,
    finds: "Text such as `Ã©` or `â€™`, or the replacement character, in a cell.",
    matters: "A program read the text in the wrong encoding, so names are wrong for every reader.",
    example: "name\nJosÃ© Medical Centre",
    put_right: "Export the data again as UTF-8, or give the correct `encoding:` next to `file:`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        let found = super::Found::of(table, at, |cell| is_garbled(&cell.text))?;
        let message = found.cells(&field.name, "a cell", "cells") + " with accents read in the wrong encoding";
        Some(
            RULE.finding(message)
                .at(found.place(table, at), "the first")
                .help("export the data again as UTF-8, or write the correct `encoding:` next to `file:`"),
        )
    });
}

/// Whether the text has two bytes of UTF-8 that were read as two Windows-1252 characters.
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
