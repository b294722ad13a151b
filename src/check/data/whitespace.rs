//! Blanks around texts.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::FieldType;

/// A text with blanks around it.
pub(crate) static RULE: Rule = Rule {
    id: "data/whitespace",
    severity: Severity::Warning,
    finds: "A text or code with a blank, a tab or a no-break space before or behind it.",
    matters: "`RRK ` and `RRK` are two organisations to every program that reads the table; nobody can see why a join fails.",
    example: "org_code,name\n\"RRK \",University Hospitals",
    put_right: "Take the blanks away: `shelfmark check --fix` does it.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        if field.kind != FieldType::String {
            return None;
        }
        let found = super::Found::of(table, at, |cell| cell.text.trim() != &*cell.text && !cell.text.trim().is_empty())?;
        let message = found.cells(&field.name, "a text", "texts") + " with blanks before or behind";
        Some(
            RULE.finding(message)
                .at(found.place(table, at), "the first")
                .help("take the blanks away; `shelfmark check --fix` does it"),
        )
    });
}
