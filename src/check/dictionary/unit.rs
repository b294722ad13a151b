//! Columns of numbers with no unit.

use crate::check::Context;
use crate::check::dictionary::place;
use crate::diagnostic::{Findings, Rule, Severity};

/// A column of numbers with no unit.
pub(crate) static RULE: Rule = Rule {
    id: "dictionary/unit",
    severity: Severity::Warning,
    finds: "A column of type integer or number with no `unit`.",
    matters: "Readers may take thousands for units, or people for visits. Without a unit, the column is protected as if it \
        counted people.",
    example: "name,title,type,description,unit\nattendances,Attendances,integer,Attendances in the month,",
    put_right: "Write what the column counts or measures: people, attendances, percent, £, days, or a rate such as `per \
        1,000 people`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_field(context, findings, |table, field| {
        let lacks = field.kind.is_numeric() && field.unit.is_none() && field.unit_column.is_none();
        let message = format!("the number column `{}` has no unit", *field.name);
        lacks.then(|| {
            RULE.finding(message)
                .at(place(table, field), "")
                .help("under `unit`, write what it counts or measures: people, percent, £, days")
        })
    });
}
