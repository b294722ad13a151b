//! Spaces around text.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::FieldType;

/// Text with spaces around it.
pub(crate) static RULE: Rule = Rule {
    id: "data/whitespace",
    severity: Severity::Warning,
    finds: "Text or a code with a space, tab or no-break space at the start or end.",
    matters: "To any program, `RRK ` and `RRK` are different organisations, and nobody can see why a join fails.",
    example: "org_code,name\n\"RRK \",University Hospitals",
    put_right: "Remove the spaces: `shelfmark check --fix` does this.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        if field.kind != FieldType::String {
            return None;
        }
        let found = super::Found::of(table, at, |cell| cell.text.trim() != &*cell.text && !cell.text.trim().is_empty())?;
        let message = found.cells(&field.name, "a value", "values") + " with leading or trailing spaces";
        Some(
            RULE.finding(message)
                .at(found.place(table, at), "the first")
                .help("remove the spaces; `shelfmark check --fix` does this"),
        )
    });
}
