//! Accents read in the wrong encoding.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::garbled;

/// An accent read in the wrong encoding.
pub(crate) static RULE: Rule = Rule {
    id: "data/mojibake",
    severity: Severity::Warning,
    finds: "Text such as `Ã©` or `â€™`, or the replacement character, in a cell or heading.",
    matters: "A program read the text in the wrong encoding, so names are wrong for every reader.",
    example: "name\nJosÃ© Medical Centre",
    put_right: "Export the data again as UTF-8, or give the correct `encoding:` next to `file:`.",
};

const HELP: &str = "export the data again as UTF-8, or write the correct `encoding:` next to `file:`";

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        if garbled(&table.data.columns[at].heading).is_some() {
            let found = RULE.finding("a heading with accents read in the wrong encoding").at(table.heading_place(at), "");
            return Some(found.help(HELP));
        }
        let found = super::Found::of(table, at, |cell| garbled(&cell.text).is_some())?;
        let message = found.cells(&field.name, "a cell", "cells") + " with accents read in the wrong encoding";
        Some(RULE.finding(message).at(found.place(table, at), "the first").help(HELP))
    });
}
